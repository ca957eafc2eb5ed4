data "aws_partition" "current" {}

locals {
  common_tags = merge(var.common_tags, { Module = "security-services" })
  partition   = data.aws_partition.current.partition

  # The management account owns the organization trail even when a delegated account creates it.
  trail_name = "${var.name_prefix}-cloudtrail-org"
  trail_arn  = "arn:${local.partition}:cloudtrail:${var.home_region}:${var.management_account_id}:trail/${local.trail_name}"

  log_buckets = {
    trail  = { name = var.trail_bucket_name, retention_days = var.trail_retention_days }
    config = { name = var.config_bucket_name, retention_days = var.config_retention_days }
  }

  guardduty_features = toset(["S3_DATA_EVENTS", "EKS_AUDIT_LOGS"])

  # Flat: rule name -> identifier and parameters; the topics stay in the variable and an output.
  organization_config_rules = merge(values(var.config_rules)...)
  dr_config_rules           = merge([for topic, rules in var.config_rules : rules if topic != "iam-hygiene"]...)
}

# In the management account only. Where another account administers, the management account calls ./designation itself.
module "designation" {
  source = "./designation"
  count  = var.organization_admin_account_id == null ? 0 : 1

  providers = {
    aws    = aws
    aws.dr = aws.dr
  }

  admin_account_id = var.organization_admin_account_id

  # Designating an account without a detector would make GuardDuty create one behind Terraform's back.
  depends_on = [
    aws_guardduty_detector.home, aws_guardduty_detector.dr, aws_securityhub_account.home, aws_securityhub_account.dr,
  ]
}
