# account: Dev
resource "aws_s3_bucket" "trail" {
  bucket = "mm-dev-use1-audit"
}

resource "aws_cloudtrail" "core" {
  name           = "MM-dev-use1-cloudtrail-core"
  s3_bucket_name = aws_s3_bucket.trail.id
}

resource "aws_s3_bucket" "models" {
  bucket = "mm-dev-use1-models"
}

resource "aws_s3_bucket_lifecycle_configuration" "pass_of_a_trail" {
  bucket = aws_s3_bucket.trail.id

  rule {
    id     = "retention"
    status = "Enabled"

    filter {}

    expiration {
      days = 90
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "fail_of_a_trail" {
  bucket = aws_s3_bucket.trail.id

  rule {
    id     = "retention"
    status = "Enabled"

    filter {}

    expiration {
      days = 30
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "pass_of_the_organization" {
  bucket = "mm-org-cloudtrail"

  rule {
    id     = "retention"
    status = "Enabled"

    filter {}

    expiration {
      days = 365
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "fail_of_the_organization" {
  bucket = "mm-org-cloudtrail"

  rule {
    id     = "retention"
    status = "Enabled"

    filter {}

    expiration {
      days = 90
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "fail_by_name" {
  bucket = "mm-dev-use1-cloudtrail-core"

  rule {
    id     = "retention"
    status = "Enabled"

    filter {}

    expiration {
      days = 365
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "fail_never" {
  bucket = aws_s3_bucket.trail.id

  rule {
    id     = "retention"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "fail_disabled" {
  bucket = aws_s3_bucket.trail.id

  rule {
    id     = "retention"
    status = "Disabled"

    filter {}

    expiration {
      days = 90
    }
  }
}

# No trail writes here.
resource "aws_s3_bucket_lifecycle_configuration" "other" {
  bucket = aws_s3_bucket.models.id

  rule {
    id     = "retention"
    status = "Enabled"

    filter {}

    expiration {
      days = 30
    }
  }
}

resource "aws_ssm_parameter" "late" {
  name           = "/MM/dev/late"
  type           = "String"
  insecure_value = "x"
}

resource "aws_s3_bucket_lifecycle_configuration" "unknown_days" {
  bucket = aws_s3_bucket.trail.id

  rule {
    id     = "retention"
    status = "Enabled"

    filter {}

    expiration {
      days = aws_ssm_parameter.late.version
    }
  }
}
