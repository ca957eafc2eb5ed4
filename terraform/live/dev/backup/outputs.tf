output "vault_name" {
  description = "Name of the vault."
  value       = module.backup.vault_name
}

output "dr_vault_arn" {
  description = "ARN of the vault in the second Region; null without copies."
  value       = module.backup.dr_vault_arn
}

output "plan_id" {
  description = "Id of the backup plan."
  value       = module.backup.plan_id
}

output "role_arn" {
  description = "Role that AWS Backup assumes to back up and to restore."
  value       = module.backup.role_arn
}
