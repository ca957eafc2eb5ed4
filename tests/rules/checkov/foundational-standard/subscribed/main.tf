resource "aws_securityhub_account" "pass_without_defaults" {
  enable_default_standards = false
}

resource "aws_securityhub_standards_subscription" "pass_fsbp" {
  standards_arn = "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"
}

resource "aws_securityhub_standards_subscription" "pass_beside_it" {
  standards_arn = "arn:aws:securityhub:us-east-1::standards/pci-dss/v/3.2.1"
}
