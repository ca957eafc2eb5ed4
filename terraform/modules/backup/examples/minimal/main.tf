# Dev: daily backups for a week, weekly ones for a month, the AWS-managed key, no copy.
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
  region = "us-east-1"

  # For a plan without credentials; leave these lines out to apply.
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

locals {
  common_tags = {
    Project            = "startup-ml"
    Environment        = "dev"
    Owner              = "platform"
    CostCenter         = "ml-platform"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Account            = "Dev"
    DataClassification = "internal"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "pipeline"
  }
}

module "backup" {
  source = "../.."

  # Without a copy the second Region is never used; the same provider serves.
  providers = {
    aws    = aws
    aws.dr = aws
  }

  name_prefix           = "MM-dev-use1"
  common_tags           = local.common_tags
  account_id            = "222222222222"
  daily_retention_days  = 7
  weekly_retention_days = 30
}
