provider "aws" {
  region = "us-east-1"
}

locals {
  common_tags = {
    Project            = "ml-landing-zone"
    Environment        = "dev"
    Owner              = "platform"
    CostCenter         = "1000"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Module             = "queues"
    Account            = "Dev"
    DataClassification = "internal"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "platform-pipeline"
  }
}

resource "aws_sqs_queue" "pass_merged" {
  name = "MM-dev-use1-sqs-jobs"
  tags = merge(local.common_tags, { Name = "MM-dev-use1-sqs-jobs" })
}

resource "aws_sqs_queue" "fail_untagged" {
  name = "MM-dev-use1-sqs-errors"
}

resource "aws_sqs_queue" "fail_empty" {
  name = "MM-dev-use1-sqs-empty"
  tags = merge(local.common_tags, { Owner = "" })
}

# Objects take ten tags.
resource "aws_s3_object" "model" {
  bucket  = "mm-dev-use1-models"
  key     = "model"
  content = "model"
}

resource "aws_ssm_parameter" "pass_owner" {
  name           = "/MM/dev/owner"
  type           = "String"
  insecure_value = "platform"
  tags           = local.common_tags
}

resource "aws_sqs_queue" "unknown_owner" {
  name = "MM-dev-use1-sqs-owner"
  tags = merge(local.common_tags, { Owner = aws_ssm_parameter.pass_owner.arn })
}
