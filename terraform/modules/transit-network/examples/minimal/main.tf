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
    Environment        = "shared"
    Owner              = "platform"
    CostCenter         = "1000"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Account            = "Network"
    DataClassification = "internal"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "terraform"
  }
}

module "transit_network" {
  source = "../.."

  name_prefix = "MM-shared-use1"
  common_tags = local.common_tags

  share_principals = { organization = "arn:aws:organizations::111111111111:organization/o-exampleorgid" }

  segments = {
    prod     = { may_reach = ["services"] }
    services = { shared = true }
  }
}

output "reachability" {
  description = "Segments that each segment reaches; empty lists, because nothing is attached yet."
  value       = module.transit_network.reachability
}
