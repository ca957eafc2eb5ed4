data "aws_partition" "current" {}

locals {
  common_tags = merge(var.common_tags, { Module = "security-baseline" })
  partition   = data.aws_partition.current.partition

  # Every rule this module can make: name -> identifier and parameters.
  rule_catalog = {
    s3-bucket-server-side-encryption-enabled = { identifier = "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED", parameters = {} }
    ec2-security-group-attached-to-eni       = { identifier = "EC2_SECURITY_GROUP_ATTACHED_TO_ENI", parameters = {} }
    iam-user-no-policies-check               = { identifier = "IAM_USER_NO_POLICIES_CHECK", parameters = {} }
    root-account-mfa-enabled                 = { identifier = "ROOT_ACCOUNT_MFA_ENABLED", parameters = {} }
    restricted-ssh                           = { identifier = "INCOMING_SSH_DISABLED", parameters = {} }
    iam-user-unused-credentials-check        = { identifier = "IAM_USER_UNUSED_CREDENTIALS_CHECK", parameters = { maxCredentialUsageAge = "90" } }
    vpc-sg-open-only-to-authorized-ports     = { identifier = "VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS", parameters = { authorizedTcpPorts = "443" } }
    iam-root-access-key-check                = { identifier = "IAM_ROOT_ACCESS_KEY_CHECK", parameters = {} }
  }

  # The five rules of "standard" do not keep the promises of requirement E10; these three do, and root usage is an event rule.
  profile_rules = {
    standard      = []
    standard-plus = ["iam-user-unused-credentials-check", "vpc-sg-open-only-to-authorized-ports", "iam-root-access-key-check"]
  }

  rules = var.enable_config_rules ? setunion(var.config_rules, local.profile_rules[var.profile]) : toset([])
}

resource "aws_config_config_rule" "this" {
  for_each = { for name in local.rules : name => local.rule_catalog[name] }

  name             = each.key
  input_parameters = length(each.value.parameters) > 0 ? jsonencode(each.value.parameters) : null

  source {
    owner             = "AWS"
    source_identifier = each.value.identifier
  }

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-config-rule-${each.key}" })

  # Config refuses rules until the account's recorder runs, and no argument of a rule names the recorder.
  depends_on = [var.config_recorder_name]
}

resource "aws_guardduty_detector_feature" "this" {
  for_each = var.enable_detector_features ? toset(["S3_DATA_EVENTS", "EKS_AUDIT_LOGS"]) : toset([])

  detector_id = var.guardduty_detector
  name        = each.key
  status      = "ENABLED"
}

# The account's calls go to the central bucket: by the organization trail where there is one, else by this trail.
resource "aws_cloudtrail" "account" {
  for_each = var.enable_cloudtrail && var.organization_trail_arn == null ? toset(["core"]) : toset([])

  name                          = "${var.name_prefix}-cloudtrail-${each.key}"
  s3_bucket_name                = var.cloudtrail_s3_bucket
  kms_key_id                    = var.cloudtrail_kms_key
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
  enable_logging                = true

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-cloudtrail-${each.key}" })
}
