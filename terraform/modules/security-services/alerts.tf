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
  # EventBridge publishes to a topic only under a statement without conditions: with aws:SourceArn or aws:SourceAccount the
  # rules match and every alert is dropped. The price: a rule of another account may add a message, and read none.
  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions (2026-11)
  statement {
    sid       = "PublishByEventBridge"
    actions   = ["sns:Publish"]
    resources = [local.alert_topic_arn]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
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
