# What is tagged for backup is backed up daily and weekly, and copied to the second Region.
module "backup" {
  source = "../../../modules/backup"

  providers = {
    aws    = aws
    aws.dr = aws.dr
  }

  name_prefix           = var.name_prefix
  common_tags           = var.common_tags
  account_id            = var.account_id
  daily_retention_days  = var.daily_retention_days
  weekly_retention_days = var.weekly_retention_days
  schedule_timezone     = var.schedule_timezone
  selection_tag         = var.selection_tag
  dr_copy_enabled       = var.dr_copy_enabled
  dr_name_prefix        = var.dr_name_prefix
  vault_lock            = var.vault_lock
  deletion_role_arns    = var.deletion_role_arns
}
