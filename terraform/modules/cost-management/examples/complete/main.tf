# The three accounts of the reference organization, a monitor that AWS already made, and cost allocation tags.
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

  name_prefix               = "MM-mgmt-use1"
  common_tags               = local.common_tags
  account_id                = "111111111111"
  alert_emails              = ["finops@example.com", "platform@example.com"]
  subscribe_emails_to_topic = false

  budgets = {
    Management = { account_id = "111111111111", limit_usd = 200 }
    Dev        = { account_id = "222222222222", limit_usd = 100 }
    Prod       = { account_id = "333333333333", limit_usd = 500 }
  }

  existing_service_monitor_arn = "arn:aws:ce::111111111111:anomalymonitor/11111111-2222-3333-4444-555555555555"
  cost_allocation_tags         = ["CostCenter", "Environment", "Project"]
}
