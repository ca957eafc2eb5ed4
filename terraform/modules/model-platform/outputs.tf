output "bucket_name" {
  description = "Name of the model bucket."
  value       = aws_s3_bucket.models.bucket
}

output "bucket_arn" {
  description = "ARN of the model bucket."
  value       = aws_s3_bucket.models.arn
}

output "kms_key_arn" {
  description = "ARN of the model key; the organization file's parameter model_keys of s3-encryption lists it."
  value       = aws_kms_key.models.arn
}

output "dr_bucket_name" {
  description = "Name of the replica bucket; null without replication."
  value       = one(aws_s3_bucket.dr[*].bucket)
}

output "dr_kms_key_arn" {
  description = "ARN of the replica key in the DR Region; null without replication."
  value       = one(aws_kms_replica_key.dr[*].arn)
}

output "node_role_arn" {
  description = "ARN of the GPU node role."
  value       = aws_iam_role.gpu_node.arn
}

output "node_role_name" {
  description = "Name of the GPU node role."
  value       = aws_iam_role.gpu_node.name
}

output "instance_profile_name" {
  description = "Name of the instance profile with the GPU node role."
  value       = aws_iam_instance_profile.gpu_node.name
}

output "inference_security_group_id" {
  description = "Id of the security group of inference endpoints."
  value       = aws_security_group.inference.id
}

output "ecr_repository_urls" {
  description = "URL of each image repository, by name."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.repository_url }
}
