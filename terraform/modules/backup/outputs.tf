output "vault_arn" {
  description = "ARN of the vault."
  value       = aws_backup_vault.core.arn
}

output "vault_name" {
  description = "Name of the vault."
  value       = aws_backup_vault.core.name
}

output "dr_vault_arn" {
  description = "ARN of the vault in the DR Region; null without a DR copy."
  value       = one(aws_backup_vault.dr[*].arn)
}

output "plan_id" {
  description = "Id of the backup plan."
  value       = aws_backup_plan.this.id
}

output "plan_arn" {
  description = "ARN of the backup plan."
  value       = aws_backup_plan.this.arn
}

output "selection_id" {
  description = "Id of the selection by tag."
  value       = aws_backup_selection.tagged.id
}

output "role_arn" {
  description = "ARN of the role that AWS Backup assumes to back up and to restore."
  value       = aws_iam_role.backup.arn
}

output "kms_key_arn" {
  description = "ARN of the vault's customer key; null with the AWS-managed key."
  value       = one(aws_kms_key.vault[*].arn)
}

output "dr_kms_key_arn" {
  description = "ARN of the DR vault's customer key; null with the AWS-managed key or without a DR copy."
  value       = one(aws_kms_key.dr[*].arn)
}
