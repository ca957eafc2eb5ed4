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
    Environment        = "mgmt"
    Owner              = "platform"
    CostCenter         = "platform"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Account            = "Management"
    DataClassification = "internal"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "terraform"
  }
}

module "security_services" {
  source = "../.."

  providers = {
    aws    = aws
    aws.dr = aws.dr
  }

  name_prefix           = "MM-mgmt-use1"
  common_tags           = local.common_tags
  account_id            = "111111111111"
  management_account_id = "111111111111"
  organization_id       = "o-a1b2c3d4e5"
  alert_emails          = ["security@example.com"]
  home_region           = "us-east-1"
  dr_region             = "us-west-2"
  trail_bucket_name     = "mm-org-cloudtrail"
  config_bucket_name    = "mm-org-config"
}
