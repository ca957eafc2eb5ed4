output "assignments" {
  description = "The access matrix: group/set/account id and the reason."
  value       = module.identity.assignments
}

output "permission_set_arns" {
  description = "ARN of each permission set."
  value       = module.identity.permission_set_arns
}
