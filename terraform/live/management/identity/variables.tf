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

variable "instance_arn" {
  description = "ARN of the IAM Identity Center instance."
  type        = string
}

variable "identity_store_id" {
  description = "Id of its identity store."
  type        = string
}

variable "groups" {
  description = "Groups by display name."
  type        = map(object({ description = optional(string) }))
}

variable "permission_sets" {
  description = "Permission sets by name; inline_policy_file is relative to the project's folder."
  type = map(object({
    description         = optional(string)
    session_duration    = string
    managed_policy_arns = list(string)
    inline_policy_file  = optional(string)
    boundary_policy_arn = optional(string)
  }))
}

variable "administrator_groups" {
  description = "Groups that may have AWS's administrator policy."
  type        = set(string)
}

variable "assignments" {
  description = "Who gets what where, and why."
  type = list(object({
    group          = string
    permission_set = string
    account_ids    = set(string)
    reason         = string
  }))
}
