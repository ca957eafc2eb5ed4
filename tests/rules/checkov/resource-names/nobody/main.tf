# Nobody says for which account this is: every environment of the organization is good.
resource "aws_sqs_queue" "pass_dev" {
  name = "MM-dev-use1-sqs-jobs"
}

resource "aws_sqs_queue" "pass_prod" {
  name = "MM-prod-usw2-sqs-jobs"
}

resource "aws_sqs_queue" "fail_alias" {
  name = "MM-production-use1-sqs-jobs"
}
