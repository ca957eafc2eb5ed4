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

variable "management_account_name" {
  description = "Name of the management account in the organization file."
  type        = string
}

variable "aws_service_access_principals" {
  description = "Services that the organization trusts."
  type        = set(string)
}

variable "organizational_units" {
  description = "OUs by path."
  type        = map(object({ managed_by = optional(string, "terraform"), id = optional(string) }))
}

variable "accounts" {
  description = "Member accounts by name; planned ones and those of Control Tower are not made."
  type        = map(object({ email = string, ou = string, status = string, managed_by = optional(string, "terraform"), id = optional(string) }))
}

variable "policies" {
  description = "Policies in use by slug; the text of each is scps/rendered/SLUG.json."
  type        = map(object({ type = string, description = string }))
}

variable "policy_quotas" {
  description = "Limits of AWS Organizations by policy type."
  type        = object({ max_chars = optional(map(number)), max_per_node = optional(map(number)) })
}

variable "reserved_scp_slots" {
  description = "SCPs that Control Tower attaches to each OU (count)."
  type        = number
}

variable "attachments" {
  description = "Slugs by node: root, ou:PATH or account:NAME."
  type        = map(list(string))
}

variable "delegated_administrators" {
  description = "Account (by name) that administers a service, by service principal."
  type        = map(string)
}
