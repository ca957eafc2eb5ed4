# The vault in the DR Region that every recovery point is copied to (row A40).
resource "aws_backup_vault" "dr" {
  provider = aws.dr
  count    = var.dr_copy_enabled ? 1 : 0

  name        = "${var.dr_name_prefix}-vault-core"
  kms_key_arn = one(aws_kms_key.dr[*].arn)
  tags        = merge(local.common_tags, { Name = "${var.dr_name_prefix}-vault-core" })
}

resource "aws_backup_vault_lock_configuration" "dr" {
  provider = aws.dr
  count    = var.dr_copy_enabled && var.vault_lock != null ? 1 : 0

  backup_vault_name   = aws_backup_vault.dr[0].name
  min_retention_days  = var.vault_lock.min_retention_days
  max_retention_days  = var.vault_lock.max_retention_days
  changeable_for_days = var.vault_lock.changeable_for_days
}

resource "aws_backup_vault_policy" "dr" {
  provider = aws.dr
  count    = var.dr_copy_enabled && length(var.deletion_role_arns) > 0 ? 1 : 0

  backup_vault_name = aws_backup_vault.dr[0].name
  policy            = data.aws_iam_policy_document.vault.json
}
