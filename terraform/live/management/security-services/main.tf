# What watches the whole organization, and the baseline of the account that it runs in.
module "security_services" {
  source = "../../../modules/security-services"

  providers = {
    aws    = aws
    aws.dr = aws.dr
  }

  name_prefix                    = var.name_prefix
  common_tags                    = var.common_tags
  account_id                     = var.account_id
  management_account_id          = var.management_account_id
  organization_id                = var.organization_id
  delegated                      = var.account_id != var.management_account_id
  organization_admin_account_id  = var.account_id == var.management_account_id ? var.security_admin_account_id : null
  securityhub_member_account_ids = var.member_account_ids
  home_region                    = var.home_region
  dr_region                      = var.dr_region
  trail_bucket_name              = var.trail_bucket_name
  trail_retention_days           = var.trail_retention_days
  config_bucket_name             = var.config_bucket_name
  config_retention_days          = var.config_retention_days
  config_excluded_account_ids    = var.config_excluded_account_ids
  config_recorder_name           = module.account_baseline.config_recorder_name
  dr_config_recorder_name        = module.account_baseline_dr.config_recorder_name
  alert_emails                   = var.alert_emails
  guardduty_alert_severity       = var.guardduty_alert_severity
}

module "account_baseline" {
  source = "../../../modules/account-baseline"

  name_prefix        = var.name_prefix
  common_tags        = var.common_tags
  account_id         = var.account_id
  security_contact   = var.security_contact
  config_bucket_name = module.security_services.config_bucket_name
  config_kms_key_arn = module.security_services.log_key_arn
}

module "account_baseline_dr" {
  source = "../../../modules/account-baseline"

  providers = {
    aws = aws.dr
  }

  name_prefix        = var.dr_name_prefix
  common_tags        = var.common_tags
  account_id         = var.account_id
  account_wide       = false
  config_bucket_name = module.security_services.config_bucket_name
  config_kms_key_arn = module.security_services.log_key_arn
}
