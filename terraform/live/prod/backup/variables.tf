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

variable "daily_retention_days" {
  description = "Days that a daily recovery point is kept."
  type        = number
}

variable "weekly_retention_days" {
  description = "Days that a weekly recovery point is kept."
  type        = number
}

variable "schedule_timezone" {
  description = "IANA time zone of the schedules."
  type        = string
}

variable "selection_tag" {
  description = "Resources with this tag are backed up."
  type        = object({ key = string, value = string })
}

variable "dr_copy_enabled" {
  description = "Whether each recovery point is copied to the second Region."
  type        = bool
}

variable "dr_name_prefix" {
  description = "Start of names in the second Region; null without copies."
  type        = string
}

variable "vault_lock" {
  description = "Days between which recovery points may end in a locked vault; null for no lock."
  type        = object({ min_retention_days = number, max_retention_days = number })
}

variable "deletion_role_arns" {
  description = "Patterns of the roles that alone may delete recovery points."
  type        = list(string)
}
