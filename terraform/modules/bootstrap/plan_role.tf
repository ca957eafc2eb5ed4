data "aws_iam_policy_document" "plan_trust" {
  dynamic "statement" {
    for_each = local.oidc

    content {
      sid     = "Plan${title(statement.key)}"
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

      # Row B32: pull requests come from any branch, and this role only reads.
      condition {
        test     = "StringLike"
        variable = "${statement.value.host}:sub"
        values   = statement.value.plan_subjects
      }
    }
  }
}

resource "aws_iam_role" "plan" {
  name                 = var.plan_role.name
  path                 = var.role_path
  description          = "Plans: reads, writes nothing, takes no lock"
  assume_role_policy   = data.aws_iam_policy_document.plan_trust.json
  max_session_duration = var.max_session_duration
  permissions_boundary = aws_iam_policy.boundary.arn

  tags = merge(local.common_tags, { Name = var.plan_role.name })

  # The trust names the provider by an ARN that is known in advance, so that a plan shows the whole trust.
  depends_on = [aws_iam_openid_connect_provider.this]
}

resource "aws_iam_role_policy_attachment" "plan" {
  for_each = toset(var.plan_role.managed_policy_arns)

  role       = aws_iam_role.plan.name
  policy_arn = each.value
}

data "aws_iam_policy_document" "plan" {
  count = var.state_access == null && var.plan_role.data_reads ? 0 : 1

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
      sid       = "ReadOwnState"
      actions   = ["s3:GetObject"]
      resources = local.own_state_objects
    }
  }

  dynamic "statement" {
    for_each = local.own_lock_table == null ? [] : [local.own_lock_table]

    content {
      sid       = "ReadOwnDigest"
      actions   = ["dynamodb:GetItem"]
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
      sid       = "Decrypt${title(statement.key)}"
      actions   = ["kms:Decrypt", "kms:DescribeKey"]
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

  # ReadOnlyAccess reads the contents of every object and table. A pull request may see how things are built, not what is in them.
  dynamic "statement" {
    for_each = var.plan_role.data_reads ? [] : [true]

    content {
      sid           = "NoForeignObjects"
      effect        = "Deny"
      actions       = ["s3:GetObject", "s3:GetObjectVersion"]
      not_resources = length(local.own_state_objects) > 0 ? local.own_state_objects : ["${local.arn_prefix}:s3:::none"]
    }
  }

  dynamic "statement" {
    for_each = var.plan_role.data_reads ? [] : [true]

    content {
      sid           = "NoForeignItems"
      effect        = "Deny"
      actions       = ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:GetRecords", "dynamodb:PartiQLSelect", "dynamodb:Query", "dynamodb:Scan"]
      not_resources = [coalesce(local.own_lock_table, "${local.arn_prefix}:dynamodb:::table/none")]
    }
  }
}

resource "aws_iam_role_policy" "plan" {
  count = length(data.aws_iam_policy_document.plan)

  name   = "plan"
  role   = aws_iam_role.plan.id
  policy = data.aws_iam_policy_document.plan[0].json
}
