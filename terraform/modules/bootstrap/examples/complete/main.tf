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
    Environment        = "mgmt"
    Owner              = "platform"
    CostCenter         = "1000"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Account            = "Management"
    DataClassification = "internal"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "terraform"
  }
}

# The account that owns the state: bucket, replica, lock table, both OIDC providers, and keys for three accounts and two products.
module "bootstrap" {
  source = "../.."

  providers = {
    aws         = aws
    aws.replica = aws.replica
  }

  name_prefix = "MM-mgmt-use1"
  common_tags = local.common_tags
  account_id  = "111111111111"

  github_oidc = {
    plan_subjects  = ["repo:example/ml-infra:*"]
    apply_subjects = ["repo:example/ml-infra:ref:refs/heads/main"]
  }

  gitlab_oidc = {
    plan_subjects  = ["project_path:example/infrastructure:*"]
    apply_subjects = ["project_path:example/infrastructure:ref_type:branch:ref:main"]
  }

  plan_role = { name = "MM-github-actions-plan" }
  apply_role = {
    name             = "MM-github-actions-apply"
    services         = ["budgets", "ce", "cloudtrail", "config", "guardduty", "iam", "organizations", "s3", "securityhub", "sns", "sso"]
    require_boundary = true
  }

  state_access = {
    bucket         = "mm-terraform-state"
    keys           = ["*/management/mgmt/terraform.tfstate"]
    lock_table_arn = "arn:aws:dynamodb:us-east-1:111111111111:table/MM-terraform-lock"
    kms_key_arn    = "arn:aws:kms:us-east-1:111111111111:key/mrk-11111111222222223333333344444444"
  }

  state = {
    bucket              = "mm-terraform-state"
    organization_id     = "o-exampleorgid"
    kms_key_arn         = "arn:aws:kms:us-east-1:111111111111:key/mrk-11111111222222223333333344444444"
    replica_kms_key_arn = "arn:aws:kms:us-west-2:111111111111:key/mrk-11111111222222223333333344444444"
    lock_table          = "MM-terraform-lock"
    administrators      = ["arn:aws:iam::111111111111:role/guardrails/MM-break-glass"]

    access = {
      management = {
        keys            = ["*/management/mgmt/terraform.tfstate"]
        plan_role_arns  = ["arn:aws:iam::111111111111:role/guardrails/MM-github-actions-plan"]
        apply_role_arns = ["arn:aws:iam::111111111111:role/guardrails/MM-github-actions-apply"]
      }
      dev = {
        keys            = ["*/dev/dev/terraform.tfstate"]
        plan_role_arns  = ["arn:aws:iam::222222222222:role/guardrails/MM-github-actions-plan"]
        apply_role_arns = ["arn:aws:iam::222222222222:role/guardrails/MM-github-actions-apply"]
      }
      prod = {
        keys            = ["*/prod/prod/terraform.tfstate"]
        plan_role_arns  = ["arn:aws:iam::333333333333:role/guardrails/MM-github-actions-plan"]
        apply_role_arns = ["arn:aws:iam::333333333333:role/guardrails/MM-github-actions-apply"]
      }
      product-a = {
        keys            = ["workloads/product-a/prod/terraform.tfstate"]
        apply_role_arns = ["arn:aws:iam::333333333333:role/guardrails/product-a-apply"]
      }
      product-b = {
        keys            = ["workloads/product-b/prod/terraform.tfstate"]
        apply_role_arns = ["arn:aws:iam::333333333333:role/guardrails/product-b-apply"]
      }
    }
  }
}

output "backend" {
  description = "Values of every backend.hcl."
  value       = module.bootstrap.backend
}
