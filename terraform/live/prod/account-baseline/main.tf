# What holds in the account before any workload does: defaults, recorder, rules, and findings on their way out.
locals {
  rendered = "${path.module}/../../../../scps/rendered"
}

module "account_baseline" {
  source = "../../../modules/account-baseline"

  name_prefix        = var.name_prefix
  common_tags        = var.common_tags
  account_id         = var.account_id
  security_contact   = var.security_contact
  config_bucket_name = var.config_bucket_name
  config_kms_key_arn = var.log_key_arn
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
  config_bucket_name = var.config_bucket_name
  config_kms_key_arn = var.log_key_arn
}

module "security_baseline" {
  source = "../../../modules/security-baseline"

  name_prefix             = var.name_prefix
  common_tags             = var.common_tags
  account_id              = var.account_id
  cloudtrail_s3_bucket    = var.trail_bucket_name
  cloudtrail_kms_key      = var.log_key_arn
  guardduty_detector      = module.account_baseline.guardduty_detector_id
  profile                 = var.security_profile
  config_recorder_name    = module.account_baseline.config_recorder_name
  organization_trail_arn  = var.organization_trail_arn
  security_event_bus_arn  = var.security_event_bus_arn
  effective_scp_documents = [for slug in var.effective_scps : file("${local.rendered}/${slug}.json")]
}

# The second Region's events reach nobody by themselves: what its root user does, what its detector finds, and what its
# rules say. IAM is recorded in the home Region, and its rules are there alone.
module "security_baseline_dr" {
  source = "../../../modules/security-baseline"

  providers = {
    aws = aws.dr
  }

  name_prefix          = var.dr_name_prefix
  common_tags          = var.common_tags
  account_id           = var.account_id
  cloudtrail_s3_bucket = var.trail_bucket_name
  cloudtrail_kms_key   = var.log_key_arn
  enable_cloudtrail    = false
  guardduty_detector   = module.account_baseline_dr.guardduty_detector_id
  config_recorder_name = module.account_baseline_dr.config_recorder_name
  config_rules = [
    "ec2-security-group-attached-to-eni",
    "restricted-ssh",
    "s3-bucket-server-side-encryption-enabled",
    "vpc-sg-open-only-to-authorized-ports",
  ]
  security_event_bus_arn  = var.security_event_bus_arn
  effective_scp_documents = [for slug in var.effective_scps : file("${local.rendered}/${slug}.json")]
}
