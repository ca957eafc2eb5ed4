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

# A live root assumes the new role here instead: assume_role { role_arn = module.account.access_role_arn }.
provider "aws" {
  alias                       = "account"
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
    Account            = "product-a-dev"
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

module "account" {
  source = "../.."

  providers = {
    aws         = aws
    aws.account = aws.account
  }

  name_prefix = "MM-dev-use1"
  common_tags = local.common_tags

  account_name      = "product-a-dev"
  account_email     = "aws+product-a-dev@example.com"
  ou_id             = "ou-ab12-cdef3456"
  enable_guardduty  = true
  enable_config     = true
  enable_cloudtrail = false
  security_baseline = "standard-plus"
  budget_limit_usd  = 250
  alert_email       = "ops@example.com"

  exceptions = { enable_cloudtrail = "EX-7" }

  access_role_name          = "AWSControlTowerExecution"
  guardduty_by_organization = false
  config_bucket_name        = "mm-org-config"
  cloudtrail_s3_bucket      = "mm-org-cloudtrail"
  cloudtrail_kms_key        = "arn:aws:kms:us-east-1:111111111111:key/12345678-1234-1234-1234-123456789012"
  security_event_bus_arn    = "arn:aws:events:us-east-1:111111111111:event-bus/MM-mgmt-use1-event-bus-security"

  effective_scp_documents = [
    for name in ["org-boundary", "self-protection", "audit-trail", "threat-detection"] : file("${local.rendered}/${name}.json")
  ]
}

output "account_id" {
  description = "Id of the new account."
  value       = module.account.account_id
}

output "config_rule_names" {
  description = "The eight rules of profile standard-plus."
  value       = module.account.config_rule_names
}
