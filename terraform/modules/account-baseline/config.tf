locals {
  config = var.enable_config ? 1 : 0

  # What the recorder's role may write to; empty without Config.
  config_objects = "arn:${local.partition}:s3:::${coalesce(var.config_bucket_name, "none")}/AWSLogs/${var.account_id}/Config/*"
}

resource "aws_config_configuration_recorder" "this" {
  count = local.config

  name     = "${var.name_prefix}-config-recorder"
  role_arn = aws_iam_role.config[0].arn

  recording_group {
    all_supported = true

    # IAM is the same in every region: recording it once is enough, and rules on it would count twice.
    include_global_resource_types = var.account_wide
  }

  recording_mode {
    recording_frequency = "CONTINUOUS"
  }
}

resource "aws_config_delivery_channel" "this" {
  count = local.config

  name           = "${var.name_prefix}-config-delivery"
  s3_bucket_name = var.config_bucket_name
  s3_kms_key_arn = var.config_kms_key_arn

  snapshot_delivery_properties {
    delivery_frequency = var.config_delivery_frequency
  }

  # A channel needs a recorder, and nothing in its arguments says so; Config tests the delivery at once.
  depends_on = [aws_config_configuration_recorder.this, aws_iam_role_policy.config_delivery]
}

resource "aws_config_configuration_recorder_status" "this" {
  count = local.config

  name       = aws_config_configuration_recorder.this[0].name
  is_enabled = true

  # A recorder starts only with a channel to deliver to.
  depends_on = [aws_config_delivery_channel.this]
}

resource "aws_iam_role" "config" {
  count = local.config

  name               = "${var.name_prefix}-role-config"
  path               = "/guardrails/"
  assume_role_policy = data.aws_iam_policy_document.config_trust.json
  tags               = merge(local.common_tags, { Name = "${var.name_prefix}-role-config" })
}

# Reads what it records: AWS keeps this list of read actions current for new resource types.
resource "aws_iam_role_policy_attachment" "config_read" {
  count = local.config

  role       = aws_iam_role.config[0].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AWS_ConfigRole"
}

resource "aws_iam_role_policy" "config_delivery" {
  count = local.config

  name   = "deliver"
  role   = aws_iam_role.config[0].id
  policy = data.aws_iam_policy_document.config_delivery.json
}

data "aws_iam_policy_document" "config_trust" {
  statement {
    sid     = "ConfigOfThisAccount"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["config.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

data "aws_iam_policy_document" "config_delivery" {
  statement {
    sid       = "PutOwnObjects"
    actions   = ["s3:PutObject"]
    resources = [local.config_objects]

    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }
  }

  statement {
    sid       = "CheckBucket"
    actions   = ["s3:GetBucketAcl", "s3:ListBucket"]
    resources = ["arn:${local.partition}:s3:::${coalesce(var.config_bucket_name, "none")}"]
  }

  dynamic "statement" {
    for_each = var.config_kms_key_arn == null ? [] : [var.config_kms_key_arn]

    content {
      sid       = "EncryptDelivery"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = [statement.value]
    }
  }
}
