output "group_ids" {
  description = "Id of each group, by display name, whether made here or synced."
  value       = local.group_ids
}

output "permission_set_arns" {
  description = "ARN of each permission set, by name."
  value       = { for name, set in aws_ssoadmin_permission_set.this : name => set.arn }
}

output "assignments" {
  description = "The access matrix: group/set/account id -> reason."
  value       = { for key, assignment in local.assignments : key => assignment.reason }
}
