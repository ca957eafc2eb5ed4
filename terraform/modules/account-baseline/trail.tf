# The account's own trail (requirement B19), for as long as no organization trail replaces it (requirement A19).
locals {
  trail             = var.enable_trail ? 1 : 0
  trail_name        = "${var.name_prefix}-cloudtrail-core"
  trail_bucket_name = coalesce(var.trail_bucket_name, lower(local.trail_name))
  trail_bucket_arn  = "arn:${local.partition}:s3:::${local.trail_bucket_name}"

  # Any region of the account: the trail has one name, and this module does not know its region.
  trail_arn = "arn:${local.partition}:cloudtrail:*:${var.account_id}:trail/${local.trail_name}"
}

resource "aws_cloudtrail" "core" {
  count = local.trail

  name                          = local.trail_name
  s3_bucket_name                = aws_s3_bucket.trail[0].id
  kms_key_id                    = aws_kms_key.trail[0].arn
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
  enable_logging                = true

  tags = merge(local.common_tags, { Name = local.trail_name })

  # CloudTrail tests a write to the bucket when the trail is made.
  depends_on = [aws_s3_bucket_policy.trail]
}

resource "aws_s3_bucket" "trail" {
  count = local.trail

  bucket = local.trail_bucket_name
  tags   = merge(local.common_tags, { Name = local.trail_bucket_name, BackupPolicy = "none" })
}

resource "aws_s3_bucket_versioning" "trail" {
  count = local.trail

  bucket = aws_s3_bucket.trail[0].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "trail" {
  count = local.trail

  bucket = aws_s3_bucket.trail[0].id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.trail[0].arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "trail" {
  count = local.trail

  bucket                  = aws_s3_bucket.trail[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "trail" {
  count = local.trail

  bucket = aws_s3_bucket.trail[0].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "trail" {
  count = local.trail

  bucket = aws_s3_bucket.trail[0].id

  rule {
    id     = "retention"
    status = "Enabled"

    filter {}

    expiration {
      days = var.trail_retention_days
    }

    noncurrent_version_expiration {
      noncurrent_days = var.trail_retention_days
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  # AWS accepts the rule for noncurrent versions on a versioned bucket only.
  depends_on = [aws_s3_bucket_versioning.trail]
}

resource "aws_s3_bucket_policy" "trail" {
  count = local.trail

  bucket = aws_s3_bucket.trail[0].id
  policy = data.aws_iam_policy_document.trail_bucket.json

  # S3 refuses two changes of a bucket's access settings at the same time.
  depends_on = [aws_s3_bucket_public_access_block.trail]
}

resource "aws_kms_key" "trail" {
  count = local.trail

  description             = "Trail of the account (${var.name_prefix})"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.trail_key.json

  # The SCP audit-trail protects every key that carries this tag.
  tags = merge(local.common_tags, { Name = "${var.name_prefix}-kms-trail", GuardrailsProtected = "true" })
}

resource "aws_kms_alias" "trail" {
  count = local.trail

  name          = "alias/${var.name_prefix}-kms-trail"
  target_key_id = aws_kms_key.trail[0].key_id
}
