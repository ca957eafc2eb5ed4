# Portfolios with products: an account blueprint and a Studio domain, launched by a role of the member account.
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
    Environment        = "shared"
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

module "service_catalog" {
  source = "../.."

  name_prefix                 = "MM-mgmt-use1"
  common_tags                 = local.common_tags
  owner_account               = { name = "Management", id = "111111111111" }
  enable_organizations_access = true

  share_ou_arns = {
    Sandbox   = "arn:aws:organizations::111111111111:ou/o-exampleorg1/ou-exam-sandbox01"
    Workloads = "arn:aws:organizations::111111111111:ou/o-exampleorg1/ou-exam-workload1"
  }

  products = {
    team-account = {
      portfolio        = "account-vending"
      name             = "Team account"
      description      = "Account with baseline, budget and network"
      template_url     = "https://mm-mgmt-use1-blueprints.s3.us-east-1.amazonaws.com/team-account/v1.yaml"
      launch_role_name = "MM-catalog-account-vending"
      support_email    = "platform@example.com"
    }
    studio-domain = {
      portfolio        = "model-building"
      name             = "SageMaker Studio domain"
      description      = "Studio in VpcOnly mode with a customer key"
      version          = "v2"
      template_url     = "https://mm-mgmt-use1-blueprints.s3.us-east-1.amazonaws.com/studio-domain/v2.yaml"
      launch_role_name = "MM-catalog-model-building"
    }
  }

  principals = {
    data-scientists = {
      portfolio = "model-building"
      pattern   = "arn:aws:iam:::role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_DataScientist_*"
    }
  }
}
