output "budget_names" {
  description = "Name of each account's budget."
  value       = module.cost_management.budget_names
}

output "topic_arn" {
  description = "ARN of the topic that budgets and anomalies publish to."
  value       = module.cost_management.topic_arn
}
