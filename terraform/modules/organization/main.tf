locals {
  common_tags = merge(var.common_tags, { Module = "organization" })
  root_id     = aws_organizations_organization.this.roots[0].id
}

resource "aws_organizations_organization" "this" {
  feature_set                   = "ALL"
  enabled_policy_types          = var.enabled_policy_types
  aws_service_access_principals = var.aws_service_access_principals

  lifecycle {
    prevent_destroy = true
  }
}

# Trusting RAM is not enough: only RAM's own call makes the service-linked role by which it finds OUs, and without that role nothing is
# shared with one. https://docs.aws.amazon.com/ram/latest/userguide/getting-started-sharing.html (2026-11)
resource "aws_ram_sharing_with_organization" "this" {
  count = contains(var.aws_service_access_principals, "ram.amazonaws.com") ? 1 : 0

  # The organization must exist first, and no argument here refers to it.
  depends_on = [aws_organizations_organization.this]
}

resource "aws_organizations_account" "this" {
  for_each = { for name, account in var.accounts : name => account if account.status != "planned" && account.managed_by == "terraform" }

  name              = each.key
  email             = each.value.email
  parent_id         = each.value.ou == "" ? local.root_id : local.ou_ids[each.value.ou]
  role_name         = each.value.role_name
  close_on_deletion = false

  tags = merge(local.common_tags, each.value.tags, { Name = each.key })

  # Row E27: the OU carries its policies before an account enters it.
  depends_on = [aws_organizations_policy_attachment.node]

  lifecycle {
    prevent_destroy = true
    # AWS never gives these two back, so an imported account would be replaced for their sake.
    ignore_changes = [role_name, iam_user_access_to_billing]
  }
}

locals {
  account_ids = merge(
    { for name, account in var.accounts : name => account.id if account.status != "planned" && account.managed_by == "control-tower" },
    { for name, account in aws_organizations_account.this : name => account.id },
  )
}
