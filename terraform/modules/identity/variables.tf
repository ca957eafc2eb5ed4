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

variable "instance_arn" {
  description = "ARN of the IAM Identity Center instance."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:sso:::instance/(sso)?ins-[a-zA-Z0-9.-]{16}$", var.instance_arn))
    error_message = "Expected arn:aws:sso:::instance/ssoins-... with 16 characters; found ${var.instance_arn}."
  }
}

variable "identity_store_id" {
  description = "Id of the instance's identity store, d- and ten characters."
  type        = string

  validation {
    condition     = can(regex("^d-[0-9a-f]{10}$", var.identity_store_id))
    error_message = "Expected d- and ten hexadecimal digits; found ${var.identity_store_id}."
  }
}

variable "groups" {
  description = "Groups by display name. Give group_id for a group that an external identity provider syncs; without it the group is made here."
  type = map(object({
    description = optional(string)
    group_id    = optional(string)
  }))
}

variable "permission_sets" {
  description = "Permission sets by name: session length (ISO 8601, one to eight hours), AWS-managed policies by ARN, inline policy as JSON, and an optional permissions boundary by ARN."
  type = map(object({
    description         = optional(string)
    session_duration    = optional(string, "PT8H")
    managed_policy_arns = optional(set(string), [])
    inline_policy       = optional(string)
    boundary_policy_arn = optional(string)
  }))

  validation {
    condition = alltrue([for set in var.permission_sets :
      can(regex("^PT([0-9]+H)?([0-9]+M)?$", set.session_duration)) &&
      try(tonumber(regex("([0-9]+)H", set.session_duration)[0]), 0) * 60 + try(tonumber(regex("([0-9]+)M", set.session_duration)[0]), 0) >= 60 &&
      try(tonumber(regex("([0-9]+)H", set.session_duration)[0]), 0) * 60 + try(tonumber(regex("([0-9]+)M", set.session_duration)[0]), 0) <= 480
    ])
    error_message = "Expected sessions of PT1H to PT8H; found ${jsonencode({ for name, set in var.permission_sets : name => set.session_duration })}."
  }

  validation {
    condition     = alltrue([for name in keys(var.permission_sets) : can(regex("^[A-Za-z0-9+=,.@_-]{1,32}$", name))])
    error_message = "Expected names of 1 to 32 characters out of letters, digits and +=,.@_-; found ${jsonencode(keys(var.permission_sets))}."
  }

  validation {
    condition     = alltrue([for set in var.permission_sets : length(set.managed_policy_arns) > 0 || set.inline_policy != null])
    error_message = "Expected a managed or an inline policy in every permission set; found none in ${jsonencode([for name, set in var.permission_sets : name if length(set.managed_policy_arns) == 0 && set.inline_policy == null])}."
  }

  validation {
    condition     = alltrue([for set in var.permission_sets : set.inline_policy == null || can(jsondecode(set.inline_policy).Statement)])
    error_message = "Expected inline policies as JSON with a Statement; found something else in ${jsonencode([for name, set in var.permission_sets : name if set.inline_policy != null && !can(jsondecode(set.inline_policy).Statement)])}."
  }
}

variable "assignments" {
  description = "Who gets what where and why: a group receives a permission set in each of the accounts (12-digit ids) for a reason."
  type = list(object({
    group          = string
    permission_set = string
    account_ids    = set(string)
    reason         = string
  }))

  validation {
    condition     = alltrue([for assignment in var.assignments : trimspace(assignment.reason) != ""])
    error_message = "Expected a reason for every assignment; found none for ${jsonencode([for assignment in var.assignments : "${assignment.group} ${assignment.permission_set}" if trimspace(assignment.reason) == ""])}."
  }

  validation {
    condition     = alltrue([for assignment in var.assignments : contains(keys(var.groups), assignment.group)])
    error_message = "Expected groups out of ${jsonencode(keys(var.groups))}; found ${jsonencode([for assignment in var.assignments : assignment.group if !contains(keys(var.groups), assignment.group)])}."
  }

  validation {
    condition     = alltrue([for assignment in var.assignments : contains(keys(var.permission_sets), assignment.permission_set)])
    error_message = "Expected permission sets out of ${jsonencode(keys(var.permission_sets))}; found ${jsonencode([for assignment in var.assignments : assignment.permission_set if !contains(keys(var.permission_sets), assignment.permission_set)])}."
  }

  validation {
    condition     = alltrue(flatten([for assignment in var.assignments : [for id in assignment.account_ids : can(regex("^[0-9]{12}$", id))]]))
    error_message = "Expected 12-digit account ids; found ${jsonencode(flatten([for assignment in var.assignments : tolist(assignment.account_ids)]))}."
  }

  validation {
    condition = alltrue([for assignment in var.assignments :
      contains(var.administrator_groups, assignment.group) ||
      !contains([for arn in try(var.permission_sets[assignment.permission_set].managed_policy_arns, []) : element(split("/", arn), length(split("/", arn)) - 1)], "AdministratorAccess")
    ])
    error_message = "Expected AdministratorAccess only for ${jsonencode(var.administrator_groups)}; found it for other groups in ${jsonencode([for assignment in var.assignments : "${assignment.group} ${assignment.permission_set}"])}."
  }
}

variable "administrator_groups" {
  description = "The only groups that may receive a permission set with the AWS-managed policy AdministratorAccess."
  type        = set(string)
  default     = ["PlatformEngineers"]
}
