# Prod: a month and three months, customer keys, a governance lock, and a copy of everything in us-west-2.
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

provider "aws" {
  alias  = "dr"
  region = "us-west-2"

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
    Environment        = "prod"
    Owner              = "platform"
    CostCenter         = "ml-platform"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Account            = "Prod"
    DataClassification = "internal"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "pipeline"
  }
}

module "backup" {
  source = "../.."

  providers = {
    aws    = aws
    aws.dr = aws.dr
  }

  name_prefix           = "MM-prod-use1"
  common_tags           = local.common_tags
  account_id            = "333333333333"
  daily_retention_days  = 30
  weekly_retention_days = 90
  kms_key_kind          = "customer"

  dr_copy_enabled = true
  dr_name_prefix  = "MM-prod-usw2"

  vault_lock = {
    min_retention_days = 7
    max_retention_days = 365
  }

  deletion_role_arns     = ["arn:aws:iam::*:role/guardrails/MM-github-actions-apply"]
  notification_topic_arn = "arn:aws:sns:us-east-1:333333333333:MM-prod-use1-topic-backup"

  region_opt_in = {
    DynamoDB = true
    EBS      = true
    EC2      = true
    EFS      = true
    RDS      = true
    S3       = true
  }
}
