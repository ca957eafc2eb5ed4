terraform {
  backend "s3" {
    key     = "dev.tfstate"
    encrypt = true
  }
}

provider "aws" {
  alias  = "fail_key"
  region = "us-east-1"
}

resource "aws_sqs_queue" "jobs" {
  provider = aws.fail_key

  name = "MM-dev-use1-sqs-jobs"
}
