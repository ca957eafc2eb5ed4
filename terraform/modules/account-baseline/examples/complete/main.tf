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

provider "aws" {
  alias                       = "dr"
  region                      = "us-west-2"
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

# An account on its own, before any organization trail or GuardDuty administrator: it keeps both itself.
module "account_baseline" {
  source = "../.."

  name_prefix = "MM-prod-use1"
  common_tags = local.common_tags
  account_id  = "333333333333"

  password_policy    = { minimum_length = 16, reuse_prevention = 24, max_age_days = 60 }
  account_alias      = "mm-prod"
  metadata_hop_limit = 1

  security_contact = {
    name  = "Security Team"
    title = "Security"
    email = "security@example.com"
    phone = "+15550100"
  }

  config_bucket_name        = "mm-org-config"
  config_kms_key_arn        = "arn:aws:kms:us-east-1:111111111111:key/12345678-1234-1234-1234-123456789012"
  config_delivery_frequency = "Six_Hours"

  enable_guardduty     = true
  enable_trail         = true
  trail_bucket_name    = "mm-prod-use1-cloudtrail-core"
  trail_retention_days = 365
}

# The second region gets what is regional; IAM and S3 account settings already hold.
module "account_baseline_dr" {
  source = "../.."

  providers = {
    aws = aws.dr
  }

  name_prefix        = "MM-prod-usw2"
  common_tags        = local.common_tags
  account_id         = "333333333333"
  account_wide       = false
  config_bucket_name = "mm-org-config"
  config_kms_key_arn = "arn:aws:kms:us-east-1:111111111111:key/12345678-1234-1234-1234-123456789012"
  enable_guardduty   = true
}

output "config_roles" {
  description = "Roles of the recorders, one a region."
  value       = [module.account_baseline.config_role_arn, module.account_baseline_dr.config_role_arn]
}
