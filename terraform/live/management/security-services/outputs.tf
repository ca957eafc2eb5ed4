output "log_key_arn" {
  description = "ARN of the key of trail and Config objects; settings.logs.key_arn of the organization file."
  value       = module.security_services.log_key_arn
}

output "trail_arn" {
  description = "ARN of the organization's trail."
  value       = module.security_services.trail_arn
}

output "trail_bucket_name" {
  description = "Bucket with the log files of all accounts."
  value       = module.security_services.trail_bucket_name
}

output "config_bucket_name" {
  description = "Bucket to which Config delivers."
  value       = module.security_services.config_bucket_name
}

output "config_aggregator_arn" {
  description = "ARN of the organization's Config aggregator."
  value       = module.security_services.config_aggregator_arn
}

output "security_event_bus_arn" {
  description = "ARN of the bus to which other accounts forward findings."
  value       = module.security_services.security_event_bus_arn
}

output "guardduty_detector_ids" {
  description = "Detector ids by Region."
  value       = module.security_services.guardduty_detector_ids
}

output "alert_topic_arn" {
  description = "ARN of the topic that carries every alert."
  value       = module.security_services.alert_topic_arn
}
