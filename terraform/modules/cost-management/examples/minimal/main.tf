# One account, one address, all else as the landing zone has it.
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
    Environment        = "mgmt"
    Owner              = "platform"
    CostCenter         = "ml-platform"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Account            = "Management"
    DataClassification = "internal"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "pipeline"
  }
}

module "cost_management" {
  source = "../.."

  name_prefix  = "MM-mgmt-use1"
  common_tags  = local.common_tags
  account_id   = "111111111111"
  alert_emails = ["finops@example.com"]

  budgets = {
    Dev = { account_id = "222222222222", limit_usd = 100 }
  }
}
