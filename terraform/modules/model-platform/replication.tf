# Replication to the DR Region: deletions do not travel, so that nobody can empty both buckets with one call.
data "aws_iam_policy_document" "replication_trust" {
  statement {
    sid     = "S3OfThisAccount"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }

    # AWS does not document that S3 sends this key when it replicates: where it does, it must be ours.
    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

data "aws_iam_policy_document" "replication" {
  count = var.replication_enabled ? 1 : 0

  statement {
    sid       = "ReadConfiguration"
    actions   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    resources = [local.bucket_arn]
  }

  statement {
    sid       = "ReadVersions"
    actions   = ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"]
    resources = ["${local.bucket_arn}/*"]
  }

  statement {
    sid       = "WriteReplicas"
    actions   = ["s3:ReplicateObject", "s3:ReplicateTags"]
    resources = ["${local.dr_bucket_arn}/*"]
  }

  statement {
    sid       = "DecryptHere"
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.models.arn]
  }

  statement {
    sid       = "EncryptThere"
    actions   = ["kms:Encrypt"]
    resources = [aws_kms_replica_key.dr[0].arn]
  }
}

resource "aws_iam_role" "replication" {
  count = var.replication_enabled ? 1 : 0

  name                 = "${var.name_prefix}-role-models-replication"
  path                 = "/platform/"
  description          = "S3: replicate ${local.bucket_name} to ${local.dr_bucket_name}"
  assume_role_policy   = data.aws_iam_policy_document.replication_trust.json
  permissions_boundary = var.permissions_boundary_arn
  tags                 = merge(local.common_tags, { Name = "${var.name_prefix}-role-models-replication" })
}

resource "aws_iam_role_policy" "replication" {
  count = var.replication_enabled ? 1 : 0

  name   = "replicate-models"
  role   = aws_iam_role.replication[0].id
  policy = data.aws_iam_policy_document.replication[0].json
}

resource "aws_s3_bucket_replication_configuration" "models" {
  count = var.replication_enabled ? 1 : 0

  bucket = aws_s3_bucket_versioning.models.bucket
  role   = aws_iam_role.replication[0].arn

  rule {
    id     = "dr"
    status = "Enabled"

    filter {}

    delete_marker_replication {
      status = "Disabled"
    }

    source_selection_criteria {
      sse_kms_encrypted_objects {
        status = "Enabled"
      }
    }

    destination {
      bucket = aws_s3_bucket.dr[0].arn

      encryption_configuration {
        replica_kms_key_id = aws_kms_replica_key.dr[0].arn
      }
    }
  }

  # S3 refuses a destination without versioning.
  depends_on = [aws_s3_bucket_versioning.dr]
}
