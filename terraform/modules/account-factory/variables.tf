variable "name_prefix" {
  description = "Start of every name: {prefix}-{env}-{region code}, for example \"MM-dev-use1\"."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9]{0,11}-(mgmt|shared|sandbox|dev|test|staging|prod|dr)-[a-z]{3,5}[0-9]$", var.name_prefix))
    error_message = "Expected {prefix}-{env}-{region code} such as \"MM-dev-use1\"; found \"${var.name_prefix}\"."
  }
}

variable "common_tags" {
  description = "The mandatory tags of the organization file, without Module: each module adds its own name."
  type        = map(string)

  validation {
    condition     = length(var.common_tags) > 0 && alltrue([for value in values(var.common_tags) : trimspace(value) != ""])
    error_message = "Expected a non-empty value for every tag; found ${jsonencode(var.common_tags)}."
  }
}

variable "account_name" {
  description = "Name of the new account."
  type        = string

  validation {
    condition     = length(var.account_name) >= 1 && length(var.account_name) <= 50
    error_message = "Expected 1 to 50 characters; found ${length(var.account_name)} in \"${var.account_name}\"."
  }
}

variable "account_email" {
  description = "Root email of the new account: unique in all of AWS, at most 64 characters."
  type        = string

  validation {
    condition     = length(var.account_email) <= 64
    error_message = "Expected at most 64 characters; found ${length(var.account_email)} in \"${var.account_email}\"."
  }

  validation {
    condition     = can(regex("^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}$", var.account_email))
    error_message = "Expected an email address; found \"${var.account_email}\"."
  }
}

variable "ou_id" {
  description = "Organizational unit that the account joins, so that its SCPs hold from the first minute."
  type        = string

  validation {
    condition     = can(regex("^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$", var.ou_id))
    error_message = "Expected the id of an organizational unit such as \"ou-ab12-cdef3456\"; found \"${var.ou_id}\"."
  }
}

variable "enable_guardduty" {
  description = "Threat detection in the new account; false needs an exception."
  type        = bool
  default     = true
}

variable "enable_config" {
  description = "Config recorder and rules in the new account; false needs an exception."
  type        = bool
  default     = true
}

variable "enable_cloudtrail" {
  description = "Logging of the new account's API calls; false needs an exception."
  type        = bool
  default     = true
}

variable "security_baseline" {
  description = "Profile of the security baseline: \"standard\" or \"standard-plus\"."
  type        = string
  default     = "standard"

  validation {
    condition     = contains(["standard", "standard-plus"], var.security_baseline)
    error_message = "Expected \"standard\" or \"standard-plus\"; found \"${var.security_baseline}\"."
  }
}

variable "budget_limit_usd" {
  description = "Monthly budget of the new account in US dollars."
  type        = number
  default     = 500

  validation {
    condition     = var.budget_limit_usd > 0
    error_message = "Expected more than 0 dollars; found ${var.budget_limit_usd}."
  }
}

variable "alert_email" {
  description = "Address that gets the four budget notifications."
  type        = string

  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.alert_email))
    error_message = "Expected an email address; found \"${var.alert_email}\"."
  }
}

variable "exceptions" {
  description = "Id of the approved exception for each enable_* that is false, for example { enable_config = \"EX-7\" }."
  type        = map(string)
  default     = {}

  validation {
    condition = alltrue([
      for name, enabled in {
        enable_guardduty  = var.enable_guardduty
        enable_config     = var.enable_config
        enable_cloudtrail = var.enable_cloudtrail
      } : enabled || try(trimspace(var.exceptions[name]) != "", false)
    ])
    error_message = "Expected an exception id for each enable_* that is false; found enable_guardduty = ${var.enable_guardduty}, enable_config = ${var.enable_config}, enable_cloudtrail = ${var.enable_cloudtrail} with exceptions ${jsonencode(var.exceptions)}."
  }

  validation {
    condition     = length(setsubtract(keys(var.exceptions), ["enable_guardduty", "enable_config", "enable_cloudtrail"])) == 0
    error_message = "Expected the keys enable_guardduty, enable_config or enable_cloudtrail; found ${jsonencode(keys(var.exceptions))}."
  }
}

variable "access_role_name" {
  description = "Role that AWS makes in the new account for the management account; provider aws.account assumes it. The default is the one name that the SCPs self-protection and threat-detection let make roles, account defaults and recorders, and the one that Control Tower asks for when it enrolls an account."
  type        = string
  default     = "AWSControlTowerExecution"
}

variable "guardduty_by_organization" {
  description = "true: the organization's GuardDuty administrator enrolls new accounts, so no detector is made here."
  type        = bool
  default     = true
}

variable "config_bucket_name" {
  description = "Central bucket for Config, from security-services. Needed when enable_config is true."
  type        = string
  default     = null
}

variable "cloudtrail_s3_bucket" {
  description = "Central bucket for trails, from security-services."
  type        = string
}

variable "cloudtrail_kms_key" {
  description = "ARN of the key of the central buckets, from security-services."
  type        = string
}

variable "organization_trail_arn" {
  description = "ARN of the organization trail that logs the new account; null makes a trail of its own."
  type        = string
  default     = null
}

variable "security_event_bus_arn" {
  description = "Event bus of the security account, from security-services; null forwards no findings."
  type        = string
  default     = null
}

variable "effective_scp_documents" {
  description = "Rendered SCP documents (JSON) in effect at ou_id; null skips the proof of the denied actions."
  type        = list(string)
  default     = null
}
