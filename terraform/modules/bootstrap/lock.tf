# DynamoDB lock (row B9). Terraform's backend passes dynamodb_table on as it is, and DynamoDB takes a table's ARN in place of its name, so
# roles of other accounts can lock here when they give the ARN. A table under the AWS managed key cannot be shared, hence a key of
# our own. The backend calls DynamoDB locking deprecated (row W12): without lock_table the lockfile is used and none of this is made.
locals {
  lock        = try(var.state.lock_table, null) == null ? {} : { lock = var.state }
  lock_region = data.aws_region.current.name
  lock_arn    = "${local.arn_prefix}:dynamodb:${local.lock_region}:${var.account_id}:table/${try(coalesce(var.state.lock_table), "")}"
}

data "aws_region" "current" {}

data "aws_iam_policy_document" "lock_key" {
  for_each = local.lock

  statement {
    sid       = "Account"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["${local.arn_prefix}:iam::${var.account_id}:root"]
    }
  }

  dynamic "statement" {
    for_each = length(local.all_readers) == 0 ? [] : [local.all_readers]

    content {
      sid       = "PipelinesThroughDynamoDB"
      actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]
      resources = ["*"]

      principals {
        type        = "AWS"
        identifiers = [for id in local.all_accounts : "${local.arn_prefix}:iam::${id}:root"]
      }

      condition {
        test     = "ArnEquals"
        variable = "aws:PrincipalArn"
        values   = statement.value
      }

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["dynamodb.${local.lock_region}.amazonaws.com"]
      }
    }
  }
}

resource "aws_kms_key" "lock" {
  for_each = local.lock

  description             = "Terraform lock table"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.lock_key[each.key].json

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-kms-lock" })
}

resource "aws_kms_alias" "lock" {
  for_each = local.lock

  name          = "alias/${each.value.lock_table}"
  target_key_id = aws_kms_key.lock[each.key].key_id
}

resource "aws_dynamodb_table" "lock" {
  for_each = local.lock

  name                        = each.value.lock_table
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "LockID"
  deletion_protection_enabled = true

  attribute {
    name = "LockID"
    type = "S"
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.lock[each.key].arn
  }

  point_in_time_recovery {
    enabled = true
  }

  # Locks live for minutes and digests can be written anew, hence BackupPolicy none.
  tags = merge(local.stateful_tags, { Name = each.value.lock_table })
}

data "aws_iam_policy_document" "lock" {
  for_each = local.lock

  dynamic "statement" {
    for_each = length(local.owners) == 0 ? {} : { Digest = ["dynamodb:GetItem"], Lock = ["dynamodb:DeleteItem", "dynamodb:PutItem"] }

    content {
      sid       = statement.key
      actions   = statement.value
      resources = [local.lock_arn]

      principals {
        type        = "AWS"
        identifiers = [for id in local.all_accounts : "${local.arn_prefix}:iam::${id}:root"]
      }

      condition {
        test     = "ArnEquals"
        variable = "aws:PrincipalArn"
        values   = statement.key == "Digest" ? local.all_readers : local.all_appliers
      }

      condition {
        test     = "StringEquals"
        variable = "aws:PrincipalOrgID"
        values   = [each.value.organization_id]
      }
    }
  }

  # As in the bucket: each role keeps to the items of its own keys.
  dynamic "statement" {
    for_each = local.owners

    content {
      sid       = "Only${statement.value.sid_suffix}"
      effect    = "Deny"
      actions   = ["dynamodb:*Item"]
      resources = [local.lock_arn]

      principals {
        type        = "*"
        identifiers = ["*"]
      }

      condition {
        test     = "ArnEquals"
        variable = "aws:PrincipalArn"
        values   = statement.value.readers
      }

      condition {
        test     = "ForAnyValue:StringNotLike"
        variable = "dynamodb:LeadingKeys"
        values   = statement.value.lock_ids
      }
    }
  }

  # The same as in the bucket: in the table's own account only a Deny binds.
  statement {
    sid       = "DenyOtherWriters"
    effect    = "Deny"
    actions   = ["dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    resources = [local.lock_arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "ArnNotLike"
      variable = "aws:PrincipalArn"
      values   = concat(local.all_appliers, local.administrators)
    }
  }
}

resource "aws_dynamodb_resource_policy" "lock" {
  for_each = local.lock

  resource_arn = aws_dynamodb_table.lock[each.key].arn
  policy       = data.aws_iam_policy_document.lock[each.key].json
}
