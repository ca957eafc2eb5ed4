output "plan_role_arn" {
  description = "Role of the plan job."
  value       = module.bootstrap.plan_role_arn
}

output "apply_role_arn" {
  description = "Role of the apply job."
  value       = module.bootstrap.apply_role_arn
}
