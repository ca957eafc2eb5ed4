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

# Conditions that limit nobody, or somebody.
resource "aws_s3_bucket_policy" "fail_any_org" {
  bucket = "mm-prod-use1-org"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "s3:GetObject", Resource = "arn:aws:s3:::mm-prod-use1-org/*", Condition = { StringLike = { "aws:PrincipalOrgID" = "o-*" } } }] })
}

resource "aws_s3_bucket_policy" "fail_any_role" {
  bucket = "mm-prod-use1-role"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "s3:GetObject", Resource = "arn:aws:s3:::mm-prod-use1-role/*", Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/reader" } } }] })
}

resource "aws_s3_bucket_policy" "fail_any_endpoint" {
  bucket = "mm-prod-use1-endpoint"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::mm-prod-use1-endpoint/*", Condition = { StringLike = { "aws:SourceVpce" = "vpce-*" } } }] })
}

resource "aws_s3_bucket_policy" "fail_any_address" {
  bucket = "mm-prod-use1-address"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::mm-prod-use1-address/*", Condition = { IpAddress = { "aws:SourceIp" = ["10.1.0.0/16", "0.0.0.0/0"] } } }] })
}

resource "aws_s3_bucket_policy" "pass_units" {
  bucket = "mm-prod-use1-units"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::mm-prod-use1-units/*", Condition = { "ForAnyValue:StringLike" = { "aws:PrincipalOrgPaths" = "o-exampleorgid/r-ab12/*" } } }] })
}

resource "aws_s3_bucket_policy" "pass_role" {
  bucket = "mm-prod-use1-roles"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::mm-prod-use1-roles/*", Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::333333333333:role/*" } } }] })
}

# The argument of the bucket itself, and the grants of a copied object.
resource "aws_s3_bucket" "fail_policy_inside" {
  bucket = "mm-prod-use1-inside"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::mm-prod-use1-inside/*" }] })
}

resource "aws_s3_object_copy" "fail_grant" {
  bucket = "mm-prod-use1-copies"
  key    = "index.html"
  source = "mm-prod-use1-site/index.html"

  grant {
    type        = "Group"
    uri         = "http://acs.amazonaws.com/groups/global/AllUsers"
    permissions = ["READ"]
  }
}
