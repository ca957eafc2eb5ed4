# Prod: everything, with a copy in us-west-2 and image repositories.
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

module "model_platform" {
  source = "../.."

  providers = {
    aws    = aws
    aws.dr = aws.dr
  }

  name_prefix          = "MM-prod-use1"
  common_tags          = local.common_tags
  account_id           = "333333333333"
  vpc_id               = "vpc-0123456789abcdef0"
  private_subnet_cidrs = ["10.2.10.0/24", "10.2.11.0/24"]
  s3_prefix_list_id    = "pl-63a5400a"
  node_prefix          = "serving/current"

  replication_enabled = true
  dr_name_prefix      = "MM-prod-usw2"
  bucket_suffix       = "-333333333333"
  access_log_bucket   = "mm-prod-use1-logs-access"

  ecr_repositories = {
    "inference/gateway" = {}
    "inference/triton"  = { keep_images = 10 }
  }
}
