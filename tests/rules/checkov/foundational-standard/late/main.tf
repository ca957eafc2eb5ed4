resource "aws_ssm_parameter" "standard" {
  name           = "/security/standard"
  type           = "String"
  insecure_value = "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"
}

resource "aws_securityhub_standards_subscription" "unknown_standard" {
  standards_arn = aws_ssm_parameter.standard.arn
}

resource "aws_securityhub_account" "unknown_without_defaults" {
  enable_default_standards = false
}
