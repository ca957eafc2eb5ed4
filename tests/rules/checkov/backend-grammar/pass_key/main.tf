terraform {
  backend "s3" {
    key     = "networking/dev/dev/terraform.tfstate"
    encrypt = true
  }
}

provider "aws" {
  alias  = "pass_key"
  region = "us-east-1"
}

# The second provider of a root is not asked again.
provider "aws" {
  alias  = "dr"
  region = "us-west-2"
}

resource "aws_sqs_queue" "jobs" {
  provider = aws.pass_key

  name = "MM-dev-use1-sqs-jobs"
}
