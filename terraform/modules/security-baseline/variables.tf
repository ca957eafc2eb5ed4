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

variable "cloudtrail_s3_bucket" {
  description = "Central bucket for trails, in the account that keeps the logs."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.cloudtrail_s3_bucket))
    error_message = "Expected a bucket name; found \"${var.cloudtrail_s3_bucket}\"."
  }
}

variable "cloudtrail_kms_key" {
  description = "ARN of the key that encrypts the log files in the central bucket."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.cloudtrail_kms_key))
    error_message = "Expected the ARN of a KMS key; found \"${var.cloudtrail_kms_key}\"."
  }
}

variable "guardduty_detector" {
  description = "Id of this account's detector; null where the organization enrolls the account, so that only the administrator knows it."
  type        = string
}

variable "enable_detector_features" {
  description = "Turn on S3 and EKS protection of guardduty_detector. Only for a detector of the account's own: an enrolled account may not change its features, and account-baseline sets those of a detector it makes."
  type        = bool
  default     = false

  validation {
    condition     = !var.enable_detector_features || var.guardduty_detector != null
    error_message = "Expected guardduty_detector, since enable_detector_features is true; found null."
  }
}

variable "config_rules" {
  description = "Names of the Config rules of profile \"standard\": the five of requirement E9."
  type        = set(string)
  default = [
    "s3-bucket-server-side-encryption-enabled",
    "ec2-security-group-attached-to-eni",
    "iam-user-no-policies-check",
    "root-account-mfa-enabled",
    "restricted-ssh",
  ]

  validation {
    condition     = length(setsubtract(var.config_rules, keys(local.rule_catalog))) == 0
    error_message = "Expected names of the module's rule catalog; found ${jsonencode(setsubtract(var.config_rules, keys(local.rule_catalog)))}."
  }
}

variable "scp_deny_actions" {
  description = "Actions that an effective SCP must deny in this account (requirement E15)."
  type        = set(string)
  default = [
    "cloudtrail:StopLogging",
    "cloudtrail:DeleteTrail",
    "guardduty:DeleteDetector",
    "organizations:LeaveOrganization",
  ]

  validation {
    condition     = alltrue([for action in var.scp_deny_actions : can(regex("^[a-z0-9-]+:[A-Za-z0-9]+$", action))])
    error_message = "Expected full action names such as \"cloudtrail:StopLogging\"; found ${jsonencode(var.scp_deny_actions)}."
  }
}

variable "profile" {
  description = "\"standard\": the rules in config_rules. \"standard-plus\": also the three that keep the prose promises of requirement E10."
  type        = string
  default     = "standard"

  validation {
    condition     = contains(["standard", "standard-plus"], var.profile)
    error_message = "Expected \"standard\" or \"standard-plus\"; found \"${var.profile}\"."
  }
}

variable "enable_config_rules" {
  description = "Make the Config rules; they need a recorder in the account and region."
  type        = bool
  default     = true
}

variable "config_recorder_name" {
  description = "Recorder that must run before the rules are made: give account-baseline's output; null where it runs already."
  type        = string
  default     = null
}

variable "enable_cloudtrail" {
  description = "Have the account's API calls logged in the central bucket: by the organization trail, or by a trail made here."
  type        = bool
  default     = true
}

variable "organization_trail_arn" {
  description = "ARN of the organization trail that logs this account; null makes a trail of the account's own (requirements E4, A19)."
  type        = string
  default     = null
}

variable "account_id" {
  description = "This account (12 digits), so that a plan shows who may take the forwarding role; null where it is not known."
  type        = string
  default     = null

  validation {
    condition     = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
    error_message = "Expected an account id of 12 digits or null; found \"${coalesce(var.account_id, "null")}\"."
  }
}

variable "security_event_bus_arn" {
  description = "Event bus of the security account to which findings are forwarded; null forwards nothing (in the security account itself)."
  type        = string
  default     = null

  validation {
    condition     = var.security_event_bus_arn == null || can(regex("^arn:aws[a-z-]*:events:[a-z0-9-]+:[0-9]{12}:event-bus/.+$", var.security_event_bus_arn))
    error_message = "Expected the ARN of an event bus or null; found \"${coalesce(var.security_event_bus_arn, "null")}\"."
  }
}

variable "effective_scp_documents" {
  description = "Rendered SCP documents (JSON) in effect for the account, from the root down; null skips the proof of scp_deny_actions and says so."
  type        = list(string)
  default     = null

  validation {
    condition     = var.effective_scp_documents == null || alltrue([for document in coalesce(var.effective_scp_documents, []) : can(jsondecode(document).Statement)])
    error_message = "Expected policy documents in JSON with a Statement; at least one is not."
  }
}
