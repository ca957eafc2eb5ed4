resource "aws_securityhub_account" "fail_without_defaults" {
  enable_default_standards = false
}

resource "aws_securityhub_standards_subscription" "fail_other" {
  standards_arn = "arn:aws:securityhub:us-east-1::standards/pci-dss/v/3.2.1"
}
