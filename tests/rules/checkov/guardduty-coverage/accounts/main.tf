# Two accounts, one Region.
provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "security"
  region = "us-east-1"
}

resource "aws_guardduty_detector" "pass_one_region" {
  enable = true
}

resource "aws_guardduty_detector_feature" "pass_one_region" {
  for_each = toset(["S3_DATA_EVENTS", "EKS_AUDIT_LOGS"])

  detector_id = aws_guardduty_detector.pass_one_region.id
  name        = each.key
  status      = "ENABLED"
}
