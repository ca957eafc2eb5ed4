data "aws_iam_policy_document" "replication_trust" {
  for_each = local.state

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }

    # S3 acts for this bucket of this account, not for somebody else's (confused deputy). AWS does not document that S3 sends these keys
    # when it replicates, and its own role has no condition: without IfExists a key that is not sent would stop all copies, and no apply
    # would fail. https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html (2026-11)
    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }

    condition {
      test     = "ArnEqualsIfExists"
      variable = "aws:SourceArn"
      values   = [local.bucket_arn]
    }
  }
}

data "aws_iam_policy_document" "replication" {
  for_each = local.state

  statement {
    sid       = "ReadSource"
    actions   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    resources = [local.bucket_arn]
  }

  statement {
    sid       = "ReadVersions"
    actions   = ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"]
    resources = ["${local.bucket_arn}/*"]
  }

  statement {
    sid       = "WriteReplica"
    actions   = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"]
    resources = ["${local.replica_arn}/*"]
  }

  dynamic "statement" {
    for_each = each.value.kms_key_arn == null ? [] : [true]

    content {
      sid       = "DecryptSource"
      actions   = ["kms:Decrypt"]
      resources = [each.value.kms_key_arn]
    }
  }

  dynamic "statement" {
    for_each = each.value.kms_key_arn == null ? [] : [true]

    content {
      sid       = "EncryptReplica"
      actions   = ["kms:Encrypt", "kms:GenerateDataKey"]
      resources = [each.value.replica_kms_key_arn]
    }
  }
}

resource "aws_iam_role" "replication" {
  for_each = local.state

  name               = "${var.name_prefix}-role-state-replication"
  path               = var.role_path
  description        = "Copies the Terraform state to the second Region"
  assume_role_policy = data.aws_iam_policy_document.replication_trust[each.key].json

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-role-state-replication" })
}

resource "aws_iam_role_policy" "replication" {
  for_each = local.state

  name   = "replication"
  role   = aws_iam_role.replication[each.key].id
  policy = data.aws_iam_policy_document.replication[each.key].json
}

resource "aws_s3_bucket_replication_configuration" "state" {
  for_each = local.state

  bucket = aws_s3_bucket.state[each.key].id
  role   = aws_iam_role.replication[each.key].arn

  rule {
    id     = "to-second-region"
    status = "Enabled"

    filter {}

    # Without it the replica would keep every lockfile that was ever released. Deleted versions are never replicated.
    delete_marker_replication {
      status = "Enabled"
    }

    dynamic "source_selection_criteria" {
      for_each = each.value.kms_key_arn == null ? [] : [true]

      content {
        sse_kms_encrypted_objects {
          status = "Enabled"
        }
      }
    }

    destination {
      bucket        = aws_s3_bucket.replica[each.key].arn
      storage_class = "STANDARD"

      dynamic "encryption_configuration" {
        for_each = each.value.replica_kms_key_arn == null ? [] : [each.value.replica_kms_key_arn]

        content {
          replica_kms_key_id = encryption_configuration.value
        }
      }
    }
  }

  # S3 accepts the rule only when both buckets keep versions.
  depends_on = [aws_s3_bucket_versioning.state, aws_s3_bucket_versioning.replica]
}
