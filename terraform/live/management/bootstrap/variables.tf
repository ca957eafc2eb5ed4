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

variable "partition" {
  description = "AWS partition."
  type        = string
}

variable "replica_region" {
  description = "Region of the state bucket's replica."
  type        = string
}

variable "github_oidc" {
  description = "Subjects of GitHub's tokens that may plan and apply here; null where GitHub deploys nothing."
  type        = object({ plan_subjects = list(string), apply_subjects = list(string) })
}

variable "gitlab_oidc" {
  description = "Subjects of GitLab's tokens that may plan and apply here; null where GitLab deploys nothing."
  type        = object({ plan_subjects = list(string), apply_subjects = list(string) })
}

variable "plan_role" {
  description = "Read-only role of the pipeline's plan job."
  type        = object({ name = string })
}

variable "apply_role" {
  description = "Role of the pipeline's apply job and the IAM prefixes of the services that it may use."
  type        = object({ name = string, services = list(string) })
}

variable "state_access" {
  description = "What the two roles may touch in the state bucket."
  type = object({
    bucket         = string
    keys           = list(string)
    lock_table_arn = optional(string)
  })
}

variable "state" {
  description = "The state bucket, its lock, and whose roles may touch which keys; null in accounts that do not own the state."
  type = object({
    bucket          = string
    organization_id = string
    lock_table      = optional(string)
    administrators  = list(string)
    access = map(object({
      keys            = list(string)
      plan_role_arns  = list(string)
      apply_role_arns = list(string)
    }))
  })
}
