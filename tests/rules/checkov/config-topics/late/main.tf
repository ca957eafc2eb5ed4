resource "aws_ssm_parameter" "rule" {
  name           = "/security/rule"
  type           = "String"
  insecure_value = "VPC_FLOW_LOGS_ENABLED"
}

resource "aws_config_organization_managed_rule" "unknown_topics" {
  name            = "root-account-mfa-enabled"
  rule_identifier = "ROOT_ACCOUNT_MFA_ENABLED"
}

resource "aws_config_organization_managed_rule" "unknown_rule" {
  name            = "late"
  rule_identifier = aws_ssm_parameter.rule.arn
}
