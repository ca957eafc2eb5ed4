output "config_recorder_name" {
  description = "Name of the Config recorder, known once it records; null without Config."
  value       = one(aws_config_configuration_recorder_status.this[*].name)
}

output "config_role_arn" {
  description = "ARN of the role the recorder uses; null without Config."
  value       = one(aws_iam_role.config[*].arn)
}

output "guardduty_detector_id" {
  description = "Id of the detector made here; null where the organization enrolls the account."
  value       = one(aws_guardduty_detector.this[*].id)
}

output "trail_arn" {
  description = "ARN of the account's own trail; null without one."
  value       = one(aws_cloudtrail.core[*].arn)
}

output "trail_bucket_name" {
  description = "Bucket of the account's own trail; null without one."
  value       = one(aws_s3_bucket.trail[*].id)
}

output "trail_key_arn" {
  description = "ARN of the key of the account's own trail; null without one."
  value       = one(aws_kms_key.trail[*].arn)
}
