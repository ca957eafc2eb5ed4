output "trail_arn" {
  description = "ARN of the organization trail."
  value       = aws_cloudtrail.organization.arn
}

output "trail_name" {
  description = "Name of the organization trail."
  value       = aws_cloudtrail.organization.name
}

output "trail_bucket_name" {
  description = "Bucket with the log files of all accounts."
  value       = aws_s3_bucket.log["trail"].id

  # Whoever delivers to the bucket needs its policy to be in force.
  depends_on = [aws_s3_bucket_policy.log]
}

output "trail_bucket_arn" {
  description = "ARN of the bucket with the log files of all accounts."
  value       = aws_s3_bucket.log["trail"].arn
}

output "config_bucket_name" {
  description = "Bucket to which Config recorders of all accounts deliver."
  value       = aws_s3_bucket.log["config"].id

  # Whoever delivers to the bucket needs its policy to be in force.
  depends_on = [aws_s3_bucket_policy.log]
}

output "log_key_arn" {
  description = "ARN of the key that encrypts trail and Config objects."
  value       = aws_kms_key.log.arn
}

output "alert_key_arn" {
  description = "ARN of the key that encrypts the alert topic."
  value       = aws_kms_key.alert.arn
}

output "alert_topic_arn" {
  description = "ARN of the topic that carries every alert."
  value       = aws_sns_topic.alert.arn
}

output "security_event_bus_arn" {
  description = "ARN of the bus to which other accounts forward findings."
  value       = aws_cloudwatch_event_bus.security.arn
}

output "security_event_bus_name" {
  description = "Name of the bus to which other accounts forward findings."
  value       = aws_cloudwatch_event_bus.security.name
}

output "guardduty_detector_ids" {
  description = "Detector id by region."
  value = {
    (var.home_region) = aws_guardduty_detector.home.id
    (var.dr_region)   = aws_guardduty_detector.dr.id
  }
}

output "config_aggregator_arn" {
  description = "ARN of the organization's Config aggregator."
  value       = aws_config_configuration_aggregator.organization.arn
}

output "config_rule_topics" {
  description = "Topic -> names of the organization-wide rules that cover it."
  value       = { for topic, rules in var.config_rules : topic => sort(keys(rules)) }
}

output "event_patterns" {
  description = "Rule -> event pattern as JSON, so that sample findings can be matched without AWS."
  value       = { for name, rule in local.alert_rules : name => rule.pattern }
}
