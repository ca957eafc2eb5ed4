data "aws_caller_identity" "this" {}

locals {
  account = data.aws_caller_identity.this.account_id
  name    = "recording-storage-${local.account}"
  version = "2012-10-17"

  access_log_bucket = "recording-access-logs" # It is there before.
}

resource "aws_s3_bucket" "this" {
  bucket = local.name
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id

  policy = jsonencode({
    Version = local.version
    Statement = [
      {
        Effect    = "Deny"
        Principal = { AWS = "*" }
        Action    = var.changed ? "s3:*" : "s3:GetObject"
        Resource  = [aws_s3_bucket.this.arn, "${aws_s3_bucket.this.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket                  = aws_s3_bucket.this.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = var.changed
}

resource "aws_s3_bucket_ownership_controls" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    object_ownership = var.changed ? "BucketOwnerEnforced" : "BucketOwnerPreferred"
  }
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = var.changed ? "Suspended" : "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    bucket_key_enabled = var.changed

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.this["first"].arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    id     = "expire"
    status = "Enabled"
    filter {}

    expiration {
      days = var.changed ? 60 : 30
    }
  }
}

resource "aws_s3_bucket_logging" "this" {
  bucket        = aws_s3_bucket.this.id
  target_bucket = local.access_log_bucket
  target_prefix = var.changed ? "after/" : "before/"
}

resource "aws_kms_key" "this" {
  for_each                = toset(["first", "second"])
  description             = var.changed ? "After" : "Before"
  enable_key_rotation     = var.changed
  deletion_window_in_days = 7

  policy = jsonencode({
    Version = local.version
    Statement = [{
      Sid       = var.changed ? "After" : "Before"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${local.account}:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })
}

resource "aws_kms_alias" "this" {
  name          = "alias/recording"
  target_key_id = aws_kms_key.this[var.changed ? "second" : "first"].id
}

resource "aws_dynamodb_table" "this" {
  name                        = "recording"
  hash_key                    = "LockID"
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = false

  attribute {
    name = "LockID"
    type = "S"
  }

  point_in_time_recovery {
    enabled = var.changed
  }

  server_side_encryption {
    enabled     = var.changed
    kms_key_arn = var.changed ? aws_kms_key.this["first"].arn : null
  }

  ttl {
    attribute_name = "Expires"
    enabled        = var.changed
  }
}

resource "aws_dynamodb_resource_policy" "this" {
  resource_arn = aws_dynamodb_table.this.arn

  policy = jsonencode({
    Version = local.version
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${local.account}:root" }
      Action    = var.changed ? "dynamodb:Query" : "dynamodb:GetItem"
      Resource  = aws_dynamodb_table.this.arn
    }]
  })
}

resource "aws_ecr_repository" "this" {
  name                 = "recording"
  image_tag_mutability = var.changed ? "IMMUTABLE" : "MUTABLE"
  force_delete         = true

  image_scanning_configuration {
    scan_on_push = var.changed
  }
}

resource "aws_ecr_lifecycle_policy" "this" {
  repository = aws_ecr_repository.this.name

  policy = jsonencode({
    rules = [{
      rulePriority = 1
      selection    = { tagStatus = "untagged", countType = "imageCountMoreThan", countNumber = var.changed ? 20 : 10 }
      action       = { type = "expire" }
    }]
  })
}
