output "organization_id" {
  description = "Id of the organization; settings.organization_id of the organization file."
  value       = module.organization.organization_id
}

output "account_ids" {
  description = "Account ids by name; the ids of the organization file."
  value       = module.organization.account_ids
}

output "ou_ids" {
  description = "OU ids by path."
  value       = module.organization.ou_ids
}

output "policy_ids" {
  description = "Policy ids by slug."
  value       = module.organization.policy_ids
}

output "planned_accounts" {
  description = "Accounts of the organization file that are not made yet."
  value       = module.organization.planned_accounts
}

output "skipped_delegations" {
  description = "Delegations that AWS does not register, with the reason."
  value       = module.organization.skipped_delegations
}
