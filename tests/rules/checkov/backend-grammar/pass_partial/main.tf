terraform {
  backend "s3" {}
}

provider "aws" {
  alias  = "pass_partial"
  region = "us-east-1"
}

resource "aws_sqs_queue" "jobs" {
  provider = aws.pass_partial

  name = "MM-dev-use1-sqs-jobs"
}
