terraform {
  backend "s3" {}
}

provider "aws" {
  alias  = "fail_workspace"
  region = "us-east-1"
}

locals {
  environment = terraform.workspace
}

resource "aws_sqs_queue" "jobs" {
  provider = aws.fail_workspace

  name = "MM-dev-use1-sqs-jobs"
}
