# Nobody says for which account this is; tags say it of the vault.
resource "aws_backup_vault" "dev" {
  name = "MM-dev-use1-vault-core"
  tags = { Environment = "dev" }
}

resource "aws_backup_vault" "unknown_account" {
  name = "MM-use1-vault-core"
}

resource "aws_backup_vault_lock_configuration" "fail_short" {
  backup_vault_name  = aws_backup_vault.dev.name
  min_retention_days = 1
}

resource "aws_backup_vault_lock_configuration" "pass_longer" {
  backup_vault_name  = "MM-dev-use1-vault-old"
  min_retention_days = 7
}
