# The store of model artifacts. Its key is in key.tf, its policy in policy.tf, its copy in dr.tf, GPU nodes in node.tf,
# the security group of inference in inference.tf, image repositories in images.tf.
locals {
  common_tags = merge(var.common_tags, { Module = "model-platform" })

  # The parameter model_objects of the SCP s3-encryption names these buckets.
  bucket_name = "${lower(var.name_prefix)}-models${var.bucket_suffix}"

  # ARNs written out where policies name them, so that a plan shows the policies before the resources exist.
  bucket_arn    = "arn:${data.aws_partition.current.partition}:s3:::${local.bucket_name}"
  node_role_arn = "arn:${data.aws_partition.current.partition}:iam::${var.account_id}:role${var.role_path}${var.name_prefix}-gpu-node"
}

data "aws_partition" "current" {}

data "aws_region" "current" {}

resource "aws_s3_bucket" "models" {
  bucket = local.bucket_name
  tags   = merge(local.common_tags, { Name = local.bucket_name, BackupPolicy = var.backup_policy })
}

resource "aws_s3_bucket_ownership_controls" "models" {
  bucket = aws_s3_bucket.models.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "models" {
  bucket = aws_s3_bucket.models.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "models" {
  bucket = aws_s3_bucket.models.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "models" {
  bucket = aws_s3_bucket.models.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.models.arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "models" {
  # Rules on replaced versions need versioning.
  bucket = aws_s3_bucket_versioning.models.bucket

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

resource "aws_s3_bucket_logging" "models" {
  count = var.access_log_bucket == null ? 0 : 1

  bucket        = aws_s3_bucket.models.id
  target_bucket = var.access_log_bucket
  target_prefix = "${local.bucket_name}/"
}

resource "aws_s3_bucket_policy" "models" {
  # The public access block first: a policy and the block are refused when they are set at the same time.
  bucket = aws_s3_bucket_public_access_block.models.bucket
  policy = data.aws_iam_policy_document.store["main"].json
}
