# What alerts, and on which bus it arrives. Findings of member accounts reach the default bus through the GuardDuty and
# Security Hub administrator; Config and sign-in events reach the security bus, forwarded by each account.
locals {
  pattern = {
    guardduty-high = {
      source      = ["aws.guardduty"]
      detail-type = ["GuardDuty Finding"]
      detail      = { severity = [{ numeric = [">=", var.guardduty_alert_severity] }] }
    }
    securityhub-critical = {
      source      = ["aws.securityhub"]
      detail-type = ["Security Hub Findings - Imported"]
      detail = {
        findings = {
          Severity    = { Label = ["CRITICAL"] }
          Workflow    = { Status = ["NEW"] }
          RecordState = ["ACTIVE"]
        }
      }
    }
    config-noncompliant = {
      source      = ["aws.config"]
      detail-type = ["Config Rules Compliance Change"]
      detail = {
        messageType         = ["ComplianceChangeNotification"]
        newEvaluationResult = { complianceType = ["NON_COMPLIANT"] }
      }
    }
    # As the CIS metric filter for root usage: neither calls by a service nor service events count.
    root-usage = {
      detail-type = ["AWS API Call via CloudTrail", "AWS Console Sign In via CloudTrail"]
      detail = {
        userIdentity = { type = ["Root"], invokedBy = [{ exists = false }] }
        eventType    = [{ anything-but = ["AwsServiceEvent"] }]
      }
    }
  }

  # What a root user only reads would not reach an ordinary rule:
  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html (2026-11)
  rule_state = { for name, pattern in local.pattern : name => name == "root-usage" ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED" }

  security_bus_name = "${var.name_prefix}-event-bus-security"

  alert_rules = merge(
    { for name, pattern in local.pattern : name => { bus = "default", pattern = jsonencode(pattern) } },
    { for name in ["config-noncompliant", "root-usage"] : "member-${name}" => {
      bus     = local.security_bus_name
      pattern = jsonencode(local.pattern[name])
    } },
  )

  # Everything but Security Hub, whose findings the aggregator brings home.
  forwarded_from_dr = { for name, pattern in local.pattern : name => jsonencode(pattern) if name != "securityhub-critical" }
  default_bus_arn   = "arn:${local.partition}:events:${var.home_region}:${var.account_id}:event-bus/default"
}

resource "aws_cloudwatch_event_rule" "alert" {
  for_each = local.alert_rules

  name           = "${var.name_prefix}-rule-${each.key}"
  description    = "Alerts on ${replace(each.key, "-", " ")}"
  event_bus_name = each.value.bus == "default" ? "default" : aws_cloudwatch_event_bus.security.name
  event_pattern  = each.value.pattern
  state          = local.rule_state[trimprefix(each.key, "member-")]
  tags           = merge(local.common_tags, { Name = "${var.name_prefix}-rule-${each.key}" })
}

resource "aws_cloudwatch_event_target" "alert" {
  for_each = local.alert_rules

  rule           = aws_cloudwatch_event_rule.alert[each.key].name
  event_bus_name = aws_cloudwatch_event_rule.alert[each.key].event_bus_name
  target_id      = "alert-topic"
  arn            = aws_sns_topic.alert.arn
}

# EventBridge reaches SNS in its own region only; a bus it reaches across regions, with a role.
resource "aws_cloudwatch_event_rule" "forward_dr" {
  provider = aws.dr
  for_each = local.forwarded_from_dr

  name          = "${var.name_prefix}-rule-${each.key}-dr"
  description   = "Forwards ${replace(each.key, "-", " ")} to ${var.home_region}"
  event_pattern = each.value
  state         = local.rule_state[each.key]
  tags          = merge(local.common_tags, { Name = "${var.name_prefix}-rule-${each.key}-dr" })
}

resource "aws_cloudwatch_event_target" "forward_dr" {
  provider = aws.dr
  for_each = local.forwarded_from_dr

  rule      = aws_cloudwatch_event_rule.forward_dr[each.key].name
  target_id = "home-bus"
  arn       = local.default_bus_arn
  role_arn  = aws_iam_role.forward_dr.arn
}

resource "aws_iam_role" "forward_dr" {
  name               = "${var.name_prefix}-role-event-forward"
  path               = "/guardrails/"
  assume_role_policy = data.aws_iam_policy_document.forward_dr_trust.json
  tags               = merge(local.common_tags, { Name = "${var.name_prefix}-role-event-forward" })
}

resource "aws_iam_role_policy" "forward_dr" {
  name   = "put-events"
  role   = aws_iam_role.forward_dr.id
  policy = data.aws_iam_policy_document.forward_dr.json
}

data "aws_iam_policy_document" "forward_dr_trust" {
  statement {
    sid     = "RulesOfThisAccount"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:events:${var.dr_region}:${var.account_id}:rule/${var.name_prefix}-rule-*-dr"]
    }
  }
}

data "aws_iam_policy_document" "forward_dr" {
  statement {
    sid       = "PutEventsHome"
    actions   = ["events:PutEvents"]
    resources = [local.default_bus_arn]
  }
}
