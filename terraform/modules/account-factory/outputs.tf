output "account_id" {
  description = "Id of the new account."
  value       = aws_organizations_account.this.id
}

output "account_arn" {
  description = "ARN of the new account."
  value       = aws_organizations_account.this.arn
}

output "access_role_arn" {
  description = "Role in the new account that provider aws.account assumes."
  value       = local.access_role_arn
}

output "budget_name" {
  description = "Name of the new account's budget."
  value       = aws_budgets_budget.account.name
}

output "config_rule_names" {
  description = "Config rules of the new account's security baseline."
  value       = module.security_baseline.config_rule_names
}

output "scp_denials_proved" {
  description = "true: the SCP documents given deny what the baseline asks; false: none were given."
  value       = module.security_baseline.scp_denials_proved
}
