resource "aws_s3_account_public_access_block" "pass_block" {
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_account_public_access_block" "fail_half" {
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = false
  restrict_public_buckets = true
}

resource "aws_s3_account_public_access_block" "fail_silent" {
  block_public_acls   = true
  block_public_policy = true
}

resource "aws_iam_account_password_policy" "pass_passwords" {
  minimum_password_length      = 14
  require_lowercase_characters = true
  require_uppercase_characters = true
  require_numbers              = true
  require_symbols              = true
}

resource "aws_iam_account_password_policy" "fail_short" {
  minimum_password_length      = 13
  require_lowercase_characters = true
  require_uppercase_characters = true
  require_numbers              = true
  require_symbols              = true
}

resource "aws_iam_account_password_policy" "fail_one_kind" {
  minimum_password_length      = 20
  require_lowercase_characters = true
  require_uppercase_characters = true
  require_numbers              = true
  require_symbols              = false
}

resource "aws_ebs_encryption_by_default" "pass_encryption" {
}

resource "aws_ebs_encryption_by_default" "fail_off" {
  enabled = false
}

resource "aws_ec2_instance_metadata_defaults" "pass_tokens" {
  http_tokens = "required"
}

resource "aws_ec2_instance_metadata_defaults" "fail_old" {
  http_tokens = "optional"
}

resource "aws_ec2_instance_metadata_defaults" "fail_no_preference" {
  http_put_response_hop_limit = 1
}

resource "aws_ebs_snapshot_block_public_access" "pass_snapshots" {
  state = "block-all-sharing"
}

resource "aws_ebs_snapshot_block_public_access" "fail_new_only" {
  state = "block-new-sharing"
}

resource "aws_ec2_image_block_public_access" "pass_images" {
  state = "block-new-sharing"
}

resource "aws_ec2_image_block_public_access" "fail_images" {
  state = "unblocked"
}

resource "aws_ssm_parameter" "length" {
  name           = "/passwords/length"
  type           = "String"
  insecure_value = "14"
}

resource "aws_iam_account_password_policy" "unknown_length" {
  minimum_password_length      = aws_ssm_parameter.length.version
  require_lowercase_characters = true
  require_uppercase_characters = true
  require_numbers              = true
  require_symbols              = true
}
