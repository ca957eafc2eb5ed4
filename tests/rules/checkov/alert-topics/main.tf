resource "aws_kms_key" "alerts" {
  description = "Alerts"
}

resource "aws_sns_topic" "pass_alerts" {
  name              = "MM-mgmt-use1-sns-alerts"
  kms_master_key_id = aws_kms_key.alerts.arn
}

resource "aws_sns_topic_subscription" "mail" {
  topic_arn = aws_sns_topic.pass_alerts.arn
  protocol  = "email"
  endpoint  = "aws+alerts@example.com"
}

resource "aws_sns_topic" "fail_unencrypted" {
  name = "MM-mgmt-use1-sns-budget"
}

resource "aws_sns_topic_subscription" "budget" {
  topic_arn = aws_sns_topic.fail_unencrypted.arn
  protocol  = "email"
  endpoint  = "aws+alerts@example.com"
}

resource "aws_sns_topic" "fail_unheard" {
  name              = "MM-mgmt-use1-sns-security"
  kms_master_key_id = "alias/alerts"
}

# The name says nothing; a rule publishes to it.
resource "aws_sns_topic" "fail_target" {
  name = "MM-mgmt-use1-sns-findings"
}

resource "aws_cloudwatch_event_target" "topic" {
  rule = aws_cloudwatch_event_rule.pass_high.name
  arn  = aws_sns_topic.fail_target.arn
}

# No alert.
resource "aws_sns_topic" "jobs" {
  name = "MM-dev-use1-sns-jobs"
}

data "aws_iam_policy_document" "everybody" {
  statement {
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.pass_alerts.arn]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

resource "aws_sns_topic_policy" "fail_everybody" {
  arn    = aws_sns_topic.pass_alerts.arn
  policy = data.aws_iam_policy_document.everybody.json
}

resource "aws_sns_topic_policy" "pass_account" {
  arn = aws_sns_topic.pass_alerts.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { Service = "events.amazonaws.com" }, Action = "sns:Publish", Resource = "*" },
      {
        Effect    = "Allow", Principal = { AWS = "*" }, Action = "sns:Publish", Resource = "*"
        Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-exampleorgid" } }
      },
      { Effect = "Deny", Principal = "*", Action = "sns:Publish", Resource = "*", Condition = { Bool = { "aws:SecureTransport" = "false" } } },
    ]
  })
}

resource "aws_cloudwatch_event_rule" "pass_high" {
  name          = "MM-mgmt-use1-rule-high"
  event_pattern = jsonencode({ source = ["aws.guardduty"], detail = { severity = [{ numeric = [">=", 7] }] } })
}

resource "aws_cloudwatch_event_rule" "pass_critical" {
  name          = "MM-mgmt-use1-rule-critical"
  event_pattern = jsonencode({ source = ["aws.securityhub"], detail = { findings = { Severity = { Label = ["CRITICAL"] } } } })
}

resource "aws_cloudwatch_event_rule" "fail_all" {
  name          = "MM-mgmt-use1-rule-all"
  event_pattern = jsonencode({ source = ["aws.guardduty"], detail-type = ["GuardDuty Finding"] })
}

resource "aws_cloudwatch_event_rule" "fail_state_only" {
  name          = "MM-mgmt-use1-rule-hub"
  event_pattern = jsonencode({ source = ["aws.securityhub"], detail = { findings = { RecordState = ["ACTIVE"] } } })
}

# To the bus of the security account, which gets everything.
resource "aws_cloudwatch_event_rule" "pass_forward" {
  name          = "MM-dev-use1-rule-forward"
  event_pattern = jsonencode({ source = ["aws.guardduty"] })
}

resource "aws_cloudwatch_event_target" "bus" {
  rule     = aws_cloudwatch_event_rule.pass_forward.name
  arn      = "arn:aws:events:us-east-1:111111111111:event-bus/MM-mgmt-use1-event-bus-security"
  role_arn = "arn:aws:iam::222222222222:role/forward"
}

resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "MM-dev-use1-rule-nightly"
  schedule_expression = "rate(1 day)"
}

resource "aws_cloudwatch_event_rule" "unknown_pattern" {
  name          = "MM-dev-use1-rule-later"
  event_pattern = aws_kms_key.alerts.policy
}

# Findings that are not named by their source in so many words.
resource "aws_cloudwatch_event_rule" "fail_prefix" {
  name          = "MM-mgmt-use1-rule-prefix"
  event_pattern = jsonencode({ source = [{ prefix = "aws.guard" }] })
}

resource "aws_cloudwatch_event_rule" "fail_detail_type" {
  name          = "MM-mgmt-use1-rule-type"
  event_pattern = jsonencode({ "detail-type" = ["GuardDuty Finding"] })
}

resource "aws_cloudwatch_event_rule" "pass_prefix_severity" {
  name          = "MM-mgmt-use1-rule-prefixsev"
  event_pattern = jsonencode({ source = [{ prefix = "aws.guard" }], detail = { severity = [{ numeric = [">=", 7] }] } })
}

resource "aws_sns_topic" "fail_prefixed" {
  name_prefix = "security-alerts-"
}
