resource "aws_cloudtrail" "organization" {
  name                          = local.trail_name
  s3_bucket_name                = aws_s3_bucket.log["trail"].id
  kms_key_id                    = aws_kms_key.log.arn
  is_organization_trail         = true
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
  enable_logging                = true

  tags = merge(local.common_tags, { Name = local.trail_name })

  # CloudTrail tests a write to the bucket when the trail is made.
  depends_on = [aws_s3_bucket_policy.log]
}
