# The provider that all plans and tests are made with. `terraform init` here gives a plugin folder:
#   terraform -chdir=tests/terraform/provider init
#   export GUARDRAILS_TERRAFORM_PLUGINS="$PWD/tests/terraform/provider/.terraform/providers"
terraform {
  required_version = ">= 1.11, < 2.0"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}
