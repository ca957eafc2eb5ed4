data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = [var.changed ? "lambda.amazonaws.com" : "ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "reads" {
  statement {
    actions   = [var.changed ? "s3:ListBucket" : "s3:GetObject"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "this" {
  name   = "recording"
  policy = data.aws_iam_policy_document.reads.json
}

resource "aws_iam_role" "this" {
  name                 = "recording"
  description          = var.changed ? "After" : "Before"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = var.changed ? 7200 : 3600
  permissions_boundary = var.changed ? aws_iam_policy.this.arn : null
}

resource "aws_iam_role" "other" {
  name                 = "recording-other"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = var.changed ? null : aws_iam_policy.this.arn
}

resource "aws_iam_role_policy" "this" {
  name   = "recording"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.reads.json
}

resource "aws_iam_instance_profile" "this" {
  name = "recording"
  role = var.changed ? aws_iam_role.other.name : aws_iam_role.this.name
}

resource "aws_iam_openid_connect_provider" "this" {
  url             = "https://token.actions.githubusercontent.com"
  client_id_list  = var.changed ? ["sts.amazonaws.com", "another"] : ["sts.amazonaws.com"]
  thumbprint_list = [var.changed ? "6938fd4d98bab03faadb97b34396831e3780aea1" : "1c58a3a8518e8759bf075b76b750d4f2df264fcd"]
}

resource "aws_iam_account_password_policy" "this" {
  minimum_password_length = var.changed ? 16 : 14
}

resource "aws_account_alternate_contact" "this" {
  alternate_contact_type = "SECURITY"
  name                   = var.changed ? "After" : "Before"
  title                  = "Security"
  email_address          = "security@example.com"
  phone_number           = "+15550100"
}

resource "aws_s3_account_public_access_block" "this" {
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = var.changed
}

resource "aws_ebs_encryption_by_default" "this" {
  enabled = !var.changed
}

resource "aws_ebs_snapshot_block_public_access" "this" {
  state = var.changed ? "block-all-sharing" : "block-new-sharing"
}

resource "aws_ec2_image_block_public_access" "this" {
  state = var.changed ? "unblocked" : "block-new-sharing"
}

resource "aws_ec2_instance_metadata_defaults" "this" {
  http_tokens                 = "required"
  http_put_response_hop_limit = var.changed ? 2 : 1
}
