data "aws_caller_identity" "this" {}

locals {
  account = data.aws_caller_identity.this.account_id
}

resource "aws_guardduty_detector" "this" {
  finding_publishing_frequency = var.changed ? "ONE_HOUR" : "SIX_HOURS"
}

resource "aws_guardduty_detector_feature" "this" {
  detector_id = aws_guardduty_detector.this.id
  name        = "S3_DATA_EVENTS"
  status      = var.changed ? "DISABLED" : "ENABLED"
}

resource "aws_guardduty_organization_admin_account" "this" {
  admin_account_id = local.account
  depends_on       = [aws_guardduty_detector.this] # An administrator has a detector.
}

resource "aws_guardduty_organization_configuration" "this" {
  detector_id                      = aws_guardduty_detector.this.id
  auto_enable_organization_members = var.changed ? "NEW" : "ALL"
  depends_on                       = [aws_guardduty_organization_admin_account.this]
}

resource "aws_guardduty_organization_configuration_feature" "this" {
  detector_id = aws_guardduty_detector.this.id
  name        = "EBS_MALWARE_PROTECTION"
  auto_enable = var.changed ? "NEW" : "ALL"
  depends_on  = [aws_guardduty_organization_configuration.this]
}

resource "aws_securityhub_account" "this" {
  enable_default_standards = false
  auto_enable_controls     = !var.changed
}

resource "aws_securityhub_member" "this" {
  account_id = "222222222222"
  depends_on = [aws_securityhub_account.this] # Members are the hub's.
}

resource "aws_securityhub_finding_aggregator" "this" {
  linking_mode      = var.changed ? "SPECIFIED_REGIONS" : "ALL_REGIONS"
  specified_regions = var.changed ? ["us-west-2"] : null
  depends_on        = [aws_securityhub_account.this]
}

resource "aws_securityhub_organization_admin_account" "this" {
  admin_account_id = local.account
  depends_on       = [aws_securityhub_account.this]
}

resource "aws_securityhub_organization_configuration" "this" {
  auto_enable           = var.changed
  auto_enable_standards = "NONE"
  depends_on            = [aws_securityhub_organization_admin_account.this]
}

resource "aws_s3_bucket" "logs" {
  bucket = "recording-security-${local.account}"
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["cloudtrail.amazonaws.com", "config.amazonaws.com"] }
      Action    = ["s3:GetBucketAcl", "s3:PutObject"]
      Resource  = [aws_s3_bucket.logs.arn, "${aws_s3_bucket.logs.arn}/*"]
    }]
  })
}

resource "aws_cloudtrail" "this" {
  name                       = "recording"
  s3_bucket_name             = aws_s3_bucket_policy.logs.bucket
  enable_log_file_validation = var.changed
  enable_logging             = !var.changed

  event_selector {
    read_write_type           = var.changed ? "WriteOnly" : "All"
    include_management_events = true
  }
}

resource "aws_iam_role" "config" {
  name = "recording-config"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "config.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_config_configuration_recorder" "this" {
  role_arn = aws_iam_role.config.arn

  recording_group {
    all_supported = false # moto refuses what the provider sends to change a group of all types.

    exclusion_by_resource_types {
      resource_types = var.changed ? ["AWS::EC2::Volume", "AWS::EC2::VPC"] : ["AWS::EC2::Volume"]
    }

    recording_strategy {
      use_only = "EXCLUSION_BY_RESOURCE_TYPES"
    }
  }
}

resource "aws_config_delivery_channel" "this" {
  s3_bucket_name = aws_s3_bucket_policy.logs.bucket
  depends_on     = [aws_config_configuration_recorder.this] # A channel delivers what a recorder records.

  snapshot_delivery_properties {
    delivery_frequency = var.changed ? "Six_Hours" : "One_Hour"
  }
}

resource "aws_config_configuration_recorder_status" "this" {
  name       = aws_config_configuration_recorder.this.name
  is_enabled = !var.changed
  depends_on = [aws_config_delivery_channel.this] # A recorder without a channel does not start.
}

resource "aws_config_config_rule" "this" {
  name        = "recording"
  description = var.changed ? "After" : "Before"
  depends_on  = [aws_config_configuration_recorder.this]

  source {
    owner             = "AWS"
    source_identifier = "ROOT_ACCOUNT_MFA_ENABLED"
  }
}

resource "aws_config_configuration_aggregator" "this" {
  name = "recording"

  account_aggregation_source {
    account_ids = var.changed ? ["222222222222", "333333333333"] : ["222222222222"]
    regions     = ["us-east-1"]
  }
}

resource "aws_config_organization_managed_rule" "this" {
  name            = "recording-organization"
  description     = var.changed ? "After" : "Before"
  rule_identifier = "ROOT_ACCOUNT_MFA_ENABLED"
}
