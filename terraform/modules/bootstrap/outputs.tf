output "plan_role_arn" {
  description = "Read-only role of the plan job."
  value       = aws_iam_role.plan.arn
}

output "apply_role_arn" {
  description = "Role of the apply job."
  value       = aws_iam_role.apply.arn
}

output "permissions_boundary_arn" {
  description = "Boundary of the apply role."
  value       = aws_iam_policy.boundary.arn
}

output "oidc_provider_arns" {
  description = "OIDC providers by name: github, gitlab (those that exist)."
  value       = { for name, provider in aws_iam_openid_connect_provider.this : name => provider.arn }
}

output "state_bucket" {
  description = "Name of the state bucket; null in accounts without one."
  value       = one([for bucket in aws_s3_bucket.state : bucket.bucket])
}

output "state_bucket_arn" {
  description = "ARN of the state bucket; null in accounts without one."
  value       = one([for bucket in aws_s3_bucket.state : bucket.arn])
}

output "state_replica_bucket" {
  description = "Name of the replica in the second Region; null in accounts without one."
  value       = one([for bucket in aws_s3_bucket.replica : bucket.bucket])
}

output "lock_table_arn" {
  description = "ARN of the lock table; null with the lockfile. Roles of other accounts must use the ARN, not the name, as dynamodb_table."
  value       = one([for table in aws_dynamodb_table.lock : table.arn])
}

output "backend" {
  description = "Values of backend.hcl for every root: bucket, encrypt, use_lockfile, dynamodb_table, kms_key_id. Null in accounts without the bucket."
  value = var.state == null ? null : {
    bucket         = var.state.bucket
    encrypt        = true
    use_lockfile   = var.state.lock_table == null
    dynamodb_table = one([for table in aws_dynamodb_table.lock : table.arn])
    kms_key_id     = var.state.kms_key_arn
  }
}
