# Two Regions, one detector.
provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "dr"
  region = "us-west-2"
}

resource "aws_guardduty_detector" "fail_one_region" {
  enable = true
}

resource "aws_guardduty_detector_feature" "pass_home" {
  for_each = toset(["S3_DATA_EVENTS", "EKS_AUDIT_LOGS"])

  detector_id = aws_guardduty_detector.fail_one_region.id
  name        = each.key
  status      = "ENABLED"
}
