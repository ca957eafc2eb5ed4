locals {
  owner = {
    Sid       = "AccountDecides"
    Effect    = "Allow"
    Action    = "kms:*"
    Resource  = "*"
    Principal = { AWS = "arn:aws:iam::222222222222:root" }
  }
}

resource "aws_kms_key" "pass_topic" {
  description         = "Alerts"
  enable_key_rotation = true
}

resource "aws_kms_key" "pass_models" {
  description             = "Models"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = jsonencode({ Version = "2012-10-17", Statement = [local.owner] })
  tags                    = { Name = "MM-prod-use1-kms-models", GuardrailsProtected = "true" }
}

resource "aws_kms_key" "pass_signing" {
  description              = "Signatures"
  key_usage                = "SIGN_VERIFY"
  customer_master_key_spec = "ECC_NIST_P256"
}

resource "aws_kms_key" "fail_rotation" {
  description = "Alerts"
}

resource "aws_kms_key" "fail_window" {
  description             = "Alerts"
  enable_key_rotation     = true
  deletion_window_in_days = 7
}

resource "aws_kms_key" "fail_unprotected" {
  description         = "State"
  enable_key_rotation = true
  tags                = { Name = "MM-prod-use1-kms-state" }
}

resource "aws_kms_key" "fail_everybody" {
  description         = "Alerts"
  enable_key_rotation = true

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "kms:Decrypt", Resource = "*", Principal = { AWS = "*" } }]
  })
}

data "aws_iam_policy_document" "everybody" {
  statement {
    actions   = ["kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

resource "aws_kms_key" "fail_everybody_in_blocks" {
  description         = "Alerts"
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.everybody.json
}

data "aws_iam_policy_document" "organization" {
  statement {
    actions   = ["kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = ["o-exampleorgid"]
    }
  }
}

resource "aws_kms_key" "pass_organization" {
  description         = "Alerts"
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.organization.json
}

resource "aws_ssm_parameter" "policy" {
  name           = "/kms/policy"
  type           = "String"
  insecure_value = "{}"
}

resource "aws_kms_key" "unknown_policy" {
  description         = "Alerts"
  enable_key_rotation = true
  policy              = aws_ssm_parameter.policy.id
}

# A condition that anybody meets limits nothing.
resource "aws_kms_key" "fail_anybody_by_tls" {
  description         = "Alerts"
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "kms:*"
      Resource  = "*"
      Condition = { Bool = { "aws:SecureTransport" = "true" }, StringLike = { "aws:PrincipalArn" = "*" } }
    }]
  })
}

resource "aws_kms_key" "fail_all_but_one" {
  description         = "Alerts"
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect       = "Allow"
      NotPrincipal = { AWS = "arn:aws:iam::333333333333:root" }
      Action       = "kms:*"
      Resource     = "*"
    }]
  })
}

resource "aws_kms_key" "pass_callers_of_the_account" {
  description         = "Alerts"
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = ["*"] }
      Action    = "kms:Decrypt"
      Resource  = "*"
      Condition = { StringEquals = { "kms:CallerAccount" = "333333333333", "kms:ViaService" = "s3.us-east-1.amazonaws.com" } }
    }]
  })
}

resource "aws_kms_key_policy" "fail_beside" {
  key_id = aws_kms_key.pass_organization.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "kms:*", Resource = "*" }]
  })
}
