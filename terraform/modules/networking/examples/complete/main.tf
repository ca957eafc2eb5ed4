# Prod on top of the network module: all seven interface endpoints in both zones, a router that never sleeps.
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

locals {
  common_tags = {
    Project            = "ml-platform"
    Environment        = "prod"
    Owner              = "platform"
    CostCenter         = "2000"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Module             = "networking"
    Account            = "Prod"
    DataClassification = "confidential"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "pipeline"
  }
}

module "network" {
  source = "../../../network"

  name_prefix              = "MM-prod-use1"
  common_tags              = local.common_tags
  account_id               = "333333333333"
  region                   = "us-east-1"
  cidr                     = "10.2.0.0/16"
  public_subnets           = ["10.2.0.0/24", "10.2.1.0/24"]
  private_subnets          = ["10.2.10.0/24", "10.2.11.0/24"]
  reserved_from            = "10.2.20.0/24"
  nat                      = "gateway-per-az"
  flow_logs_retention_days = 90
}

module "networking" {
  source = "../../"

  name_prefix     = "MM-prod-use1"
  common_tags     = local.common_tags
  account_id      = "333333333333"
  region          = "us-east-1"
  organization_id = "o-a1b2c3d4e5"

  vpc_id                  = module.network.vpc_id
  vpc_cidr                = module.network.vpc_cidr
  private_subnet_ids      = module.network.private_subnet_ids
  private_subnet_cidrs    = module.network.private_subnet_cidrs
  private_route_table_ids = module.network.private_route_table_ids

  gateway_endpoints   = ["s3", "dynamodb"]
  interface_endpoints = ["ecr.api", "ecr.dkr", "sts", "logs", "secretsmanager", "eks", "eks-auth"]
  service_bucket_arns = ["arn:aws:s3:::amazon-ssm-us-east-1"]
  image_account_ids   = ["602401143452"]

  router_ami_id        = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
  router_instance_type = "t3.micro"
  router_tag           = "tag:prod-router"
  acl_sources          = ["group:platform"]
  secret_kms_key_arn   = "arn:aws:kms:us-east-1:333333333333:key/mrk-55555555666666667777777788888888"
  secret_recovery_days = 30
}

output "tailscale_acl" {
  description = "Tailscale policy file."
  value       = module.networking.tailscale_acl
}
