output "topic_arn" {
  description = "ARN of the SNS topic that budgets and anomalies publish to."
  value       = aws_sns_topic.alerts.arn
}

output "kms_key_arn" {
  description = "ARN of the key that encrypts the topic."
  value       = aws_kms_key.alerts.arn
}

output "budget_names" {
  description = "Name of the budget of each account, by account name."
  value       = { for name, budget in aws_budgets_budget.account : name => budget.name }
}

output "monitor_arns" {
  description = "ARNs of the anomaly monitors: SERVICE and one LINKED_ACCOUNT monitor per account name."
  value       = local.monitor_arns
}

output "subscription_arn" {
  description = "ARN of the subscription that reports anomalies."
  value       = aws_ce_anomaly_subscription.immediate.arn
}
