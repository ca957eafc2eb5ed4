terraform {
  backend "s3" {
    key = "networking/dev/dev/terraform.tfstate"
  }
}

provider "aws" {
  alias  = "fail_plain"
  region = "us-east-1"
}

resource "aws_sqs_queue" "jobs" {
  provider = aws.fail_plain

  name = "MM-dev-use1-sqs-jobs"
}
