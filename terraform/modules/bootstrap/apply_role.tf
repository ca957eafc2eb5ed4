data "aws_iam_policy_document" "apply_trust" {
  dynamic "statement" {
    for_each = local.oidc

    content {
      sid     = "Apply${title(statement.key)}"
      actions = ["sts:AssumeRoleWithWebIdentity"]

      principals {
        type        = "Federated"
        identifiers = ["${local.arn_prefix}:iam::${var.account_id}:oidc-provider/${statement.value.host}"]
      }

      condition {
        test     = "StringEquals"
        variable = "${statement.value.host}:aud"
        values   = [statement.value.audience]
      }

      # Rows B32, E17: exactly the branch or environment, never a pattern.
      condition {
        test     = "StringEquals"
        variable = "${statement.value.host}:sub"
        values   = statement.value.apply_subjects
      }
    }
  }
}

resource "aws_iam_role" "apply" {
  name                 = var.apply_role.name
  path                 = var.role_path
  description          = "Applies reviewed plans of this account"
  assume_role_policy   = data.aws_iam_policy_document.apply_trust.json
  max_session_duration = var.max_session_duration
  permissions_boundary = aws_iam_policy.boundary.arn

  tags = merge(local.common_tags, { Name = var.apply_role.name })

  # The trust names the provider by an ARN that is known in advance, so that a plan shows the whole trust.
  depends_on = [aws_iam_openid_connect_provider.this]
}

data "aws_iam_policy_document" "apply" {
  # Row B11: services by name, never "*".
  statement {
    sid       = "Services"
    actions   = [for service in sort(distinct(var.apply_role.services)) : "${service}:*"]
    resources = ["*"]
  }

  dynamic "statement" {
    for_each = var.state_access == null ? [] : [var.state_access]

    content {
      sid       = "ListState"
      actions   = ["s3:ListBucket"]
      resources = ["${local.arn_prefix}:s3:::${statement.value.bucket}"]
    }
  }

  dynamic "statement" {
    for_each = var.state_access == null ? [] : [var.state_access]

    content {
      sid       = "WriteOwnState"
      actions   = ["s3:GetObject", "s3:PutObject"]
      resources = concat(local.own_state_objects, local.own_lock_objects)
    }
  }

  dynamic "statement" {
    for_each = var.state_access == null ? [] : [var.state_access]

    content {
      sid       = "ReleaseOwnLock"
      actions   = ["s3:DeleteObject"]
      resources = local.own_lock_objects
    }
  }

  dynamic "statement" {
    for_each = local.own_lock_table == null ? [] : [local.own_lock_table]

    content {
      sid       = "OwnLockItems"
      actions   = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"]
      resources = [statement.value]

      condition {
        test     = "ForAllValues:StringLike"
        variable = "dynamodb:LeadingKeys"
        values   = local.own_lock_ids
      }
    }
  }

  dynamic "statement" {
    for_each = local.own_key_uses

    content {
      sid       = "Use${title(statement.key)}"
      actions   = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"]
      resources = [statement.value.resource]

      dynamic "condition" {
        for_each = statement.value.conditions

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
}

resource "aws_iam_role_policy" "apply" {
  name   = "apply"
  role   = aws_iam_role.apply.id
  policy = data.aws_iam_policy_document.apply.json
}
