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

provider "aws" {
  alias                       = "replica"
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
    Project            = "ml-infra"
    Environment        = "dev"
    Owner              = "platform"
    CostCenter         = "1000"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Account            = "Dev"
    DataClassification = "internal"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "terraform"
  }
}

# A member account: OIDC provider, two roles, boundary; its state lies in the management account.
module "bootstrap" {
  source = "../.."

  providers = {
    aws         = aws
    aws.replica = aws.replica
  }

  name_prefix = "MM-dev-use1"
  common_tags = local.common_tags
  account_id  = "222222222222"

  github_oidc = {
    plan_subjects  = ["repo:example/ml-infra:*"]
    apply_subjects = ["repo:example/ml-infra:ref:refs/heads/main"]
  }

  plan_role  = { name = "MM-github-actions-plan" }
  apply_role = { name = "MM-github-actions-apply", services = ["ec2", "iam", "logs", "s3"] }

  state_access = {
    bucket = "mm-terraform-state"
    keys   = ["*/dev/dev/terraform.tfstate"]
  }
}

output "apply_role_arn" {
  description = "Role of the apply job."
  value       = module.bootstrap.apply_role_arn
}
