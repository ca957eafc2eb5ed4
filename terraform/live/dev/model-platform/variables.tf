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

variable "vpc_id" {
  description = "Id of the VPC that inference runs in: the output vpc_id of this account's networking root."
  type        = string
}

variable "private_subnet_cidrs" {
  description = "Ranges of the private subnets, from which alone inference is reached."
  type        = list(string)
}

variable "replication_enabled" {
  description = "Whether models are replicated to the second Region."
  type        = bool
}

variable "dr_name_prefix" {
  description = "Start of names in the second Region; null without a replica."
  type        = string
}
