output "config_recorder_name" {
  description = "Name of the Config recorder."
  value       = module.account_baseline.config_recorder_name
}

output "config_rule_names" {
  description = "Names of the Config rules."
  value       = module.security_baseline.config_rule_names
}

output "scp_denials_proved" {
  description = "Whether the effective SCPs deny what the baseline demands."
  value       = module.security_baseline.scp_denials_proved
}
