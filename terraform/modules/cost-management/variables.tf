variable "name_prefix" {
  description = "Start of every name: {prefix}-{env}-{region code}, for example MM-dev-use1."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9]*-[a-z][a-z0-9]*-[a-z]+[0-9]$", var.name_prefix))
    error_message = "Expected {prefix}-{env}-{region code}, for example MM-dev-use1; found ${var.name_prefix}."
  }
}

variable "common_tags" {
  description = "The mandatory tags from the organization file; the module adds Module and each resource its Name."
  type        = map(string)
}

variable "account_id" {
  description = "12-digit id of the account that the module is applied in."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "Expected a 12-digit account id; found ${var.account_id}."
  }
}

variable "budgets" {
  description = "Monthly cost budget of each account, by account name: the account's id and the limit in US dollars."
  type = map(object({
    account_id = string
    limit_usd  = number
  }))

  validation {
    condition     = length(var.budgets) > 0
    error_message = "Expected a budget for at least one account; found none."
  }

  validation {
    condition     = alltrue([for budget in var.budgets : can(regex("^[0-9]{12}$", budget.account_id))])
    error_message = "Expected 12-digit account ids; found ${jsonencode([for budget in var.budgets : budget.account_id])}."
  }

  validation {
    condition     = alltrue([for budget in var.budgets : budget.limit_usd > 0])
    error_message = "Expected limits above 0 US dollars; found ${jsonencode({ for name, budget in var.budgets : name => budget.limit_usd })}."
  }
}

variable "actual_thresholds_percent" {
  description = "Percentages of a budget at which actual cost raises an alert."
  type        = list(number)
  default     = [50, 80, 100]

  validation {
    condition     = length(var.actual_thresholds_percent) > 0 && alltrue([for percent in var.actual_thresholds_percent : percent > 0])
    error_message = "Expected at least one percentage above 0; found ${jsonencode(var.actual_thresholds_percent)}."
  }
}

variable "forecast_thresholds_percent" {
  description = "Percentages of a budget at which forecasted cost raises an alert."
  type        = list(number)
  default     = [90]

  validation {
    condition     = alltrue([for percent in var.forecast_thresholds_percent : percent > 0])
    error_message = "Expected percentages above 0; found ${jsonencode(var.forecast_thresholds_percent)}."
  }

  validation {
    condition     = length(var.forecast_thresholds_percent) + length(var.actual_thresholds_percent) <= 10
    error_message = "Expected at most 10 notifications per budget, the limit of AWS Budgets; found ${length(var.forecast_thresholds_percent) + length(var.actual_thresholds_percent)}."
  }
}

variable "alert_emails" {
  description = "Addresses that hear of every budget directly, one to ten."
  type        = list(string)

  validation {
    condition     = length(var.alert_emails) >= 1 && length(var.alert_emails) <= 10
    error_message = "Expected one to ten addresses, the limit of a budget's notification; found ${length(var.alert_emails)}."
  }

  validation {
    condition     = alltrue([for email in var.alert_emails : can(regex("^[^@ ]+@[^@ ]+[.][^@ ]+$", email))])
    error_message = "Expected e-mail addresses; found ${jsonencode(var.alert_emails)}."
  }
}

variable "subscribe_emails_to_topic" {
  description = "Subscribe alert_emails to the SNS topic too, so that anomalies reach a person. Each address must confirm once."
  type        = bool
  default     = true
}

variable "anomaly_threshold_usd" {
  description = "US dollars above the expected cost from which an anomaly is reported."
  type        = number
  default     = 10

  validation {
    condition     = var.anomaly_threshold_usd > 0
    error_message = "Expected more than 0 US dollars; found ${var.anomaly_threshold_usd}."
  }
}

variable "existing_service_monitor_arn" {
  description = "ARN of the account's monitor by service if AWS already made one (an account has at most one); null makes it here."
  type        = string
  default     = null

  validation {
    condition     = var.existing_service_monitor_arn == null || can(regex("^arn:aws[a-z-]*:ce::[0-9]{12}:anomalymonitor/", var.existing_service_monitor_arn))
    error_message = "Expected the ARN of an anomaly monitor or null; found ${coalesce(var.existing_service_monitor_arn, "null")}."
  }
}

variable "cost_allocation_tags" {
  description = "Tag keys to activate for cost allocation. AWS knows a key only a day after its first use."
  type        = set(string)
  default     = []
}

variable "kms_deletion_window_days" {
  description = "Days between the request to delete a customer key and its deletion."
  type        = number
  default     = 30

  validation {
    condition     = var.kms_deletion_window_days == 30
    error_message = "Expected 30 days, the longest that AWS offers; found ${var.kms_deletion_window_days}."
  }
}
