# Groups, permission sets and who gets what where. People are members of groups at the identity provider, not here.
locals {
  common_tags = merge(var.common_tags, { Module = "identity" })

  group_ids = merge(
    { for name, group in var.groups : name => group.group_id if group.group_id != null },
    { for name, group in aws_identitystore_group.this : name => group.group_id },
  )

  managed_policies = merge([
    for name, set in var.permission_sets : {
      for arn in set.managed_policy_arns : "${name}/${reverse(split("/", arn))[0]}" => { permission_set = name, arn = arn }
    }
  ]...)

  # Two entries for the same group, set and account give the same key, and Terraform names it as an error.
  assignments = { for one in flatten([
    for assignment in var.assignments : [
      for id in assignment.account_ids : merge(assignment, { account_id = id })
    ]
  ]) : "${one.group}/${one.permission_set}/${one.account_id}" => one }
}

resource "aws_identitystore_group" "this" {
  for_each = { for name, group in var.groups : name => group if group.group_id == null }

  identity_store_id = var.identity_store_id
  display_name      = each.key
  description       = each.value.description
}

resource "aws_ssoadmin_permission_set" "this" {
  for_each = var.permission_sets

  instance_arn     = var.instance_arn
  name             = each.key
  description      = each.value.description
  session_duration = each.value.session_duration
  tags             = merge(local.common_tags, { Name = "${var.name_prefix}-permissions-${lower(each.key)}" })
}

resource "aws_ssoadmin_account_assignment" "this" {
  for_each = local.assignments

  instance_arn       = var.instance_arn
  permission_set_arn = aws_ssoadmin_permission_set.this[each.value.permission_set].arn
  principal_type     = "GROUP"
  principal_id       = local.group_ids[each.value.group]
  target_type        = "AWS_ACCOUNT"
  target_id          = each.value.account_id
}

# The policies depend on the assignments because deleting a policy provisions its set again in every account that is
# assigned: without that order a destroy fails on a set in use.
resource "aws_ssoadmin_managed_policy_attachment" "this" {
  for_each = local.managed_policies

  instance_arn       = var.instance_arn
  permission_set_arn = aws_ssoadmin_permission_set.this[each.value.permission_set].arn
  managed_policy_arn = each.value.arn

  depends_on = [aws_ssoadmin_account_assignment.this]
}

resource "aws_ssoadmin_permission_set_inline_policy" "this" {
  for_each = { for name, set in var.permission_sets : name => set if set.inline_policy != null }

  instance_arn       = var.instance_arn
  permission_set_arn = aws_ssoadmin_permission_set.this[each.key].arn
  inline_policy      = each.value.inline_policy

  depends_on = [aws_ssoadmin_account_assignment.this]
}

resource "aws_ssoadmin_permissions_boundary_attachment" "this" {
  for_each = { for name, set in var.permission_sets : name => set if set.boundary_policy_arn != null }

  instance_arn       = var.instance_arn
  permission_set_arn = aws_ssoadmin_permission_set.this[each.key].arn

  permissions_boundary {
    managed_policy_arn = each.value.boundary_policy_arn
  }

  depends_on = [aws_ssoadmin_account_assignment.this]
}
