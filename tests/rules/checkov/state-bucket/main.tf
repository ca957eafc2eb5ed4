resource "aws_s3_bucket" "pass_state" {
  bucket = "mm-terraform-state"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "v_pass_state" {
  bucket = aws_s3_bucket.pass_state.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "v_pass_state" {
  bucket = aws_s3_bucket.pass_state.id

  rule {

    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "v_pass_state" {
  bucket                  = aws_s3_bucket.pass_state.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "v_pass_state" {
  bucket = aws_s3_bucket.pass_state.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::mm-terraform-state", "arn:aws:s3:::mm-terraform-state/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket_replication_configuration" "v_pass_state" {
  bucket = aws_s3_bucket.pass_state.id
  role   = "arn:aws:iam::111111111111:role/MM-mgmt-use1-role-replication"

  rule {
    status = "Enabled"

    destination {
      bucket = "arn:aws:s3:::mm-terraform-state-replica"
    }
  }
}

# The parts name the bucket by its text, and by way of each other.
resource "aws_s3_bucket" "pass_chain" {
  bucket = "mm-dev-tfstate"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "chain" {
  bucket = "mm-dev-tfstate"

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "chain" {
  bucket = aws_s3_bucket_versioning.chain.bucket

  rule {

    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "chain" {
  bucket                  = aws_s3_bucket.pass_chain.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "aws_iam_policy_document" "chain" {
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

resource "aws_s3_bucket_policy" "chain" {
  bucket = aws_s3_bucket_public_access_block.chain.bucket
  policy = data.aws_iam_policy_document.chain.json
}

resource "aws_s3_bucket_replication_configuration" "chain" {
  bucket = aws_s3_bucket_versioning.chain.id
  role   = "arn:aws:iam::111111111111:role/MM-mgmt-use1-role-replication"

  rule {
    status = "Enabled"

    destination {
      bucket = "arn:aws:s3:::mm-terraform-state-replica"
    }
  }
}

resource "aws_s3_bucket" "pass_replica" {
  bucket = "mm-terraform-state-replica"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "replica" {
  bucket = aws_s3_bucket.pass_replica.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "replica" {
  bucket = aws_s3_bucket.pass_replica.id

  rule {

    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "replica" {
  bucket                  = aws_s3_bucket.pass_replica.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "replica" {
  bucket = aws_s3_bucket.pass_replica.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::mm-terraform-state-replica", "arn:aws:s3:::mm-terraform-state-replica/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket" "fail_bare" {
  bucket = "mm-a-tfstate"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket" "fail_destroyed" {
  bucket        = "mm-b-tfstate"
  force_destroy = true

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "v_fail_destroyed" {
  bucket = aws_s3_bucket.fail_destroyed.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "v_fail_destroyed" {
  bucket = aws_s3_bucket.fail_destroyed.id

  rule {

    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "v_fail_destroyed" {
  bucket                  = aws_s3_bucket.fail_destroyed.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "v_fail_destroyed" {
  bucket = aws_s3_bucket.fail_destroyed.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::mm-b-tfstate", "arn:aws:s3:::mm-b-tfstate/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket_replication_configuration" "v_fail_destroyed" {
  bucket = aws_s3_bucket.fail_destroyed.id
  role   = "arn:aws:iam::111111111111:role/MM-mgmt-use1-role-replication"

  rule {
    status = "Enabled"

    destination {
      bucket = "arn:aws:s3:::mm-terraform-state-replica"
    }
  }
}

resource "aws_s3_bucket" "fail_suspended" {
  bucket = "mm-c-tfstate"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "c" {
  bucket = aws_s3_bucket.fail_suspended.id

  versioning_configuration {
    status = "Suspended"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "c" {
  bucket = aws_s3_bucket.fail_suspended.id

  rule {

    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "c" {
  bucket                  = aws_s3_bucket.fail_suspended.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "c" {
  bucket = aws_s3_bucket.fail_suspended.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::mm-c-tfstate", "arn:aws:s3:::mm-c-tfstate/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket_replication_configuration" "c" {
  bucket = aws_s3_bucket.fail_suspended.id
  role   = "arn:aws:iam::111111111111:role/MM-mgmt-use1-role-replication"

  rule {
    status = "Enabled"

    destination {
      bucket = "arn:aws:s3:::mm-terraform-state-replica"
    }
  }
}

resource "aws_s3_bucket" "fail_half_closed" {
  bucket = "mm-d-tfstate"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "d" {
  bucket = aws_s3_bucket.fail_half_closed.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "d" {
  bucket = aws_s3_bucket.fail_half_closed.id

  rule {

    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "d" {
  bucket                  = aws_s3_bucket.fail_half_closed.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = false
}

resource "aws_s3_bucket_policy" "d" {
  bucket = aws_s3_bucket.fail_half_closed.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::mm-d-tfstate", "arn:aws:s3:::mm-d-tfstate/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket_replication_configuration" "d" {
  bucket = aws_s3_bucket.fail_half_closed.id
  role   = "arn:aws:iam::111111111111:role/MM-mgmt-use1-role-replication"

  rule {
    status = "Enabled"

    destination {
      bucket = "arn:aws:s3:::mm-terraform-state-replica"
    }
  }
}

resource "aws_s3_bucket" "fail_replication_off" {
  bucket = "mm-e-tfstate"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "e" {
  bucket = aws_s3_bucket.fail_replication_off.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "e" {
  bucket = aws_s3_bucket.fail_replication_off.id

  rule {

    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "e" {
  bucket                  = aws_s3_bucket.fail_replication_off.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "e" {
  bucket = aws_s3_bucket.fail_replication_off.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::mm-e-tfstate", "arn:aws:s3:::mm-e-tfstate/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket_replication_configuration" "e" {
  bucket = aws_s3_bucket.fail_replication_off.id
  role   = "arn:aws:iam::111111111111:role/MM-mgmt-use1-role-replication"

  rule {
    status = "Disabled"

    destination {
      bucket = "arn:aws:s3:::mm-terraform-state-replica"
    }
  }
}

resource "aws_ssm_parameter" "late" {
  name           = "/state/late"
  type           = "String"
  insecure_value = "Enabled"
}

resource "aws_s3_bucket" "unknown_status" {
  bucket = "mm-f-tfstate"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "f" {
  bucket = aws_s3_bucket.unknown_status.id

  versioning_configuration {
    status = aws_ssm_parameter.late.id
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "f" {
  bucket = aws_s3_bucket.unknown_status.id

  rule {

    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "f" {
  bucket                  = aws_s3_bucket.unknown_status.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "f" {
  bucket = aws_s3_bucket.unknown_status.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::mm-f-tfstate", "arn:aws:s3:::mm-f-tfstate/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket_replication_configuration" "f" {
  bucket = aws_s3_bucket.unknown_status.id
  role   = "arn:aws:iam::111111111111:role/MM-mgmt-use1-role-replication"

  rule {
    status = "Enabled"

    destination {
      bucket = "arn:aws:s3:::mm-terraform-state-replica"
    }
  }
}

# Another bucket is none of this rule's business.
resource "aws_s3_bucket" "web" {
  bucket = "mm-dev-use1-web"
}
