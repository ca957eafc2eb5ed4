# One key for all logs. The SCP audit-trail protects every key that carries GuardrailsProtected=true.
resource "aws_kms_key" "log" {
  description             = "Organization trail and Config objects (${var.name_prefix})"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.log_key.json

  tags = merge(local.common_tags, {
    Name                = "${var.name_prefix}-kms-log"
    GuardrailsProtected = "true"
  })
}

resource "aws_kms_alias" "log" {
  name          = "alias/${var.name_prefix}-kms-log"
  target_key_id = aws_kms_key.log.key_id
}

# Statements for CloudTrail: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html (2026-11)
data "aws_iam_policy_document" "log_key" {
  statement {
    sid       = "AdministerByIam"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${var.account_id}:root"]
    }
  }

  statement {
    sid       = "EncryptOrganizationTrail"
    actions   = ["kms:GenerateDataKey*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [local.trail_arn]
    }

    condition {
      test     = "StringLike"
      variable = "kms:EncryptionContext:aws:cloudtrail:arn"
      values   = ["arn:${local.partition}:cloudtrail:*:${var.management_account_id}:trail/*"]
    }
  }

  statement {
    sid       = "DescribeForOrganizationTrail"
    actions   = ["kms:DescribeKey"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [local.trail_arn]
    }
  }

  dynamic "statement" {
    for_each = length(var.member_trail_account_ids) > 0 ? ["members"] : []

    content {
      sid       = "EncryptMemberTrails"
      actions   = ["kms:GenerateDataKey*", "kms:DescribeKey"]
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = ["cloudtrail.amazonaws.com"]
      }

      condition {
        test     = "ArnLike"
        variable = "aws:SourceArn"
        values   = local.member_trail_arns
      }
    }
  }

  statement {
    sid       = "EncryptConfigOfTheOrganization"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["config.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceOrgID"
      values   = [var.organization_id]
    }
  }
}

resource "aws_kms_key" "alert" {
  description             = "Alert topic (${var.name_prefix})"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.alert_key.json
  tags                    = merge(local.common_tags, { Name = "${var.name_prefix}-kms-alert" })
}

resource "aws_kms_alias" "alert" {
  name          = "alias/${var.name_prefix}-kms-alert"
  target_key_id = aws_kms_key.alert.key_id
}

data "aws_iam_policy_document" "alert_key" {
  statement {
    sid       = "AdministerByIam"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${var.account_id}:root"]
    }
  }

  # A service that publishes to an encrypted topic needs the key itself. EventBridge must have it without a condition:
  # AWS supports aws:SourceAccount and aws:SourceArn of a key policy for other publishers, but not for EventBridge, whose
  # alerts would be lost in silence.
  # https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html (2026-11)
  statement {
    sid       = "PublishEncryptedByEventBridge"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }
  }

  statement {
    sid       = "PublishEncryptedCosts"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
    resources = ["*"]

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
}
