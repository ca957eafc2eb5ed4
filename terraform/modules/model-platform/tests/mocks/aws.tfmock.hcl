mock_data "aws_partition" {
  defaults = { partition = "aws" }
}

mock_data "aws_iam_policy_document" {
  defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
}

mock_data "aws_region" {
  defaults = { name = "us-east-1" }
}

mock_resource "aws_kms_key" {
  defaults = {
    arn    = "arn:aws:kms:us-east-1:333333333333:key/mrk-55555555666666667777777788888888"
    key_id = "mrk-55555555666666667777777788888888"
  }
}

mock_resource "aws_kms_replica_key" {
  defaults = {
    arn    = "arn:aws:kms:us-west-2:333333333333:key/mrk-55555555666666667777777788888888"
    key_id = "mrk-55555555666666667777777788888888"
  }
}

mock_resource "aws_s3_bucket" {
  defaults = {
    arn = "arn:aws:s3:::mm-dev-use1-models"
  }
}

mock_resource "aws_iam_role" {
  defaults = {
    arn = "arn:aws:iam::333333333333:role/workload/MM-prod-use1-gpu-node"
  }
}

mock_resource "aws_security_group" {
  defaults = {
    id = "sg-0123456789abcdef0"
  }
}
