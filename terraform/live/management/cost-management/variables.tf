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

variable "budgets" {
  description = "Monthly budget of each account by its name, in US dollars."
  type        = map(object({ account_id = string, limit_usd = number }))
}

variable "actual_thresholds_percent" {
  description = "Percentages of a budget at which actual cost alerts."
  type        = list(number)
}

variable "forecast_thresholds_percent" {
  description = "Percentages of a budget at which forecasted cost alerts."
  type        = list(number)
}

variable "anomaly_threshold_usd" {
  description = "US dollars above the expected cost from which an anomaly is reported."
  type        = number
}

variable "alert_emails" {
  description = "Addresses that hear of budgets and anomalies."
  type        = list(string)
}
