resource "aws_kms_key" "logs" {
  description = "logs"
}

resource "aws_cloudtrail" "pass_whole" {
  name                       = "MM-mgmt-use1-cloudtrail-pass-whole"
  s3_bucket_name             = "mm-org-cloudtrail"
  kms_key_id                 = "arn:aws:kms:us-east-1:111111111111:key/mrk-99999999aaaaaaaabbbbbbbbcccccccc"
  is_organization_trail      = true
  is_multi_region_trail      = true
  enable_log_file_validation = true
}

resource "aws_cloudtrail" "pass_late_key" {
  name                       = "MM-mgmt-use1-cloudtrail-pass-late-key"
  s3_bucket_name             = "mm-org-cloudtrail"
  kms_key_id                 = aws_kms_key.logs.arn
  is_organization_trail      = true
  is_multi_region_trail      = true
  enable_log_file_validation = true
}

resource "aws_cloudtrail" "fail_account" {
  name                       = "MM-mgmt-use1-cloudtrail-fail-account"
  s3_bucket_name             = "mm-org-cloudtrail"
  kms_key_id                 = "arn:aws:kms:us-east-1:111111111111:key/mrk-99999999aaaaaaaabbbbbbbbcccccccc"
  is_organization_trail      = false
  is_multi_region_trail      = true
  enable_log_file_validation = true
}

resource "aws_cloudtrail" "fail_region" {
  name                       = "MM-mgmt-use1-cloudtrail-fail-region"
  s3_bucket_name             = "mm-org-cloudtrail"
  kms_key_id                 = "arn:aws:kms:us-east-1:111111111111:key/mrk-99999999aaaaaaaabbbbbbbbcccccccc"
  is_organization_trail      = true
  is_multi_region_trail      = false
  enable_log_file_validation = true
}

resource "aws_cloudtrail" "fail_unvalidated" {
  name                       = "MM-mgmt-use1-cloudtrail-fail-unvalidated"
  s3_bucket_name             = "mm-org-cloudtrail"
  kms_key_id                 = "arn:aws:kms:us-east-1:111111111111:key/mrk-99999999aaaaaaaabbbbbbbbcccccccc"
  is_organization_trail      = true
  is_multi_region_trail      = true
  enable_log_file_validation = false
}

resource "aws_cloudtrail" "fail_stopped" {
  name                       = "MM-mgmt-use1-cloudtrail-fail-stopped"
  s3_bucket_name             = "mm-org-cloudtrail"
  kms_key_id                 = "arn:aws:kms:us-east-1:111111111111:key/mrk-99999999aaaaaaaabbbbbbbbcccccccc"
  is_organization_trail      = true
  is_multi_region_trail      = true
  enable_log_file_validation = true
  enable_logging             = false
}

resource "aws_cloudtrail" "fail_no_key" {
  name                       = "MM-mgmt-use1-cloudtrail-fail-no-key"
  s3_bucket_name             = "mm-org-cloudtrail"
  kms_key_id                 = null
  is_organization_trail      = true
  is_multi_region_trail      = true
  enable_log_file_validation = true
}

resource "aws_cloudtrail" "fail_bare" {
  name           = "MM-mgmt-use1-cloudtrail-bare"
  s3_bucket_name = "mm-org-cloudtrail"
}

resource "aws_ssm_parameter" "late" {
  name           = "/MM/dev/late"
  type           = "String"
  insecure_value = "x"
}

resource "aws_cloudtrail" "unknown_regions" {
  name                       = "MM-mgmt-use1-cloudtrail-unknown-regions"
  s3_bucket_name             = "mm-org-cloudtrail"
  kms_key_id                 = "arn:aws:kms:us-east-1:111111111111:key/mrk-99999999aaaaaaaabbbbbbbbcccccccc"
  is_organization_trail      = true
  is_multi_region_trail      = tobool(aws_ssm_parameter.late.arn)
  enable_log_file_validation = true
}

# None is made.
resource "aws_cloudtrail" "none" {
  for_each = toset([])

  name           = "MM-mgmt-use1-cloudtrail-none"
  s3_bucket_name = "mm-org-cloudtrail"
}
