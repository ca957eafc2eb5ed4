# The provider asks for the default standards, of which FSBP is one, where nothing is said.
resource "aws_securityhub_account" "pass_defaults" {}

resource "aws_securityhub_standards_subscription" "pass_beside_the_defaults" {
  standards_arn = "arn:aws:securityhub:us-east-1::standards/pci-dss/v/3.2.1"
}
