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

# Two workload segments, a registry and logging VPC that both reach, on-premises for production only, one central egress.
module "transit_network" {
  source = "../.."

  name_prefix     = "MM-shared-use1"
  common_tags     = local.common_tags
  description     = "Production transit of us-east-1"
  amazon_side_asn = 64520

  share_principals = {
    prod    = "arn:aws:organizations::111111111111:ou/o-exampleorgid/ou-ab12-11111111"
    nonprod = "arn:aws:organizations::111111111111:ou/o-exampleorgid/ou-ab12-22222222"
  }

  segments = {
    prod     = { may_reach = ["services", "onprem", "egress"] }
    nonprod  = { may_reach = ["services"] }
    services = { shared = true }
    onprem   = { shared = true }
    egress   = { shared = true }
  }

  attachments = {
    product-a = { segment = "prod", attachment_id = "tgw-attach-0aaaaaaaaaaaaaaa1" }
    product-b = { segment = "prod", attachment_id = "tgw-attach-0aaaaaaaaaaaaaaa2" }
    test      = { segment = "nonprod", attachment_id = "tgw-attach-0aaaaaaaaaaaaaaa3" }
    registry  = { segment = "services", attachment_id = "tgw-attach-0aaaaaaaaaaaaaaa4" }
    datacenter = {
      segment    = "onprem"
      vpc_id     = "vpc-0aaaaaaaaaaaaaaa5"
      subnet_ids = ["subnet-0aaaaaaaaaaaaaa51", "subnet-0aaaaaaaaaaaaaa52"]
    }
    egress = {
      segment       = "egress"
      vpc_id        = "vpc-0aaaaaaaaaaaaaaa6"
      subnet_ids    = ["subnet-0aaaaaaaaaaaaaa61", "subnet-0aaaaaaaaaaaaaa62"]
      default_route = true
    }
  }
}

output "reachability" {
  description = "Segments that each segment reaches."
  value       = module.transit_network.reachability
}

output "attachment_reachability" {
  description = "Attachments that each attachment reaches."
  value       = module.transit_network.attachment_reachability
}
