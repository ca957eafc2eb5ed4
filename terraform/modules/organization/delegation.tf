locals {
  skipped_delegations = {
    for service, name in var.delegated_administrators : service =>
    "${name} is the management account: it administers ${service} itself, and AWS Organizations registers member accounts only."
    if name == var.management_account_name
  }
}

resource "aws_organizations_delegated_administrator" "this" {
  for_each = { for service, name in var.delegated_administrators : service => name if name != var.management_account_name }

  account_id        = local.account_ids[each.value]
  service_principal = each.key
}

resource "aws_organizations_resource_policy" "this" {
  count = var.resource_policy == null ? 0 : 1

  content = var.resource_policy
  tags    = merge(local.common_tags, { Name = "${var.name_prefix}-organization-policy" })

  # The organization must exist first, and no argument here refers to it.
  depends_on = [aws_organizations_organization.this]
}
