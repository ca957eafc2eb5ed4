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
  description = "Account that administers security: the management account, or the security account of a larger organization (12 digits)."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "Expected an account id of 12 digits; found \"${var.account_id}\"."
  }
}

variable "management_account_id" {
  description = "Management account of the organization (12 digits). It owns the organization trail even when a delegated account creates it."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.management_account_id))
    error_message = "Expected an account id of 12 digits; found \"${var.management_account_id}\"."
  }
}

variable "organization_id" {
  description = "Id of the organization, for example \"o-a1b2c3d4e5\"; policies admit nobody from outside it."
  type        = string

  validation {
    condition     = can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))
    error_message = "Expected an organization id (o- and 10 to 32 lower-case letters or digits); found \"${var.organization_id}\"."
  }
}

variable "delegated" {
  description = "true: a security account administers by delegation; false: the management account does it itself (requirement W17)."
  type        = bool
  default     = false

  validation {
    condition     = var.delegated == (var.account_id != var.management_account_id)
    error_message = "Expected delegated = ${var.account_id != var.management_account_id} for account ${var.account_id} and management account ${var.management_account_id}; found ${var.delegated}."
  }
}

variable "organization_admin_account_id" {
  description = "Account to designate as administrator of GuardDuty and Security Hub (12 digits). Only the management account may designate; null where it was done there."
  type        = string
  default     = null

  validation {
    condition     = var.organization_admin_account_id == null || (can(regex("^[0-9]{12}$", var.organization_admin_account_id)) && !var.delegated)
    error_message = "Expected null, or 12 digits in the management account; found \"${coalesce(var.organization_admin_account_id, "null")}\" with delegated = ${var.delegated}."
  }
}

variable "securityhub_member_account_ids" {
  description = "Accounts that are in the organization already and become members of Security Hub (12 digits each), but for this one and the management account. Later ones join by themselves."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.securityhub_member_account_ids : can(regex("^[0-9]{12}$", id)) && !contains([var.account_id, var.management_account_id], id)])
    error_message = "Expected account ids of 12 digits other than ${var.account_id} and ${var.management_account_id}; found ${jsonencode(var.securityhub_member_account_ids)}."
  }
}

variable "home_region" {
  description = "Region of the default provider: home of the trail, the buckets, the alerts and the event bus."
  type        = string
}

variable "dr_region" {
  description = "Region of the provider aws.dr: second region with GuardDuty and Security Hub."
  type        = string

  validation {
    condition     = var.dr_region != var.home_region
    error_message = "Expected a second region; found \"${var.dr_region}\" for both."
  }
}

variable "trail_bucket_name" {
  description = "Bucket of the organization trail. The SCP audit-trail names it, so a new name needs both."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.trail_bucket_name))
    error_message = "Expected 3 to 63 lower-case letters, digits and hyphens; found \"${var.trail_bucket_name}\"."
  }
}

variable "trail_retention_days" {
  description = "Days the organization trail's objects are kept. One trail replaces the trails of dev (90) and prod (365), so the longer one holds (requirement W19)."
  type        = number
  default     = 365

  validation {
    condition     = var.trail_retention_days >= 365
    error_message = "Expected at least 365 days; found ${var.trail_retention_days}."
  }
}

variable "member_trail_account_ids" {
  description = "Accounts whose own trails may also write to the trail bucket (12 digits each); empty once the organization trail covers them."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.member_trail_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "Expected account ids of 12 digits; found ${jsonencode(var.member_trail_account_ids)}."
  }
}

variable "config_bucket_name" {
  description = "Bucket to which every account of the organization delivers Config snapshots and history."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.config_bucket_name)) && var.config_bucket_name != var.trail_bucket_name
    error_message = "Expected 3 to 63 lower-case letters, digits and hyphens, other than the trail bucket; found \"${var.config_bucket_name}\"."
  }
}

variable "config_retention_days" {
  description = "Days Config snapshots and history are kept."
  type        = number
  default     = 365

  validation {
    condition     = var.config_retention_days >= 365
    error_message = "Expected at least 365 days; found ${var.config_retention_days}."
  }
}

variable "config_rules" {
  description = "Organization-wide managed rules: topic -> rule name -> identifier and parameters. All four topics must keep a rule (requirement A20)."
  type = map(map(object({
    identifier = string
    parameters = optional(map(string), {})
  })))
  default = {
    encryption = {
      s3-bucket-server-side-encryption-enabled = { identifier = "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED" }
      encrypted-volumes                        = { identifier = "ENCRYPTED_VOLUMES" }
      rds-storage-encrypted                    = { identifier = "RDS_STORAGE_ENCRYPTED" }
    }
    ssh = {
      restricted-ssh = { identifier = "INCOMING_SSH_DISABLED" }
    }
    flow-logs = {
      vpc-flow-logs-enabled = { identifier = "VPC_FLOW_LOGS_ENABLED" }
    }
    iam-hygiene = {
      iam-user-no-policies-check        = { identifier = "IAM_USER_NO_POLICIES_CHECK" }
      iam-user-unused-credentials-check = { identifier = "IAM_USER_UNUSED_CREDENTIALS_CHECK", parameters = { maxCredentialUsageAge = "90" } }
      iam-root-access-key-check         = { identifier = "IAM_ROOT_ACCESS_KEY_CHECK" }
      root-account-mfa-enabled          = { identifier = "ROOT_ACCOUNT_MFA_ENABLED" }
    }
  }

  validation {
    condition     = alltrue([for topic in ["encryption", "ssh", "flow-logs", "iam-hygiene"] : try(length(var.config_rules[topic]) > 0, false)])
    error_message = "Expected at least one rule for each of encryption, ssh, flow-logs and iam-hygiene; found ${jsonencode({ for topic, rules in var.config_rules : topic => keys(rules) })}."
  }
}

variable "config_excluded_account_ids" {
  description = "Accounts in which the organization-wide rules are not made: those without a recorder (12 digits each)."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.config_excluded_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "Expected account ids of 12 digits; found ${jsonencode(var.config_excluded_account_ids)}."
  }
}

variable "config_recorder_name" {
  description = "Recorder of this account that must run before the organization-wide rules are made: give account-baseline's output; null where it runs already."
  type        = string
  default     = null
}

variable "dr_config_recorder_name" {
  description = "Recorder of this account in the second Region that must run before the organization-wide rules are made there: give account-baseline's output; null where it runs already."
  type        = string
  default     = null
}

variable "alert_emails" {
  description = "Addresses subscribed to the alerts. Each has to confirm once by mail."
  type        = set(string)

  validation {
    condition     = length(var.alert_emails) > 0 && alltrue([for email in var.alert_emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", email))])
    error_message = "Expected at least one email address; found ${jsonencode(var.alert_emails)}."
  }
}

variable "budget_account_ids" {
  description = "Accounts whose budgets and anomaly monitors may publish to the alert topic (12 digits each); this account always may."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.budget_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "Expected account ids of 12 digits; found ${jsonencode(var.budget_account_ids)}."
  }
}

variable "guardduty_alert_severity" {
  description = "Lowest GuardDuty severity that alerts; 7 is the lower end of HIGH, and CRITICAL lies above."
  type        = number
  default     = 7

  validation {
    condition     = var.guardduty_alert_severity >= 1 && var.guardduty_alert_severity <= 7
    error_message = "Expected 1 to 7, so that HIGH and CRITICAL alert; found ${var.guardduty_alert_severity}."
  }
}
