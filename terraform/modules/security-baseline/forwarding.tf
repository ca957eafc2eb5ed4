# To the security account's bus: every GuardDuty finding (requirement E11), and what only this account sees of Config and
# of its root user. The security account decides what alerts.
locals {
  forwarded_patterns = {
    guardduty-findings = {
      source      = ["aws.guardduty"]
      detail-type = ["GuardDuty Finding"]
    }
    config-noncompliant = {
      source      = ["aws.config"]
      detail-type = ["Config Rules Compliance Change"]
      detail = {
        messageType         = ["ComplianceChangeNotification"]
        newEvaluationResult = { complianceType = ["NON_COMPLIANT"] }
      }
    }
    root-usage = {
      detail-type = ["AWS API Call via CloudTrail", "AWS Console Sign In via CloudTrail"]
      detail = {
        userIdentity = { type = ["Root"], invokedBy = [{ exists = false }] }
        eventType    = [{ anything-but = ["AwsServiceEvent"] }]
      }
    }
  }

  forward = { for name, pattern in local.forwarded_patterns : name => jsonencode(pattern) if var.security_event_bus_arn != null }
  # With the account's id a plan shows who may take the role; without it the ARNs are known once the rules exist.
  forward_rule_arns = (
    var.account_id == null
    ? sort([for rule in aws_cloudwatch_event_rule.forward : rule.arn])
    : ["arn:${local.partition}:events:*:${var.account_id}:rule/${var.name_prefix}-rule-forward-*"]
  )

  forward_role = var.security_event_bus_arn == null ? toset([]) : toset(["events"])
}

resource "aws_cloudwatch_event_rule" "forward" {
  for_each = local.forward

  name          = "${var.name_prefix}-rule-forward-${each.key}"
  description   = "Forwards ${replace(each.key, "-", " ")} to the security account"
  event_pattern = each.value

  # What a root user only reads would not reach an ordinary rule:
  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html (2026-11)
  state = each.key == "root-usage" ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED"

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-rule-forward-${each.key}" })
}

resource "aws_cloudwatch_event_target" "forward" {
  for_each = local.forward

  rule      = aws_cloudwatch_event_rule.forward[each.key].name
  target_id = "security-bus"
  arn       = var.security_event_bus_arn
  role_arn  = aws_iam_role.forward["events"].arn
}

resource "aws_iam_role" "forward" {
  for_each = local.forward_role

  name               = "${var.name_prefix}-role-security-forward"
  path               = "/guardrails/"
  assume_role_policy = data.aws_iam_policy_document.forward_trust[each.key].json
  tags               = merge(local.common_tags, { Name = "${var.name_prefix}-role-security-forward" })
}

resource "aws_iam_role_policy" "forward" {
  for_each = local.forward_role

  name   = "put-events"
  role   = aws_iam_role.forward[each.key].id
  policy = data.aws_iam_policy_document.forward[each.key].json
}

data "aws_iam_policy_document" "forward_trust" {
  for_each = local.forward_role

  statement {
    sid     = "ForwardRulesOfThisAccount"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = local.forward_rule_arns
    }
  }
}

data "aws_iam_policy_document" "forward" {
  for_each = local.forward_role

  statement {
    sid       = "PutEventsOnSecurityBus"
    actions   = ["events:PutEvents"]
    resources = [var.security_event_bus_arn]
  }
}
