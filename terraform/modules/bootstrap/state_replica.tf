resource "aws_s3_bucket" "replica" {
  for_each = local.state
  provider = aws.replica

  bucket = local.replica_name

  tags = merge(local.stateful_tags, { Name = local.replica_name })

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "replica" {
  for_each = local.state
  provider = aws.replica

  bucket = aws_s3_bucket.replica[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "replica" {
  for_each = local.state
  provider = aws.replica

  bucket = aws_s3_bucket.replica[each.key].id

  rule {
    bucket_key_enabled = each.value.replica_kms_key_arn != null

    apply_server_side_encryption_by_default {
      sse_algorithm     = local.sse_algorithm
      kms_master_key_id = each.value.replica_kms_key_arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "replica" {
  for_each = local.state
  provider = aws.replica

  bucket                  = aws_s3_bucket.replica[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "replica" {
  for_each = local.state
  provider = aws.replica

  bucket = aws_s3_bucket.replica[each.key].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "replica" {
  for_each = local.state
  provider = aws.replica

  bucket = aws_s3_bucket.replica[each.key].id

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days           = each.value.noncurrent_days
      newer_noncurrent_versions = each.value.noncurrent_versions
    }

    expiration {
      expired_object_delete_marker = true
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = local.lifecycle_days.abort_multipart
    }
  }

  # The rule is about noncurrent versions, which exist with versioning only.
  depends_on = [aws_s3_bucket_versioning.replica]
}

data "aws_iam_policy_document" "replica" {
  for_each = local.state

  statement {
    sid       = "DenyPlainHttp"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.replica_arn, "${local.replica_arn}/*"]

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

  # A copy of every state: written by replication, read by nobody until an administrator needs it.
  statement {
    sid       = "DenyAllButReplication"
    effect    = "Deny"
    actions   = concat(["s3:GetObject", "s3:GetObjectVersion"], local.object_writes)
    resources = ["${local.replica_arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "ArnNotLike"
      variable = "aws:PrincipalArn"
      values   = concat(["${local.arn_prefix}:iam::${var.account_id}:role${var.role_path}${var.name_prefix}-role-state-replication"], local.administrators)
    }
  }

  statement {
    sid       = "DenyRemoval"
    effect    = "Deny"
    actions   = ["s3:DeleteBucket"]
    resources = [local.replica_arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

resource "aws_s3_bucket_policy" "replica" {
  for_each = local.state
  provider = aws.replica

  bucket = aws_s3_bucket.replica[each.key].id
  policy = data.aws_iam_policy_document.replica[each.key].json

  # S3 answers with a conflict when both change at once.
  depends_on = [aws_s3_bucket_public_access_block.replica]
}
