# account: Prod
resource "aws_backup_vault" "pass_core" {
  name = "MM-prod-use1-vault-core"
}

resource "aws_backup_vault_lock_configuration" "pass_core" {
  backup_vault_name  = aws_backup_vault.pass_core.name
  min_retention_days = 30
  max_retention_days = 90
}

resource "aws_backup_vault" "fail_open" {
  name = "MM-prod-use1-vault-open"
}

resource "aws_backup_vault" "pass_each" {
  for_each = toset(["a"])

  name = "MM-prod-use1-vault-${each.key}"
}

resource "aws_backup_vault" "fail_each" {
  for_each = toset(["b"])

  name = "MM-prod-use1-vault-${each.key}"
}

resource "aws_backup_vault_lock_configuration" "fail_short" {
  for_each = toset(["a"])

  backup_vault_name  = aws_backup_vault.pass_each[each.key].name
  min_retention_days = 1
  max_retention_days = 90
}

resource "aws_backup_vault_lock_configuration" "fail_no_maximum" {
  backup_vault_name  = "MM-prod-use1-vault-old"
  min_retention_days = 30
}

resource "aws_ssm_parameter" "days" {
  name           = "/backup/days"
  type           = "String"
  insecure_value = "30"
}

resource "aws_backup_vault_lock_configuration" "unknown_days" {
  backup_vault_name  = "MM-prod-use1-vault-older"
  min_retention_days = aws_ssm_parameter.days.version
  max_retention_days = 90
}
