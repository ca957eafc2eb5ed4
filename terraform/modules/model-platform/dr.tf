# The store's copy in the DR Region: the same settings, a replica of the same key, and the replication itself.
locals {
  dr_bucket_name = var.replication_enabled ? "${lower(var.dr_name_prefix)}-models${var.bucket_suffix}" : null
  dr_bucket_arn  = var.replication_enabled ? "arn:${data.aws_partition.current.partition}:s3:::${local.dr_bucket_name}" : null
}

resource "aws_kms_replica_key" "dr" {
  provider = aws.dr
  count    = var.replication_enabled ? 1 : 0

  description             = "Model artifacts of ${var.dr_name_prefix}, replica"
  primary_key_arn         = aws_kms_key.models.arn
  deletion_window_in_days = var.kms_deletion_window_days
  policy                  = data.aws_iam_policy_document.key.json
  tags                    = merge(local.common_tags, { Name = "${var.dr_name_prefix}-kms-models", GuardrailsProtected = "true" })
}

# The copy is a backup itself, so that no backup of it is made.
resource "aws_s3_bucket" "dr" {
  provider = aws.dr
  count    = var.replication_enabled ? 1 : 0

  bucket = local.dr_bucket_name
  tags   = merge(local.common_tags, { Name = local.dr_bucket_name, BackupPolicy = "none" })
}

resource "aws_s3_bucket_ownership_controls" "dr" {
  provider = aws.dr
  count    = var.replication_enabled ? 1 : 0

  bucket = aws_s3_bucket.dr[0].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "dr" {
  provider = aws.dr
  count    = var.replication_enabled ? 1 : 0

  bucket = aws_s3_bucket.dr[0].id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "dr" {
  provider = aws.dr
  count    = var.replication_enabled ? 1 : 0

  bucket = aws_s3_bucket.dr[0].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "dr" {
  provider = aws.dr
  count    = var.replication_enabled ? 1 : 0

  bucket = aws_s3_bucket.dr[0].id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_replica_key.dr[0].arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "dr" {
  provider = aws.dr
  count    = var.replication_enabled ? 1 : 0

  bucket = aws_s3_bucket_versioning.dr[0].bucket

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = var.noncurrent_version_days
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = var.abort_multipart_days
    }
  }
}

resource "aws_s3_bucket_policy" "dr" {
  provider = aws.dr
  count    = var.replication_enabled ? 1 : 0

  bucket = aws_s3_bucket_public_access_block.dr[0].bucket
  policy = data.aws_iam_policy_document.store["dr"].json
}
