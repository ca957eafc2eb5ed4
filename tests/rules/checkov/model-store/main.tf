resource "aws_s3_bucket" "pass_models" {
  bucket = "mm-prod-use1-models"
}

resource "aws_s3_bucket_versioning" "a" {
  bucket = aws_s3_bucket.pass_models.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "a" {
  bucket = aws_s3_bucket.pass_models.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = "arn:aws:kms:us-east-1:333333333333:key/mrk-11111111222222223333333344444444"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "a" {
  bucket                  = aws_s3_bucket.pass_models.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "a" {
  bucket = aws_s3_bucket.pass_models.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::mm-prod-use1-models", "arn:aws:s3:::mm-prod-use1-models/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

# The key is made in the same apply, and the parts name each other.
resource "aws_kms_key" "models" {
  description         = "Models"
  enable_key_rotation = true
}

resource "aws_s3_bucket" "pass_chain" {
  bucket = "mm-prod-use1-models-b"
}

resource "aws_s3_bucket_versioning" "b" {
  bucket = aws_s3_bucket.pass_chain.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
  bucket = aws_s3_bucket_versioning.b.bucket

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.models.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "b" {
  bucket                  = "mm-prod-use1-models-b"
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "aws_iam_policy_document" "b" {
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.pass_chain.arn, "${aws_s3_bucket.pass_chain.arn}/*"]

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
}

resource "aws_s3_bucket_policy" "b" {
  bucket = aws_s3_bucket_public_access_block.b.bucket
  policy = data.aws_iam_policy_document.b.json
}

resource "aws_s3_bucket" "fail_bare" {
  bucket = "mm-prod-use1-models-c"
}

resource "aws_s3_bucket" "fail_key_of_aws" {
  bucket = "mm-prod-use1-models-d"
}

resource "aws_s3_bucket_versioning" "d" {
  bucket = aws_s3_bucket.fail_key_of_aws.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "d" {
  bucket = aws_s3_bucket.fail_key_of_aws.id

  rule {

    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "d" {
  bucket                  = aws_s3_bucket.fail_key_of_aws.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "d" {
  bucket = aws_s3_bucket.fail_key_of_aws.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::mm-prod-use1-models-d", "arn:aws:s3:::mm-prod-use1-models-d/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket" "fail_no_bucket_key" {
  bucket = "mm-prod-use1-models-e"
}

resource "aws_s3_bucket_versioning" "e" {
  bucket = aws_s3_bucket.fail_no_bucket_key.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "e" {
  bucket = aws_s3_bucket.fail_no_bucket_key.id

  rule {
    bucket_key_enabled = false

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = "arn:aws:kms:us-east-1:333333333333:key/mrk-11111111222222223333333344444444"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "e" {
  bucket                  = aws_s3_bucket.fail_no_bucket_key.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "e" {
  bucket = aws_s3_bucket.fail_no_bucket_key.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::mm-prod-use1-models-e", "arn:aws:s3:::mm-prod-use1-models-e/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

# Somebody reads it, TLS or not.
resource "aws_s3_bucket" "fail_plain_http" {
  bucket = "mm-prod-use1-models-f"
}

resource "aws_s3_bucket_versioning" "f" {
  bucket = aws_s3_bucket.fail_plain_http.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "f" {
  bucket = aws_s3_bucket.fail_plain_http.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = "arn:aws:kms:us-east-1:333333333333:key/mrk-11111111222222223333333344444444"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "f" {
  bucket                  = aws_s3_bucket.fail_plain_http.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "f" {
  bucket = aws_s3_bucket.fail_plain_http.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::mm-prod-use1-models-f", "arn:aws:s3:::mm-prod-use1-models-f/*"]
      Condition = { Bool = { "aws:SecureTransport" = "true" } }
    }]
  })
}

# Of two buckets one is closed.
resource "aws_s3_bucket" "fail_each" {
  for_each = toset(["g", "h"])

  bucket = "mm-prod-use1-models-${each.key}"
}

resource "aws_s3_bucket_versioning" "g" {
  bucket = aws_s3_bucket.fail_each["g"].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "g" {
  bucket = aws_s3_bucket.fail_each["g"].id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = "arn:aws:kms:us-east-1:333333333333:key/mrk-11111111222222223333333344444444"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "g" {
  bucket                  = aws_s3_bucket.fail_each["h"].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# The bucket is that of other code.
resource "aws_s3_bucket_public_access_block" "fail_elsewhere" {
  bucket                  = "mm-dev-use1-models"
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = false
}

resource "aws_s3_bucket_public_access_block" "pass_elsewhere" {
  bucket                  = "mm-dev-use1-models-old"
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_ssm_parameter" "late" {
  name           = "/state/late"
  type           = "String"
  insecure_value = "Enabled"
}

resource "aws_s3_bucket" "unknown_status" {
  bucket = "mm-prod-use1-models-i"
}

resource "aws_s3_bucket_versioning" "i" {
  bucket = aws_s3_bucket.unknown_status.id

  versioning_configuration {
    status = aws_ssm_parameter.late.id
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "i" {
  bucket = aws_s3_bucket.unknown_status.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = "arn:aws:kms:us-east-1:333333333333:key/mrk-11111111222222223333333344444444"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "i" {
  bucket                  = aws_s3_bucket.unknown_status.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "i" {
  bucket = aws_s3_bucket.unknown_status.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::mm-prod-use1-models-i", "arn:aws:s3:::mm-prod-use1-models-i/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

# Another bucket is none of this rule's business.
resource "aws_s3_bucket" "web" {
  bucket = "mm-dev-use1-web"
}

# The denial says nothing of the objects.
resource "aws_s3_bucket" "fail_objects_in_the_clear" {
  bucket = "mm-prod-use1-models-j"
}

resource "aws_s3_bucket_versioning" "j" {
  bucket = aws_s3_bucket.fail_objects_in_the_clear.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "j" {
  bucket = aws_s3_bucket.fail_objects_in_the_clear.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = "arn:aws:kms:us-east-1:333333333333:key/mrk-11111111222222223333333344444444"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "j" {
  bucket                  = aws_s3_bucket.fail_objects_in_the_clear.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "j" {
  bucket = aws_s3_bucket.fail_objects_in_the_clear.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = "arn:aws:s3:::mm-prod-use1-models-j"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

# The second row leaves out whoever is of the account.
resource "aws_s3_bucket" "fail_others_in_the_clear" {
  bucket = "mm-prod-use1-models-k"
}

resource "aws_s3_bucket_versioning" "k" {
  bucket = aws_s3_bucket.fail_others_in_the_clear.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "k" {
  bucket = aws_s3_bucket.fail_others_in_the_clear.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = "arn:aws:kms:us-east-1:333333333333:key/mrk-11111111222222223333333344444444"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "k" {
  bucket                  = aws_s3_bucket.fail_others_in_the_clear.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "k" {
  bucket = aws_s3_bucket.fail_others_in_the_clear.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::mm-prod-use1-models-k", "arn:aws:s3:::mm-prod-use1-models-k/*"]
      Condition = {
        Bool            = { "aws:SecureTransport" = "false" }
        StringNotEquals = { "aws:PrincipalAccount" = "333333333333" }
      }
    }]
  })
}

# Actions are compared without regard to case.
resource "aws_s3_bucket" "pass_if_exists" {
  bucket = "mm-prod-use1-models-l"
}

resource "aws_s3_bucket_versioning" "l" {
  bucket = aws_s3_bucket.pass_if_exists.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "l" {
  bucket = aws_s3_bucket.pass_if_exists.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = "arn:aws:kms:us-east-1:333333333333:key/mrk-11111111222222223333333344444444"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "l" {
  bucket                  = aws_s3_bucket.pass_if_exists.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "l" {
  bucket = aws_s3_bucket.pass_if_exists.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "S3:*"
      Resource  = ["arn:aws:s3:::mm-prod-use1-models-l", "arn:aws:s3:::mm-prod-use1-models-l/*"]
      Condition = { BoolIfExists = { "aws:SecureTransport" = false } }
    }]
  })
}

locals {
  made = aws_kms_key.made.arn
}

resource "aws_kms_key" "made" {
  enable_key_rotation = true
}

# A key of the same apply, by way of a local: a plan leaves it out.
resource "aws_s3_bucket" "pass_key_by_a_local" {
  bucket = "mm-prod-use1-models-m"
}

resource "aws_s3_bucket_versioning" "m" {
  bucket = aws_s3_bucket.pass_key_by_a_local.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "m" {
  bucket = aws_s3_bucket.pass_key_by_a_local.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = local.made
    }
  }
}

resource "aws_s3_bucket_public_access_block" "m" {
  bucket                  = aws_s3_bucket.pass_key_by_a_local.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "m" {
  bucket = aws_s3_bucket.pass_key_by_a_local.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "S3:*"
      Resource  = ["arn:aws:s3:::mm-prod-use1-models-m", "arn:aws:s3:::mm-prod-use1-models-m/*"]
      Condition = { BoolIfExists = { "aws:SecureTransport" = false } }
    }]
  })
}
