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
    Environment        = "dev"
    Owner              = "platform"
    CostCenter         = "platform"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Account            = "Dev"
    DataClassification = "internal"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "terraform"
  }
}

locals {
  # The SCPs at the root of the reference organization, as `guardrails render` writes them.
  rendered = "${path.module}/../../../../../scps/rendered"
}

module "security_baseline" {
  source = "../.."

  name_prefix          = "MM-dev-use1"
  common_tags          = local.common_tags
  account_id           = "222222222222"
  cloudtrail_s3_bucket = "mm-org-cloudtrail"
  cloudtrail_kms_key   = "arn:aws:kms:us-east-1:111111111111:key/12345678-1234-1234-1234-123456789012"
  guardduty_detector   = null

  effective_scp_documents = [
    for name in ["org-boundary", "self-protection", "audit-trail", "threat-detection"] : file("${local.rendered}/${name}.json")
  ]
}
