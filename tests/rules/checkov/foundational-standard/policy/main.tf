resource "aws_securityhub_account" "pass_by_a_policy" {
  enable_default_standards = false
}

resource "aws_securityhub_configuration_policy" "organization" {
  name = "MM-mgmt-use1-policy-organization"

  configuration_policy {
    service_enabled       = true
    enabled_standard_arns = ["arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"]

    security_controls_configuration {
      disabled_control_identifiers = []
    }
  }
}
