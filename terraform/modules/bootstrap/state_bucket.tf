locals {
  state          = var.state == null ? {} : { state = var.state }
  replica_name   = var.state == null ? "" : coalesce(var.state.replica_bucket, "${var.state.bucket}-replica")
  bucket_arn     = var.state == null ? "" : "${local.arn_prefix}:s3:::${var.state.bucket}"
  replica_arn    = "${local.arn_prefix}:s3:::${local.replica_name}"
  sse_algorithm  = try(var.state.kms_key_arn, null) == null ? "AES256" : "aws:kms"
  stateful_tags  = merge(local.common_tags, { BackupPolicy = "none" })
  lifecycle_days = { abort_multipart = 7 }
}

resource "aws_s3_bucket" "state" {
  for_each = local.state

  bucket = each.value.bucket

  # Versions and the replica are its backup, hence BackupPolicy none.
  tags = merge(local.stateful_tags, { Name = each.value.bucket })

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "state" {
  for_each = local.state

  bucket = aws_s3_bucket.state[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

# Row B8: SSE-S3, or the given KMS key.
resource "aws_s3_bucket_server_side_encryption_configuration" "state" {
  for_each = local.state

  bucket = aws_s3_bucket.state[each.key].id

  rule {
    bucket_key_enabled = each.value.kms_key_arn != null

    apply_server_side_encryption_by_default {
      sse_algorithm     = local.sse_algorithm
      kms_master_key_id = each.value.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "state" {
  for_each = local.state

  bucket                  = aws_s3_bucket.state[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "state" {
  for_each = local.state

  bucket = aws_s3_bucket.state[each.key].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "state" {
  for_each = local.state

  bucket = aws_s3_bucket.state[each.key].id

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days           = each.value.noncurrent_days
      newer_noncurrent_versions = each.value.noncurrent_versions
    }

    # Each released lockfile leaves a delete marker.
    expiration {
      expired_object_delete_marker = true
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = local.lifecycle_days.abort_multipart
    }
  }

  # The rule is about noncurrent versions, which exist with versioning only.
  depends_on = [aws_s3_bucket_versioning.state]
}
