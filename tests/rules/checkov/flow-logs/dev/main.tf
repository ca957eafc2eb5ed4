# account: Dev
resource "aws_vpc" "pass_logged" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_vpc" "fail_unlogged" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_cloudwatch_log_group" "pass_flow" {
  name              = "MM-dev-use1-logs-flow"
  retention_in_days = 14
}

resource "aws_flow_log" "pass_all" {
  vpc_id          = aws_vpc.pass_logged.id
  traffic_type    = "ALL"
  iam_role_arn    = "arn:aws:iam::222222222222:role/MM-dev-use1-role-flow"
  log_destination = aws_cloudwatch_log_group.pass_flow.arn
}

resource "aws_cloudwatch_log_group" "fail_short" {
  name              = "MM-dev-use1-logs-rejects"
  retention_in_days = 7
}

resource "aws_flow_log" "fail_rejects" {
  vpc_id          = aws_vpc.pass_logged.id
  traffic_type    = "REJECT"
  iam_role_arn    = "arn:aws:iam::222222222222:role/MM-dev-use1-role-flow"
  log_destination = aws_cloudwatch_log_group.fail_short.arn
}

# Only groups of flow logs need the exact number.
resource "aws_cloudwatch_log_group" "pass_short_app" {
  name              = "MM-dev-use1-logs-app"
  retention_in_days = 7
}

resource "aws_cloudwatch_log_group" "fail_long_app" {
  name              = "MM-dev-use1-logs-web"
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "fail_for_ever" {
  name = "MM-dev-use1-logs-jobs"
}

resource "aws_cloudwatch_log_group" "of_aws" {
  name = "/aws/lambda/jobs"
}

resource "aws_ssm_parameter" "late" {
  name           = "/MM/dev/late"
  type           = "String"
  insecure_value = "x"
}

resource "aws_cloudwatch_log_group" "unknown_days" {
  name              = "MM-dev-use1-logs-late"
  retention_in_days = aws_ssm_parameter.late.version
}
