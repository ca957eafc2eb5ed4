data "aws_partition" "current" {}

locals {
  common_tags = merge(var.common_tags, { Module = "account-baseline" })
  partition   = data.aws_partition.current.partition

  # Once per account, not once per region.
  once = var.account_wide ? 1 : 0
}

# Nobody should have a password (requirement A11); whoever gets one by exception gets a good one.
resource "aws_iam_account_password_policy" "this" {
  count = local.once

  minimum_password_length        = var.password_policy.minimum_length
  password_reuse_prevention      = var.password_policy.reuse_prevention
  max_password_age               = var.password_policy.max_age_days
  require_lowercase_characters   = true
  require_uppercase_characters   = true
  require_numbers                = true
  require_symbols                = true
  allow_users_to_change_password = true
  hard_expiry                    = false
}

resource "aws_s3_account_public_access_block" "this" {
  count = local.once

  account_id              = var.account_id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_iam_account_alias" "this" {
  count = var.account_wide && var.account_alias != null ? 1 : 0

  account_alias = var.account_alias
}

resource "aws_account_alternate_contact" "security" {
  count = var.account_wide && var.security_contact != null ? 1 : 0

  alternate_contact_type = "SECURITY"
  name                   = var.security_contact.name
  title                  = var.security_contact.title
  email_address          = var.security_contact.email
  phone_number           = var.security_contact.phone
}

# The defaults from here on are regional.
resource "aws_ebs_encryption_by_default" "this" {
  enabled = true
}

resource "aws_ec2_instance_metadata_defaults" "this" {
  http_endpoint               = "enabled"
  http_tokens                 = "required"
  http_put_response_hop_limit = var.metadata_hop_limit
  instance_metadata_tags      = "disabled"
}

resource "aws_ebs_snapshot_block_public_access" "this" {
  state = "block-all-sharing"
}

resource "aws_ec2_image_block_public_access" "this" {
  state = "block-new-sharing"
}

# Only where no organization administrator enrolls the account: a second detector in a region is an error.
resource "aws_guardduty_detector" "this" {
  count = var.enable_guardduty ? 1 : 0

  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"
  tags                         = merge(local.common_tags, { Name = "${var.name_prefix}-guardduty" })
}

resource "aws_guardduty_detector_feature" "this" {
  for_each = var.enable_guardduty ? toset(["S3_DATA_EVENTS", "EKS_AUDIT_LOGS"]) : toset([])

  detector_id = aws_guardduty_detector.this[0].id
  name        = each.key
  status      = "ENABLED"
}
