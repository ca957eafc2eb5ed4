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

variable "daily_retention_days" {
  description = "Days that a daily recovery point is kept (dev 7, prod 30)."
  type        = number

  validation {
    condition     = var.daily_retention_days >= 1 && floor(var.daily_retention_days) == var.daily_retention_days
    error_message = "Expected a whole number of days, 1 or more; found ${var.daily_retention_days}."
  }
}

variable "weekly_retention_days" {
  description = "Days that a weekly recovery point is kept (dev 30, prod 90)."
  type        = number

  validation {
    condition     = var.weekly_retention_days >= var.daily_retention_days && floor(var.weekly_retention_days) == var.weekly_retention_days
    error_message = "Expected a whole number of days, at least the daily ${var.daily_retention_days}; found ${var.weekly_retention_days}."
  }
}

variable "daily_schedule" {
  description = "When the daily backup starts: a six-field AWS cron expression in schedule_timezone."
  type        = string
  default     = "cron(0 5 * * ? *)"

  validation {
    condition     = can(regex("^cron\\(([^ ]+ ){5}[^ ]+\\)$", var.daily_schedule))
    error_message = "Expected cron(...) with six fields; found ${var.daily_schedule}."
  }
}

variable "weekly_schedule" {
  description = "When the weekly backup starts: a six-field AWS cron expression in schedule_timezone."
  type        = string
  default     = "cron(0 6 ? * SUN *)"

  validation {
    condition     = can(regex("^cron\\(([^ ]+ ){5}[^ ]+\\)$", var.weekly_schedule))
    error_message = "Expected cron(...) with six fields; found ${var.weekly_schedule}."
  }
}

variable "schedule_timezone" {
  description = "IANA time zone of both schedules."
  type        = string
  default     = "Etc/UTC"
}

variable "start_window_minutes" {
  description = "Minutes within which a backup job must start; AWS takes 60 or more."
  type        = number
  default     = 60

  validation {
    condition     = var.start_window_minutes >= 60
    error_message = "Expected 60 minutes or more; found ${var.start_window_minutes}."
  }
}

variable "completion_window_minutes" {
  description = "Minutes within which a backup job must end, counted from its schedule; at least 60 longer than the start window."
  type        = number
  default     = 360

  validation {
    condition     = var.completion_window_minutes >= var.start_window_minutes + 60
    error_message = "Expected at least ${var.start_window_minutes + 60} minutes, the start window and an hour; found ${var.completion_window_minutes}."
  }
}

variable "selection_tag" {
  description = "Resources with this tag are backed up."
  type        = object({ key = optional(string, "BackupPolicy"), value = optional(string, "daily") })
  default     = {}
}

variable "kms_key_kind" {
  description = "Who owns the keys of the vaults: aws-managed (aws/backup, no charge) or customer (one key per Region, made here)."
  type        = string
  default     = "aws-managed"

  validation {
    condition     = contains(["aws-managed", "customer"], var.kms_key_kind)
    error_message = "Expected aws-managed or customer; found ${var.kms_key_kind}."
  }
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

variable "dr_copy_enabled" {
  description = "Copy every recovery point to a vault in the Region of the provider aws.dr (prod)."
  type        = bool
  default     = false
}

variable "dr_name_prefix" {
  description = "Start of names in the DR Region, for example MM-prod-usw2. Needed when dr_copy_enabled is true."
  type        = string
  default     = null

  validation {
    condition     = var.dr_name_prefix == null || can(regex("^[A-Za-z][A-Za-z0-9]*-[a-z][a-z0-9]*-[a-z]+[0-9]$", var.dr_name_prefix))
    error_message = "Expected {prefix}-{env}-{region code}, for example MM-prod-usw2; found ${coalesce(var.dr_name_prefix, "null")}."
  }

  validation {
    condition     = var.dr_name_prefix != null || !var.dr_copy_enabled
    error_message = "Expected dr_name_prefix because dr_copy_enabled is true; found null."
  }
}

variable "dr_retention_days" {
  description = "Days that copies are kept in the DR Region; null keeps them as long as the originals."
  type        = object({ daily = optional(number), weekly = optional(number) })
  default     = {}

  validation {
    condition     = alltrue([for days in values(var.dr_retention_days) : days == null || try(days >= 1, false)])
    error_message = "Expected 1 day or more, or null; found ${jsonencode(var.dr_retention_days)}."
  }
}

variable "vault_lock" {
  description = "Vault lock of every vault (days), null for none. Without changeable_for_days it is a governance lock; with it a compliance lock that nobody can remove after that many days."
  type = object({
    min_retention_days  = optional(number)
    max_retention_days  = optional(number)
    changeable_for_days = optional(number)
  })
  default = null

  validation {
    condition     = try(var.vault_lock.min_retention_days, null) == null || try(var.vault_lock.min_retention_days <= var.daily_retention_days, false)
    error_message = "Expected min_retention_days of at most ${var.daily_retention_days}, the daily retention, or every daily job fails; found ${jsonencode(var.vault_lock)}."
  }

  validation {
    condition     = try(var.vault_lock.max_retention_days, null) == null || try(var.vault_lock.max_retention_days >= var.weekly_retention_days, false)
    error_message = "Expected max_retention_days of at least ${var.weekly_retention_days}, the weekly retention, or every weekly job fails; found ${jsonencode(var.vault_lock)}."
  }

  # The copies' vault has the same lock, and a vault fails every job whose retention lies outside of its lock:
  # https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html (2026-11)
  validation {
    condition = alltrue([
      for days in values(var.dr_retention_days) : days == null || (
        coalesce(days, 0) >= coalesce(try(var.vault_lock.min_retention_days, null), 0) &&
        coalesce(days, 0) <= coalesce(try(var.vault_lock.max_retention_days, null), 36500)
      )
    ])
    error_message = "Expected dr_retention_days within the lock, or every copy fails; found ${jsonencode(var.dr_retention_days)} and ${jsonencode(var.vault_lock)}."
  }

  validation {
    condition     = try(var.vault_lock.changeable_for_days, null) == null || try(var.vault_lock.changeable_for_days >= 3, false)
    error_message = "Expected changeable_for_days of 3 or more, the shortest that AWS takes; found ${jsonencode(var.vault_lock)}."
  }
}

variable "deletion_role_arns" {
  description = "Patterns of the role ARNs that alone may delete recovery points, change their lifecycle or touch the vault's policy; empty for no vault policy."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.deletion_role_arns : can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|[*]):role/[^ ]+$", arn))])
    error_message = "Expected patterns of role ARNs; found ${jsonencode(var.deletion_role_arns)}."
  }
}

variable "role_path" {
  description = "IAM path of the role that AWS Backup assumes. Not under /guardrails/, so that administrators may pass it when they restore."
  type        = string
  default     = "/platform/"
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the roles made here, for pipelines that may create no role without one; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[^ ]+$", var.permissions_boundary_arn))
    error_message = "Expected the ARN of a policy or null; found ${coalesce(var.permissions_boundary_arn, "null")}."
  }
}

variable "notification_topic_arn" {
  description = "SNS topic that hears how jobs of the vault end; null for none. Its policy must let backup.amazonaws.com publish."
  type        = string
  default     = null
}

variable "notification_events" {
  description = "Events that are sent to notification_topic_arn. BACKUP_JOB_COMPLETED says in its state whether the job failed or expired."
  type        = list(string)
  default     = ["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED", "S3_BACKUP_OBJECT_FAILED"]
}

variable "region_opt_in" {
  description = "Which resource types AWS Backup handles in this Region (type -> on); null leaves the account's settings alone. When set, name every type that AWS lists."
  type        = map(bool)
  default     = null
}
