# account: Dev
resource "aws_sqs_queue" "pass_name" {
  name = "MM-dev-use1-sqs-jobs"
  tags = { Name = "MM-dev-use1-sqs-jobs" }
}

resource "aws_vpc" "pass_no_purpose" {
  cidr_block = "10.1.0.0/16"
  tags       = { Name = "MM-dev-use1-vpc" }
}

resource "aws_ebs_volume" "pass_zone" {
  availability_zone = "us-east-1a"
  size              = 8
  tags              = { Name = "MM-dev-use1-a-ebs-cache" }
}

resource "aws_s3_bucket" "pass_bucket" {
  bucket = "mm-dev-use1-models"
}

resource "aws_iam_role" "pass_prefix" {
  name_prefix        = "MM-dev-use1-role-"
  assume_role_policy = "{}"
}

# The organization file names this role.
resource "aws_iam_role" "of_the_organization" {
  name               = "MM-github-actions-apply"
  assume_role_policy = "{}"
}

# AWS says what the group of a function is called.
resource "aws_cloudwatch_log_group" "of_aws" {
  name = "/aws/lambda/jobs"
}

resource "aws_vpc" "nameless" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_vpc" "fail_no_region" {
  cidr_block = "10.1.0.0/16"
  tags       = { Name = "mm-dev-vpc" }
}

resource "aws_sqs_queue" "fail_name" {
  name = "jobs-queue"
}

resource "aws_sqs_queue" "fail_environment" {
  name = "MM-prod-use1-sqs-jobs"
}

resource "aws_sqs_queue" "fail_region" {
  name = "MM-dev-euw1-sqs-jobs"
}

resource "aws_s3_bucket" "fail_bucket" {
  bucket = "training-data"
}

resource "aws_iam_role" "fail_prefix" {
  name_prefix        = "terraform-"
  assume_role_policy = "{}"
}

resource "aws_ssm_parameter" "name" {
  name           = "/MM/dev/name"
  type           = "String"
  insecure_value = "MM-dev-use1-topic-jobs"
}

resource "aws_sns_topic" "unknown_parameter" {
  name = aws_ssm_parameter.name.arn
}
