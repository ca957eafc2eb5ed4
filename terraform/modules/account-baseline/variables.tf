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

variable "account_id" {
  description = "Account that gets the baseline (12 digits)."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "Expected an account id of 12 digits; found \"${var.account_id}\"."
  }
}

variable "account_wide" {
  description = "true in the home region; false in every further region, where IAM and S3 account settings already hold."
  type        = bool
  default     = true
}

variable "password_policy" {
  description = "IAM password policy: characters, passwords remembered, days until expiry. It cannot be made weaker than CIS and requirement E13 ask."
  type = object({
    minimum_length   = optional(number, 14)
    reuse_prevention = optional(number, 24)
    max_age_days     = optional(number, 90)
  })
  default = {}

  validation {
    condition     = var.password_policy.minimum_length >= 14 && var.password_policy.minimum_length <= 128
    error_message = "Expected a minimum length of 14 to 128 characters; found ${var.password_policy.minimum_length}."
  }

  validation {
    condition     = var.password_policy.reuse_prevention == 24
    error_message = "Expected 24 remembered passwords, the most AWS allows; found ${var.password_policy.reuse_prevention}."
  }

  validation {
    condition     = var.password_policy.max_age_days >= 1 && var.password_policy.max_age_days <= 90
    error_message = "Expected a maximum age of 1 to 90 days; found ${var.password_policy.max_age_days}."
  }
}

variable "account_alias" {
  description = "Sign-in alias of the account; null leaves it alone."
  type        = string
  default     = null

  validation {
    condition     = var.account_alias == null || can(regex("^[a-z0-9]([a-z0-9]|-[a-z0-9]){2,62}$", var.account_alias))
    error_message = "Expected 3 to 63 lower-case letters, digits and single hyphens; found \"${coalesce(var.account_alias, "null")}\"."
  }
}

variable "security_contact" {
  description = "Security contact of the account; null leaves it alone. The phone number in E.164, for example \"+15550100\"."
  type = object({
    name  = string
    title = string
    email = string
    phone = string
  })
  default = null
}

variable "metadata_hop_limit" {
  description = "Network hops a metadata response may travel from an instance. 1 keeps it from containers; 2 lets them have it."
  type        = number
  default     = 1

  validation {
    condition     = contains([1, 2], var.metadata_hop_limit)
    error_message = "Expected 1 or 2 hops; found ${var.metadata_hop_limit}."
  }
}

variable "enable_config" {
  description = "Record the configuration of all resources and deliver it to the central bucket."
  type        = bool
  default     = true
}

variable "config_bucket_name" {
  description = "Central bucket for Config, made by security-services. Needed when enable_config is true."
  type        = string
  default     = null

  validation {
    condition     = !var.enable_config || var.config_bucket_name != null
    error_message = "Expected the name of the central Config bucket, since enable_config is true; found null."
  }
}

variable "config_kms_key_arn" {
  description = "Key of the central Config bucket; null where the bucket has none."
  type        = string
  default     = null
}

variable "config_delivery_frequency" {
  description = "How often a snapshot is delivered: One_Hour, Three_Hours, Six_Hours, Twelve_Hours or TwentyFour_Hours."
  type        = string
  default     = "TwentyFour_Hours"

  validation {
    condition     = contains(["One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"], var.config_delivery_frequency)
    error_message = "Expected One_Hour, Three_Hours, Six_Hours, Twelve_Hours or TwentyFour_Hours; found \"${var.config_delivery_frequency}\"."
  }
}

variable "enable_guardduty" {
  description = "Make a detector here. false where the organization enrolls the account: then the administrator's detector makes it."
  type        = bool
  default     = false
}

variable "enable_trail" {
  description = "Keep a trail of this account's own. false once the organization trail exists (requirement A19)."
  type        = bool
  default     = false

  validation {
    condition     = !var.enable_trail || var.account_wide
    error_message = "Expected the multi-region trail in the home region only; found enable_trail = true with account_wide = false."
  }
}

variable "trail_bucket_name" {
  description = "Bucket of the account's own trail; null: lower case of {name_prefix}-cloudtrail-core."
  type        = string
  default     = null
}

variable "trail_retention_days" {
  description = "Days the account's own trail is kept: 90 in dev, 365 in prod (requirement B19)."
  type        = number
  default     = 365

  validation {
    condition     = contains([90, 365], var.trail_retention_days) && (!strcontains(var.name_prefix, "-prod-") || var.trail_retention_days == 365)
    error_message = "Expected 365 days in prod, 90 or 365 elsewhere; found ${var.trail_retention_days} for ${var.name_prefix}."
  }
}
