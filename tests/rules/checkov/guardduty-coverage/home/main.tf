resource "aws_guardduty_detector" "pass_on" {
  enable = true
}

resource "aws_guardduty_detector_feature" "pass_on" {
  for_each = toset(["S3_DATA_EVENTS", "EKS_AUDIT_LOGS"])

  detector_id = aws_guardduty_detector.pass_on.id
  name        = each.key
  status      = "ENABLED"
}

resource "aws_guardduty_detector" "pass_old_form" {
  enable = true

  datasources {
    s3_logs {
      enable = true
    }

    kubernetes {
      audit_logs {
        enable = true
      }
    }
  }
}

resource "aws_guardduty_detector" "fail_off" {
  enable = false
}

resource "aws_guardduty_detector" "fail_no_eks" {
  enable = true
}

resource "aws_guardduty_detector_feature" "pass_s3" {
  detector_id = aws_guardduty_detector.fail_no_eks.id
  name        = "S3_DATA_EVENTS"
  status      = "ENABLED"
}

resource "aws_guardduty_detector_feature" "fail_disabled" {
  detector_id = "12abc34d567e8fa901bc2d34e56789f0"
  name        = "S3_DATA_EVENTS"
  status      = "DISABLED"
}

# Other features are a question of money.
resource "aws_guardduty_detector_feature" "lambda" {
  detector_id = "12abc34d567e8fa901bc2d34e56789f0"
  name        = "LAMBDA_NETWORK_LOGS"
  status      = "DISABLED"
}

resource "aws_guardduty_organization_configuration" "pass_all" {
  detector_id                      = "12abc34d567e8fa901bc2d34e56789f0"
  auto_enable_organization_members = "ALL"
}

resource "aws_guardduty_organization_configuration" "fail_new" {
  detector_id                      = "12abc34d567e8fa901bc2d34e56789f0"
  auto_enable_organization_members = "NEW"
}

resource "aws_guardduty_organization_configuration_feature" "pass_feature" {
  detector_id = "12abc34d567e8fa901bc2d34e56789f0"
  name        = "EKS_AUDIT_LOGS"
  auto_enable = "ALL"
}

resource "aws_guardduty_organization_configuration_feature" "fail_feature" {
  detector_id = "12abc34d567e8fa901bc2d34e56789f0"
  name        = "EKS_AUDIT_LOGS"
  auto_enable = "NONE"
}

resource "aws_ssm_parameter" "late" {
  name           = "/guardduty/status"
  type           = "String"
  insecure_value = "ENABLED"
}

resource "aws_guardduty_detector_feature" "unknown_status" {
  detector_id = "12abc34d567e8fa901bc2d34e56789f0"
  name        = "S3_DATA_EVENTS"
  status      = aws_ssm_parameter.late.id
}
