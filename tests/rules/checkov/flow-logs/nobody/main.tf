# The tag says which environment it is.
resource "aws_cloudwatch_log_group" "pass_prod" {
  name              = "MM-prod-use1-logs-flow"
  retention_in_days = 90
  tags              = { Environment = "prod" }
}

resource "aws_cloudwatch_log_group" "fail_prod" {
  name              = "MM-prod-use1-logs-flow-old"
  retention_in_days = 365
  tags              = { Environment = "prod" }
}

resource "aws_cloudwatch_log_group" "nowhere" {
  name              = "jobs"
  retention_in_days = 30
}

resource "aws_vpc" "fail_unlogged" {
  cidr_block = "10.1.0.0/16"
}
