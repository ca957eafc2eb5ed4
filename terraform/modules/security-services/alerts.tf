locals {
  alert_topic_name = "${var.name_prefix}-sns-security-alerts"
  alert_topic_arn  = "arn:${local.partition}:sns:${var.home_region}:${var.account_id}:${local.alert_topic_name}"

  alert_account_ids = sort(setunion([var.account_id], var.budget_account_ids))
}

resource "aws_sns_topic" "alert" {
  name              = local.alert_topic_name
  kms_master_key_id = aws_kms_key.alert.arn
  tags              = merge(local.common_tags, { Name = local.alert_topic_name })
}

resource "aws_sns_topic_subscription" "email" {
  for_each = var.alert_emails

  topic_arn = aws_sns_topic.alert.arn
  protocol  = "email"
  endpoint  = each.key
}

resource "aws_sns_topic_policy" "alert" {
  arn    = aws_sns_topic.alert.arn
  policy = data.aws_iam_policy_document.alert_topic.json
}

data "aws_iam_policy_document" "alert_topic" {
  statement {
    sid       = "PublishByAlertRules"
    actions   = ["sns:Publish"]
    resources = [local.alert_topic_arn]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = sort(values(local.alert_rule_arns))
    }
  }

  statement {
    sid       = "PublishByBudgets"
    actions   = ["sns:Publish"]
    resources = [local.alert_topic_arn]

    principals {
      type        = "Service"
      identifiers = ["budgets.amazonaws.com", "costalerts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = local.alert_account_ids
    }
  }

  statement {
    sid       = "DenyWithoutTls"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [local.alert_topic_arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}
