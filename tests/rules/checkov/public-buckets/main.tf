resource "aws_s3_bucket" "models" {
  bucket = "mm-prod-use1-models"
}

data "aws_iam_policy_document" "world" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.models.arn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

resource "aws_s3_bucket_policy" "fail_world" {
  bucket = aws_s3_bucket.models.id
  policy = data.aws_iam_policy_document.world.json
}

resource "aws_s3_bucket_policy" "fail_literal" {
  bucket = "mm-prod-use1-site"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "s3:GetObject", Resource = "arn:aws:s3:::mm-prod-use1-site/*" }] })
}

# Everybody else is everybody.
resource "aws_s3_bucket_policy" "fail_not_principal" {
  bucket = "mm-prod-use1-site"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", NotPrincipal = { AWS = "arn:aws:iam::999999999999:root" }, Action = "s3:GetObject", Resource = "arn:aws:s3:::mm-prod-use1-site/*" }] })
}

# A condition that holds for everybody limits nobody.
resource "aws_s3_bucket_policy" "fail_vacuous" {
  bucket = "mm-prod-use1-site"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::mm-prod-use1-site/*"
      Condition = { StringLike = { "aws:PrincipalArn" = "*" } }
    }]
  })
}

resource "aws_s3_bucket_policy" "pass_distribution" {
  bucket = "mm-prod-use1-site"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "cloudfront.amazonaws.com" }
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::mm-prod-use1-site/*"
        Condition = { StringEquals = { "aws:SourceArn" = "arn:aws:cloudfront::333333333333:distribution/E1EXAMPLE" } }
      },
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = "arn:aws:s3:::mm-prod-use1-site/*"
        Condition = { StringEquals = { "aws:SourceVpce" = "vpce-0123456789abcdef0" } }
      },
      {
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = "arn:aws:s3:::mm-prod-use1-site/*"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_s3_bucket_acl" "fail_public" {
  bucket = aws_s3_bucket.models.id
  acl    = "public-read"
}

resource "aws_s3_bucket_acl" "pass_private" {
  bucket = aws_s3_bucket.models.id
  acl    = "private"
}

resource "aws_s3_bucket_acl" "fail_grant" {
  bucket = aws_s3_bucket.models.id

  access_control_policy {
    owner {
      id = "0123456789abcdef"
    }
    grant {
      permission = "READ"
      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/global/AllUsers"
      }
    }
  }
}

resource "aws_ssm_parameter" "policy" {
  name           = "/site/policy"
  type           = "String"
  insecure_value = "{}"
}

resource "aws_s3_bucket_policy" "unknown_parameter" {
  bucket = "mm-prod-use1-site"
  policy = aws_ssm_parameter.policy.arn
}

data "aws_iam_policy_document" "dynamic" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::mm-prod-use1-site/*"]
    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }
  }

  dynamic "statement" {
    for_each = ["arn:aws:iam::333333333333:root"]

    content {
      actions   = ["s3:GetObject"]
      resources = ["arn:aws:s3:::mm-prod-use1-site/*"]
      principals {
        type        = "AWS"
        identifiers = [statement.value]
      }
    }
  }
}

resource "aws_s3_bucket_policy" "hclunknown_dynamic" {
  bucket = "mm-prod-use1-site"
  policy = data.aws_iam_policy_document.dynamic.json
}
