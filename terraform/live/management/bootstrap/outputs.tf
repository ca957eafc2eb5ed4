output "plan_role_arn" {
  description = "Role of the plan job."
  value       = module.bootstrap.plan_role_arn
}

output "apply_role_arn" {
  description = "Role of the apply job."
  value       = module.bootstrap.apply_role_arn
}

output "state_bucket" {
  description = "Bucket that holds the state of every root."
  value       = module.bootstrap.state_bucket
}

output "state_replica_bucket" {
  description = "Its copy in the second Region."
  value       = module.bootstrap.state_replica_bucket
}

output "lock_table_arn" {
  description = "ARN of the lock table, as backend.hcl of every root has it; null with the lockfile."
  value       = module.bootstrap.lock_table_arn
}
