data "aws_partition" "current" {}

locals {
  common_tags = merge(var.common_tags, { Module = "account-factory" })

  access_role_arn = "arn:${data.aws_partition.current.partition}:iam::${aws_organizations_account.this.id}:role/${var.access_role_name}"
}

resource "aws_organizations_account" "this" {
  name                       = var.account_name
  email                      = var.account_email
  parent_id                  = var.ou_id
  role_name                  = var.access_role_name
  close_on_deletion          = false
  iam_user_access_to_billing = "DENY"

  tags = merge(local.common_tags, { Name = var.account_name })

  lifecycle {
    prevent_destroy = true

    # AWS never returns either of them, so an imported account would be replaced because of them.
    ignore_changes = [role_name, iam_user_access_to_billing]
  }
}

# In the account itself, through its own provider.
module "account_baseline" {
  source = "../account-baseline"

  providers = {
    aws = aws.account
  }

  name_prefix        = var.name_prefix
  common_tags        = var.common_tags
  account_id         = aws_organizations_account.this.id
  enable_config      = var.enable_config
  config_bucket_name = var.config_bucket_name
  config_kms_key_arn = var.cloudtrail_kms_key
  enable_guardduty   = var.enable_guardduty && !var.guardduty_by_organization
}

module "security_baseline" {
  source = "../security-baseline"

  providers = {
    aws = aws.account
  }

  name_prefix             = var.name_prefix
  common_tags             = var.common_tags
  account_id              = aws_organizations_account.this.id
  cloudtrail_s3_bucket    = var.cloudtrail_s3_bucket
  cloudtrail_kms_key      = var.cloudtrail_kms_key
  guardduty_detector      = null
  profile                 = var.security_baseline
  enable_config_rules     = var.enable_config
  config_recorder_name    = module.account_baseline.config_recorder_name
  enable_cloudtrail       = var.enable_cloudtrail
  organization_trail_arn  = var.organization_trail_arn
  security_event_bus_arn  = var.security_event_bus_arn
  effective_scp_documents = var.effective_scp_documents
}
