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

variable "organization_id" {
  description = "Id of the organization (o-...): endpoints serve its principals and resources."
  type        = string
}

variable "time_zone" {
  description = "IANA time zone of the router's schedule."
  type        = string
}

variable "flow_logs_retention_days" {
  description = "Days that flow logs are kept."
  type        = number
}

variable "router_tag" {
  description = "Tailscale tag of the subnet router."
  type        = string
}

variable "acl_sources" {
  description = "Who may reach the private subnets through the tailnet."
  type        = list(string)
}

variable "vpcs" {
  description = "The account's VPCs: home, and dr where there is one."
  type = map(object({
    name_prefix         = string
    region              = string
    cidr                = string
    zones               = list(string)
    public_subnets      = list(string)
    private_subnets     = list(string)
    reserved_from       = optional(string)
    nat                 = string
    nat_ami_id          = optional(string)
    gateway_endpoints   = set(string)
    interface_endpoints = set(string)
    endpoint_zones      = optional(number)
    router = optional(object({
      ami_id        = string
      instance_type = string
      stop_cron     = optional(string)
      start_cron    = optional(string)
    }))
  }))

  validation {
    condition     = toset(keys(var.vpcs)) == toset(["home"])
    error_message = "Expected the VPCs [\"home\"], for which this root has modules; found ${jsonencode(keys(var.vpcs))}."
  }

  validation {
    condition     = var.vpcs.home.region == var.home_region
    error_message = "Expected each VPC in the Region of its provider; found ${jsonencode({ for key, vpc in var.vpcs : key => vpc.region })}."
  }
}
