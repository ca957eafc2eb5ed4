terraform {
  backend "s3" {
    workspace_key_prefix = "environments"
  }
}

provider "aws" {
  alias  = "fail_prefix"
  region = "us-east-1"
}

resource "aws_sqs_queue" "jobs" {
  provider = aws.fail_prefix

  name = "MM-dev-use1-sqs-jobs"
}
