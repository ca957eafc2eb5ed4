resource "aws_sqs_queue" "pass_environment" {
  name = "MM-prod-use1-sqs-jobs"
  tags = { Environment = "prod" }
}

resource "aws_sqs_queue" "fail_alias" {
  name = "MM-prod-use1-sqs-results"
  tags = { Environment = "production" }
}
