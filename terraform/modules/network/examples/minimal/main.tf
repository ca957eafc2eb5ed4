# The dev VPC: two zones, one NAT instance.
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

module "network" {
  source = "../../"

  name_prefix = "MM-dev-use1"
  account_id  = "222222222222"
  region      = "us-east-1"

  cidr            = "10.1.0.0/16"
  public_subnets  = ["10.1.0.0/24", "10.1.1.0/24"]
  private_subnets = ["10.1.10.0/24", "10.1.11.0/24"]
  reserved_from   = "10.1.20.0/24"

  nat                      = "instance"
  nat_ami_id               = "ami-0123456789abcdef0"
  flow_logs_retention_days = 14

  common_tags = {
    Project            = "ml-platform"
    Environment        = "dev"
    Owner              = "platform"
    CostCenter         = "1000"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Module             = "network"
    Account            = "Dev"
    DataClassification = "internal"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "pipeline"
  }
}

output "vpc_id" {
  description = "Id of the VPC."
  value       = module.network.vpc_id
}
