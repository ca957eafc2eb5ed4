# Dev: five interface endpoints in one zone, a router that sleeps at night. The VPC exists already.
terraform {
  required_version = ">= 1.11, < 2.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 6.0"
    }
  }
}

# Plans without an account and without a network; leave these flags out where you apply.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  skip_region_validation      = true
}

module "networking" {
  source = "../../"

  name_prefix = "MM-dev-use1"
  account_id  = "222222222222"
  region      = "us-east-1"

  vpc_id                  = "vpc-0123456789abcdef0"
  vpc_cidr                = "10.1.0.0/16"
  private_subnet_ids      = { a = "subnet-0aaaaaaaaaaaaaaaa", b = "subnet-0bbbbbbbbbbbbbbbb" }
  private_subnet_cidrs    = { a = "10.1.10.0/24", b = "10.1.11.0/24" }
  private_route_table_ids = { shared = "rtb-0123456789abcdef0" }

  interface_endpoints = ["ecr.api", "ecr.dkr", "sts", "logs", "secretsmanager"]
  endpoint_zones      = 1

  router_ami_id             = "ami-0123456789abcdef0"
  router_schedule_enabled   = true
  router_schedule_time_zone = "America/New_York"

  common_tags = {
    Project            = "ml-platform"
    Environment        = "dev"
    Owner              = "platform"
    CostCenter         = "1000"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Module             = "networking"
    Account            = "Dev"
    DataClassification = "internal"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "pipeline"
  }
}

output "tailscale_acl" {
  description = "Tailscale policy file."
  value       = module.networking.tailscale_acl
}
