# The access matrix of the reference organization; the group of developers comes from an external identity provider.
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

locals {
  management = "111111111111"
  dev        = "222222222222"
  prod       = "333333333333"
}

module "identity" {
  source = "../.."

  name_prefix       = "MM-mgmt-use1"
  common_tags       = local.common_tags
  instance_arn      = "arn:aws:sso:::instance/ssoins-1111111111111111"
  identity_store_id = "d-1111111111"

  groups = {
    PlatformEngineers = { description = "Operate the platform" }
    Developers        = { group_id = "11111111-2222-3333-4444-555555555555" }
    Auditors          = { description = "Read evidence" }
  }

  permission_sets = {
    AdministratorAccess = {
      session_duration    = "PT4H"
      managed_policy_arns = ["arn:aws:iam::aws:policy/AdministratorAccess"]
    }
    DeveloperAccess = {
      description         = "Everything but identity, the organization and billing"
      inline_policy       = file("${path.module}/../../../../../scps/identity/developer.json")
      boundary_policy_arn = "arn:aws:iam::aws:policy/PowerUserAccess"
    }
    ReadOnlyAccess = {
      managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
    }
  }

  assignments = [
    {
      group          = "PlatformEngineers"
      permission_set = "AdministratorAccess"
      account_ids    = [local.management, local.dev, local.prod]
      reason         = "operate the platform"
    },
    {
      group          = "Developers"
      permission_set = "DeveloperAccess"
      account_ids    = [local.dev]
      reason         = "build"
    },
    {
      group          = "Auditors"
      permission_set = "ReadOnlyAccess"
      account_ids    = [local.management, local.dev, local.prod]
      reason         = "evidence"
    },
  ]
}
