output "bucket_name" {
  description = "Bucket of model artifacts."
  value       = module.model_platform.bucket_name
}

output "kms_key_arn" {
  description = "ARN of the model key; model_keys of the policy s3-encryption in the organization file."
  value       = module.model_platform.kms_key_arn
}

output "dr_kms_key_arn" {
  description = "ARN of its replica in the second Region; null without one."
  value       = module.model_platform.dr_kms_key_arn
}

output "node_role_arn" {
  description = "Role of GPU nodes."
  value       = module.model_platform.node_role_arn
}

output "inference_security_group_id" {
  description = "Security group of inference endpoints."
  value       = module.model_platform.inference_security_group_id
}
