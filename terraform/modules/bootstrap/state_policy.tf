# Who may touch which state. Two facts shape this policy:
# - A role of another account gets only what an Allow here names. A principal of the bucket's own account gets what its identity policy
#   says, so there only a Deny holds; and in a management account no SCP or RCP helps (row W13).
# - Nobody is locked out: no statement denies reading or changing the bucket's policy over TLS. An administrator of the account can
#   therefore always change this policy first, which CloudTrail records, and then do the rest; the account's root user can in any case.
locals {
  owners = var.state == null ? {} : {
    for name, access in var.state.access : name => {
      objects    = [for key in access.keys : "${local.bucket_arn}/${key}"]
      locks      = [for key in access.keys : "${local.bucket_arn}/${key}.tflock"]
      lock_ids   = flatten([for key in access.keys : ["${var.state.bucket}/${key}", "${var.state.bucket}/${key}-md5"]])
      appliers   = access.apply_role_arns
      readers    = distinct(concat(access.plan_role_arns, access.apply_role_arns))
      accounts   = distinct([for arn in concat(access.plan_role_arns, access.apply_role_arns) : split(":", arn)[4]])
      sid_suffix = join("", [for word in split("-", replace(name, "/[^A-Za-z0-9]+/", "-")) : title(word)])
    }
  }

  all_readers    = distinct(flatten([for owner in local.owners : owner.readers]))
  all_appliers   = distinct(flatten([for owner in local.owners : owner.appliers]))
  all_accounts   = distinct(flatten([for owner in local.owners : owner.accounts]))
  administrators = var.state == null ? [] : var.state.administrators

  # Names of keys are no secret; Terraform needs the list to tell "no state yet" from "not yours".
  grants = length(local.owners) == 0 ? {} : {
    List   = { actions = ["s3:ListBucket"], resources = [local.bucket_arn], roles = local.all_readers }
    Read   = { actions = ["s3:GetObject"], resources = ["${local.bucket_arn}/*"], roles = local.all_readers }
    Write  = { actions = ["s3:PutObject"], resources = ["${local.bucket_arn}/*"], roles = local.all_appliers }
    Unlock = { actions = ["s3:DeleteObject"], resources = ["${local.bucket_arn}/*.tflock"], roles = local.all_appliers }
  }

  object_writes = ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject", "s3:PutObjectTagging", "s3:ReplicateDelete", "s3:ReplicateObject", "s3:RestoreObject"]
}

data "aws_iam_policy_document" "state" {
  for_each = local.state

  statement {
    sid       = "DenyPlainHttp"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.bucket_arn, "${local.bucket_arn}/*"]

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

  # What the pipelines may do at all. Accounts are the principals and the exact roles are a condition: S3 refuses a principal that does not
  # exist yet, and a role made anew keeps its ARN but not its id. The statement Only... below cuts each role down to its own keys.
  dynamic "statement" {
    for_each = local.grants

    content {
      sid       = statement.key
      actions   = statement.value.actions
      resources = statement.value.resources

      principals {
        type        = "AWS"
        identifiers = [for id in local.all_accounts : "${local.arn_prefix}:iam::${id}:root"]
      }

      condition {
        test     = "ArnEquals"
        variable = "aws:PrincipalArn"
        values   = statement.value.roles
      }

      condition {
        test     = "StringEquals"
        variable = "aws:PrincipalOrgID"
        values   = [each.value.organization_id]
      }
    }
  }

  # Row E19: a role of product X is denied the keys of product Y, also where its identity policy allows all of S3.
  dynamic "statement" {
    for_each = local.owners

    content {
      sid           = "Only${statement.value.sid_suffix}"
      effect        = "Deny"
      actions       = ["s3:*Object*"]
      not_resources = concat([local.bucket_arn], statement.value.objects, statement.value.locks)

      principals {
        type        = "*"
        identifiers = ["*"]
      }

      condition {
        test     = "ArnEquals"
        variable = "aws:PrincipalArn"
        values   = statement.value.readers
      }
    }
  }

  # Row A14: state changes by the pipeline only. aws:PrincipalArn is the ARN of the role, not of its session.
  statement {
    sid       = "DenyOtherWriters"
    effect    = "Deny"
    actions   = local.object_writes
    resources = ["${local.bucket_arn}/*"]

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

  # An applied state is history: its own pipeline may write a new version, and delete nothing but its lockfile.
  statement {
    sid           = "DenyDeletion"
    effect        = "Deny"
    actions       = ["s3:DeleteObject", "s3:DeleteObjectVersion"]
    not_resources = [local.bucket_arn, "${local.bucket_arn}/*.tflock"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    dynamic "condition" {
      for_each = length(local.administrators) == 0 ? [] : [local.administrators]

      content {
        test     = "ArnNotLike"
        variable = "aws:PrincipalArn"
        values   = condition.value
      }
    }
  }

  statement {
    sid       = "DenyRemoval"
    effect    = "Deny"
    actions   = ["s3:DeleteBucket"]
    resources = [local.bucket_arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

resource "aws_s3_bucket_policy" "state" {
  for_each = local.state

  bucket = aws_s3_bucket.state[each.key].id
  policy = data.aws_iam_policy_document.state[each.key].json

  # S3 answers with a conflict when both change at once.
  depends_on = [aws_s3_bucket_public_access_block.state]

  lifecycle {
    precondition {
      condition     = length(jsonencode(jsondecode(data.aws_iam_policy_document.state[each.key].json))) <= 20480
      error_message = "state.access: expected a bucket policy of at most 20,480 characters (about twenty owners); give one owner per account more keys."
    }
  }
}
