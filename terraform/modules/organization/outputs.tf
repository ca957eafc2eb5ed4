output "organization_id" {
  description = "Id of the organization (o-...)."
  value       = aws_organizations_organization.this.id
}

output "organization_arn" {
  description = "ARN of the organization."
  value       = aws_organizations_organization.this.arn
}

output "root_id" {
  description = "Id of the root (r-...)."
  value       = local.root_id
}

output "ou_ids" {
  description = "OU ids by path, Control Tower's included."
  value       = local.ou_ids
}

output "ou_arns" {
  description = "ARNs by path of the OUs that this module creates."
  value       = local.ou_arns
}

output "account_ids" {
  description = "Account ids by name: the management account, members created here, members of Control Tower."
  value       = merge(local.account_ids, { (var.management_account_name) = var.management_account_id })
}

output "policy_ids" {
  description = "Policy ids by slug."
  value       = { for slug, policy in aws_organizations_policy.this : slug => policy.id }
}

output "attachments" {
  description = "Slugs per node as attached; the effective set of an account is that of its own node and all nodes above (row A15)."
  value       = var.attachments
}

output "planned_accounts" {
  description = "Accounts of the organization file that do not exist yet: listed, never counted as covered (row A5)."
  value       = sort([for name, account in var.accounts : name if account.status == "planned"])
}

output "skipped_delegations" {
  description = "Delegations that name the management account, with the reason why none was made."
  value       = local.skipped_delegations
}
