# Prod with its disaster-recovery VPC: the same topology in a second Region, a gateway in every zone of both.
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
    Project            = "ml-platform"
    Environment        = "prod"
    Owner              = "platform"
    CostCenter         = "2000"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Module             = "network"
    Account            = "Prod"
    DataClassification = "confidential"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "pipeline"
  }
}

module "network" {
  source = "../../"

  name_prefix = "MM-prod-use1"
  common_tags = local.common_tags
  account_id  = "333333333333"
  region      = "us-east-1"

  cidr            = "10.2.0.0/16"
  zones           = ["a", "b"]
  public_subnets  = ["10.2.0.0/24", "10.2.1.0/24"]
  private_subnets = ["10.2.10.0/24", "10.2.11.0/24"]
  reserved_from   = "10.2.20.0/24+"

  nat                      = "gateway-per-az"
  flow_logs_retention_days = 90
  flow_logs_kms_key_arn    = "arn:aws:kms:us-east-1:333333333333:key/mrk-55555555666666667777777788888888"
  cluster_names            = ["inference"]
}

module "dr" {
  source    = "../../"
  providers = { aws = aws.dr }

  name_prefix = "MM-prod-usw2"
  common_tags = local.common_tags
  account_id  = "333333333333"
  region      = "us-west-2"

  cidr            = "10.3.0.0/16"
  zones           = ["a", "b"]
  public_subnets  = ["10.3.0.0/24", "10.3.1.0/24"]
  private_subnets = ["10.3.10.0/24", "10.3.11.0/24"]
  reserved_from   = "10.3.20.0/24+"

  nat                      = "gateway-per-az"
  flow_logs_retention_days = 90
  flow_logs_kms_key_arn    = "arn:aws:kms:us-west-2:333333333333:key/mrk-55555555666666667777777788888888"
  cluster_names            = ["inference"]
}

output "private_subnet_cidrs" {
  description = "IPv4 ranges of the private subnets of both Regions, by zone letter."
  value       = { network = module.network.private_subnet_cidrs, dr = module.dr.private_subnet_cidrs }
}
