terraform {
  backend "s3" {
    bucket  = "mm-terraform-state"
    key     = "networking/dev/dev/terraform.tfstate"
    encrypt = true
  }
}

provider "aws" {
  alias  = "fail_bucket"
  region = "us-east-1"
}

resource "aws_sqs_queue" "jobs" {
  provider = aws.fail_bucket

  name = "MM-dev-use1-sqs-jobs"
}
