# Two buckets that all accounts write to: trail and config. Versions are kept as long as the objects.
resource "aws_s3_bucket" "log" {
  for_each = local.log_buckets

  bucket = each.value.name
  tags   = merge(local.common_tags, { Name = each.value.name, BackupPolicy = "none" })
}

resource "aws_s3_bucket_versioning" "log" {
  for_each = local.log_buckets

  bucket = aws_s3_bucket.log[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "log" {
  for_each = local.log_buckets

  bucket = aws_s3_bucket.log[each.key].id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.log.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "log" {
  for_each = local.log_buckets

  bucket                  = aws_s3_bucket.log[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "log" {
  for_each = local.log_buckets

  bucket = aws_s3_bucket.log[each.key].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "log" {
  for_each = local.log_buckets

  bucket = aws_s3_bucket.log[each.key].id

  rule {
    id     = "retention"
    status = "Enabled"

    filter {}

    expiration {
      days = each.value.retention_days
    }

    noncurrent_version_expiration {
      noncurrent_days = each.value.retention_days
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  # AWS accepts the rule for noncurrent versions on a versioned bucket only.
  depends_on = [aws_s3_bucket_versioning.log]
}

resource "aws_s3_bucket_policy" "log" {
  for_each = {
    trail  = data.aws_iam_policy_document.trail_bucket.json
    config = data.aws_iam_policy_document.config_bucket.json
  }

  bucket = aws_s3_bucket.log[each.key].id
  policy = each.value

  # S3 refuses two changes of a bucket's access settings at the same time.
  depends_on = [aws_s3_bucket_public_access_block.log]
}
