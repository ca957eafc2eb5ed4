# The tree, its accounts and its guardrails. What a policy says is written by `guardrails render`, never here.
locals {
  rendered = "${path.module}/../../../../scps/rendered"
  policies = {
    for slug, policy in var.policies : slug => merge(policy, { content = file("${local.rendered}/${slug}.json") })
  }
}

module "organization" {
  source = "../../../modules/organization"

  name_prefix                   = var.name_prefix
  common_tags                   = var.common_tags
  management_account_id         = var.account_id
  management_account_name       = var.management_account_name
  aws_service_access_principals = var.aws_service_access_principals
  organizational_units          = var.organizational_units
  accounts                      = var.accounts
  policies                      = local.policies
  policy_quotas                 = var.policy_quotas
  reserved_scp_slots            = var.reserved_scp_slots
  attachments                   = var.attachments
  delegated_administrators      = var.delegated_administrators
}
