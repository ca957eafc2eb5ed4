output "config_rule_names" {
  description = "Names of the Config rules made here."
  value       = sort(keys(aws_config_config_rule.this))
}

output "trail_arn" {
  description = "ARN of the trail that logs this account: the organization's or the one made here; null when logging is off."
  value       = var.enable_cloudtrail ? try(aws_cloudtrail.account["core"].arn, var.organization_trail_arn) : null
}

output "forwarded_event_patterns" {
  description = "Rule -> event pattern (JSON) of what is forwarded to the security account's bus."
  value       = { for name, rule in aws_cloudwatch_event_rule.forward : name => rule.event_pattern }
}

output "forward_role_arn" {
  description = "ARN of the role with which EventBridge forwards findings; null when nothing is forwarded."
  value       = try(aws_iam_role.forward["events"].arn, null)
}

output "scp_denials_proved" {
  description = "true: every action of scp_deny_actions is denied by a given SCP document; false: no documents were given."
  value       = var.effective_scp_documents != null

  # On an output, so that a plan fails before anything is made.
  precondition {
    condition     = var.effective_scp_documents == null || length(local.undenied_actions) == 0
    error_message = "Expected every action of scp_deny_actions to be denied by an effective SCP; not denied: ${join(", ", local.undenied_actions)}."
  }
}
