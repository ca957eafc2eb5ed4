terraform {
  required_version = ">= 1.11, < 2.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 6.0"
    }
  }
}

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  skip_region_validation      = true
}

locals {
  common_tags = {
    Project            = "ml-infra"
    Environment        = "prod"
    Owner              = "platform"
    CostCenter         = "platform"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Account            = "Prod"
    DataClassification = "internal"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "terraform"
  }
}

locals {
  # The SCPs at the root of the reference organization, as `guardrails render` writes them.
  rendered = "${path.module}/../../../../../scps/rendered"
}

# Brings the recorder that the rules need, and a detector of the account's own.
module "account_baseline" {
  source = "../../../account-baseline"

  name_prefix        = "MM-prod-use1"
  common_tags        = local.common_tags
  account_id         = "333333333333"
  config_bucket_name = "mm-org-config"
  enable_guardduty   = true
}

module "security_baseline" {
  source = "../.."

  name_prefix = "MM-prod-use1"
  common_tags = local.common_tags
  account_id  = "333333333333"

  cloudtrail_s3_bucket   = "mm-org-cloudtrail"
  cloudtrail_kms_key     = "arn:aws:kms:us-east-1:111111111111:key/12345678-1234-1234-1234-123456789012"
  organization_trail_arn = "arn:aws:cloudtrail:us-east-1:111111111111:trail/MM-mgmt-use1-cloudtrail-org"
  guardduty_detector     = module.account_baseline.guardduty_detector_id
  security_event_bus_arn = "arn:aws:events:us-east-1:111111111111:event-bus/MM-mgmt-use1-event-bus-security"

  profile              = "standard-plus"
  config_recorder_name = module.account_baseline.config_recorder_name

  config_rules = [
    "s3-bucket-server-side-encryption-enabled",
    "ec2-security-group-attached-to-eni",
    "iam-user-no-policies-check",
    "root-account-mfa-enabled",
    "restricted-ssh",
  ]

  scp_deny_actions = [
    "cloudtrail:StopLogging",
    "cloudtrail:DeleteTrail",
    "guardduty:DeleteDetector",
    "organizations:LeaveOrganization",
  ]

  effective_scp_documents = [
    for name in ["org-boundary", "self-protection", "audit-trail", "threat-detection"] : file("${local.rendered}/${name}.json")
  ]
}

output "scp_denials_proved" {
  description = "true: the rendered SCPs deny every action of scp_deny_actions."
  value       = module.security_baseline.scp_denials_proved
}

output "config_rule_names" {
  description = "The eight rules of profile standard-plus."
  value       = module.security_baseline.config_rule_names
}
