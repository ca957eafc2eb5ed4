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

variable "management_account_id" {
  description = "12-digit id of the management account."
  type        = string
}

variable "organization_id" {
  description = "Id of the organization (o-...)."
  type        = string
}

variable "security_admin_account_id" {
  description = "12-digit id of the account that administers GuardDuty and Security Hub."
  type        = string
}

variable "member_account_ids" {
  description = "The organization's active accounts but for the management account and the administrator: members of Security Hub."
  type        = set(string)
}

variable "trail_bucket_name" {
  description = "Bucket of the organization's trail."
  type        = string
}

variable "trail_retention_days" {
  description = "Days that the organization's trail is kept."
  type        = number
}

variable "config_bucket_name" {
  description = "Bucket to which every account's Config delivers."
  type        = string
}

variable "config_retention_days" {
  description = "Days that Config's snapshots and history are kept."
  type        = number
}

variable "config_excluded_account_ids" {
  description = "Accounts that have no Config recorder yet; the organization-wide rules leave them out. On the first run all members."
  type        = set(string)
  default     = []
}

variable "alert_emails" {
  description = "Addresses that hear of alerts; each confirms once."
  type        = set(string)
}

variable "guardduty_alert_severity" {
  description = "Lowest GuardDuty severity that alerts."
  type        = number
}

variable "security_contact" {
  description = "Security contact of the account; null leaves it alone."
  type        = object({ name = string, title = string, email = string, phone = string })
}

variable "dr_name_prefix" {
  description = "Start of names in the second Region."
  type        = string
}
