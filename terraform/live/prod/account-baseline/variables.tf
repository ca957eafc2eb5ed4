variable "name_prefix" {
  description = "Start of every name: {prefix}-{env}-{region code}, for example MM-dev-use1."
  type        = string
}

variable "common_tags" {
  description = "The mandatory tags of the organization file."
  type        = map(string)
}

variable "account_id" {
  description = "12-digit id of the account; the provider refuses credentials of another one."
  type        = string
}

variable "home_region" {
  description = "Region of the organization's own."
  type        = string
}

variable "dr_region" {
  description = "Second Region, which takes over when the first fails."
  type        = string
}

variable "assume_role_arn" {
  description = "Role of the account to take before anything is done; null where the credentials are the account's own, as in the pipeline."
  type        = string
  default     = null
}

variable "security_contact" {
  description = "Security contact of the account; null leaves it alone."
  type        = object({ name = string, title = string, email = string, phone = string })
}

variable "dr_name_prefix" {
  description = "Start of names in the second Region."
  type        = string
}

variable "config_bucket_name" {
  description = "Central bucket of Config."
  type        = string
}

variable "log_key_arn" {
  description = "ARN of the key of the central buckets: the output log_key_arn of security-services."
  type        = string
}

variable "trail_bucket_name" {
  description = "Central bucket of the organization's trail."
  type        = string
}

variable "organization_trail_arn" {
  description = "ARN of the organization's trail, which logs this account."
  type        = string
}

variable "security_event_bus_arn" {
  description = "Event bus to which findings are forwarded."
  type        = string
}

variable "security_profile" {
  description = "Which Config rules: standard or standard-plus."
  type        = string
}

variable "effective_scps" {
  description = "Slugs of the SCPs in force over the account, from the root down."
  type        = list(string)
}
