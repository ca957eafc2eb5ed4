# Documentation values and no credentials: `terraform plan` needs neither an account nor a network.
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
    Environment        = "mgmt"
    Owner              = "platform"
    CostCenter         = "1000"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Account            = "Management"
    DataClassification = "internal"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "terraform"
  }
}

# Requirement A's tree without policies: three accounts, one of them the management account, and a security account to come.
module "organization" {
  source = "../.."

  name_prefix           = "MM-mgmt-use1"
  common_tags           = local.common_tags
  management_account_id = "111111111111"

  organizational_units = {
    Workloads = {}
    Security  = {}
  }

  accounts = {
    Dev      = { email = "aws+dev@example.com", ou = "Workloads" }
    Prod     = { email = "aws+prod@example.com", ou = "Workloads" }
    Security = { email = "aws+security@example.com", ou = "Security", status = "planned" }
  }
}

output "planned_accounts" {
  description = "Accounts to come."
  value       = module.organization.planned_accounts
}
