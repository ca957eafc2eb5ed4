resource "aws_organizations_policy" "this" {
  for_each = var.policies

  name        = each.key
  description = each.value.description
  type        = each.value.type
  content     = each.value.content

  # A policy that leaves the file leaves AWS; skipping that would leave one behind that no plan shows any more.
  skip_destroy = false

  tags = merge(local.common_tags, { Name = each.key })

  # The type must be enabled on the root first, and no argument here refers to the organization.
  depends_on = [aws_organizations_organization.this]
}

locals {
  attachments = merge([
    for node, slugs in var.attachments : { for slug in slugs : "${node}/${slug}" => { node = node, slug = slug } }
  ]...)
}

# On the root and on OUs.
resource "aws_organizations_policy_attachment" "node" {
  for_each = { for key, a in local.attachments : key => a if !startswith(a.node, "account:") }

  policy_id = aws_organizations_policy.this[each.value.slug].id
  target_id = each.value.node == "root" ? local.root_id : local.ou_ids[trimprefix(each.value.node, "ou:")]

  skip_destroy = false
}

# On single accounts; apart, because accounts wait for the attachments of the OUs above them.
resource "aws_organizations_policy_attachment" "account" {
  for_each = { for key, a in local.attachments : key => a if startswith(a.node, "account:") }

  policy_id = aws_organizations_policy.this[each.value.slug].id
  target_id = local.account_ids[trimprefix(each.value.node, "account:")]

  skip_destroy = false
}
