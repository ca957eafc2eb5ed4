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

variable "owner_account" {
  description = "Name and 12-digit id of the account that owns the portfolios; the module is applied there."
  type        = object({ name = string, id = string })

  validation {
    condition     = trimspace(var.owner_account.name) != "" && can(regex("^[0-9]{12}$", var.owner_account.id))
    error_message = "Expected a name and a 12-digit id; found ${jsonencode(var.owner_account)}."
  }
}

variable "portfolios" {
  description = "Portfolios by key: display name, what it offers, and the team that answers for it (default: the owner account's name)."
  type = map(object({
    name        = string
    description = string
    team        = optional(string)
  }))
  default = {
    account-vending = {
      name        = "Account vending"
      description = "New team accounts with their baseline, network and budget"
      team        = "infrastructure"
    }
    analytics = {
      name        = "Analytics self-service"
      description = "Query, catalog and dashboard environments on shared data"
      team        = "data"
    }
    model-building = {
      name        = "Model building"
      description = "Studio domains, notebooks and training pipelines"
      team        = "machine learning"
    }
    model-deployment = {
      name        = "Model deployment"
      description = "Real-time, batch and multi-model inference"
      team        = "machine learning"
    }
  }

  validation {
    condition     = length(var.portfolios) > 0 && alltrue([for portfolio in var.portfolios : length(portfolio.name) >= 1 && length(portfolio.name) <= 100])
    error_message = "Expected at least one portfolio, with names of 1 to 100 characters; found ${jsonencode({ for key, portfolio in var.portfolios : key => portfolio.name })}."
  }
}

variable "share_ou_arns" {
  description = "Organizational units that every portfolio is shared with: name -> ARN."
  type        = map(string)

  validation {
    condition     = length(var.share_ou_arns) > 0 && alltrue([for arn in var.share_ou_arns : can(regex("^arn:aws[a-z-]*:organizations::[0-9]{12}:ou/o-[a-z0-9]{10,32}/ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$", arn))])
    error_message = "Expected at least one ARN of an organizational unit; found ${jsonencode(var.share_ou_arns)}."
  }
}

variable "share_tag_options" {
  description = "Share the portfolios' TagOptions too."
  type        = bool
  default     = true
}

variable "share_principals" {
  description = "Share the portfolios' principals by name pattern too, so that member accounts need no grant of their own."
  type        = bool
  default     = true
}

variable "enable_organizations_access" {
  description = "Switch on Service Catalog's trusted access to the organization; only in the management account, once."
  type        = bool
  default     = false
}

variable "products" {
  description = "Products by key: the portfolio's key, a CloudFormation template (https URL of an S3 object), its version, and the role that launches it: the name of a role that exists in every member account."
  type = map(object({
    portfolio        = string
    name             = string
    description      = optional(string)
    version          = optional(string, "v1")
    template_url     = string
    launch_role_name = string
    support_email    = optional(string)
  }))
  default = {}

  validation {
    condition     = alltrue([for product in var.products : contains(keys(var.portfolios), product.portfolio)])
    error_message = "Expected portfolios out of ${jsonencode(keys(var.portfolios))}; found ${jsonencode([for product in var.products : product.portfolio])}."
  }

  validation {
    condition     = alltrue([for product in var.products : can(regex("^https://[^ ]+[.]amazonaws[.]com[^ ]*/[^ ]+$", product.template_url))])
    error_message = "Expected https URLs of S3 objects; found ${jsonencode([for product in var.products : product.template_url])}."
  }

  validation {
    condition     = alltrue([for product in var.products : can(regex("^[A-Za-z0-9+=,.@_-]{1,64}$", product.launch_role_name))])
    error_message = "Expected the name of a launch role, without a path; found ${jsonencode([for product in var.products : product.launch_role_name])}."
  }
}

variable "principals" {
  description = "Who may launch: key -> portfolio's key and a principal pattern, for example arn:aws:iam:::role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_DataScientist_*."
  type        = map(object({ portfolio = string, pattern = string }))
  default     = {}

  validation {
    condition     = alltrue([for principal in var.principals : contains(keys(var.portfolios), principal.portfolio) && can(regex("^arn:aws[a-z-]*:iam:::(role|user|group)/[^ ]+$", principal.pattern))])
    error_message = "Expected known portfolios and patterns arn:aws:iam:::role/...; found ${jsonencode(var.principals)}."
  }
}
