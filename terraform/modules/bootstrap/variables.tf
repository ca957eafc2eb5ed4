variable "name_prefix" {
  description = "First three fields of every name: {prefix}-{env}-{region code}, for example \"MM-dev-use1\" (row B23)."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9]*-(mgmt|shared|sandbox|dev|test|staging|prod|dr)-[a-z]+[0-9]$", var.name_prefix))
    error_message = "name_prefix: expected {prefix}-{env}-{region code}, such as MM-dev-use1; found \"${var.name_prefix}\"."
  }
}

variable "common_tags" {
  description = "The mandatory tags of the organization file (row B24); the module adds Module and Name."
  type        = map(string)

  validation {
    condition     = length(setsubtract(["Project", "Environment", "Owner", "CostCenter", "ManagedBy", "Repository", "Account", "DataClassification", "Compliance", "BackupPolicy", "CreatedBy"], keys(var.common_tags))) == 0
    error_message = "common_tags: missing ${join(", ", setsubtract(["Project", "Environment", "Owner", "CostCenter", "ManagedBy", "Repository", "Account", "DataClassification", "Compliance", "BackupPolicy", "CreatedBy"], keys(var.common_tags)))}."
  }
}

variable "account_id" {
  description = "Account in which this module runs (12 digits)."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id: expected 12 digits, found \"${var.account_id}\"."
  }
}

variable "partition" {
  description = "AWS partition of every ARN that the module builds."
  type        = string
  default     = "aws"
}

variable "github_oidc" {
  description = "GitHub's OIDC provider and the subjects that may take the roles; null where GitHub deploys nothing. plan_subjects may end in * (read-only role), apply_subjects are exact: a branch or an environment of one repository (row B32)."
  type = object({
    plan_subjects  = list(string)
    apply_subjects = list(string)
    audience       = optional(string, "sts.amazonaws.com")
  })
  default = null

  validation {
    condition     = var.github_oidc == null ? true : alltrue([for s in var.github_oidc.apply_subjects : can(regex("^repo:[^*?:/]+/[^*?:/]+:(ref:refs/heads/|environment:)[^*?]+$", s))])
    error_message = "github_oidc.apply_subjects: expected repo:OWNER/NAME:ref:refs/heads/BRANCH or repo:OWNER/NAME:environment:NAME without * or ?; found ${jsonencode(try(var.github_oidc.apply_subjects, []))}."
  }

  validation {
    condition     = var.github_oidc == null ? true : alltrue([for s in var.github_oidc.plan_subjects : can(regex("^repo:[^*?:/]+/[^*?:/]+:.+$", s))])
    error_message = "github_oidc.plan_subjects: expected repo:OWNER/NAME:PATTERN with owner and repository spelled out; found ${jsonencode(try(var.github_oidc.plan_subjects, []))}."
  }

  validation {
    condition     = var.github_oidc == null ? true : length(var.github_oidc.plan_subjects) > 0 && length(var.github_oidc.apply_subjects) > 0
    error_message = "github_oidc: expected at least one plan subject and one apply subject; an empty list would be a trust that nobody meets."
  }
}

variable "gitlab_oidc" {
  description = "GitLab's OIDC provider and the subjects that may take the roles; null where GitLab deploys nothing. audience is the value of the job's id_tokens aud; apply_subjects are exact: one project, one branch (row E17)."
  type = object({
    url            = optional(string, "https://gitlab.com")
    audience       = optional(string, "https://gitlab.com")
    plan_subjects  = list(string)
    apply_subjects = list(string)
  })
  default = null

  validation {
    condition     = var.gitlab_oidc == null ? true : alltrue([for s in var.gitlab_oidc.apply_subjects : can(regex("^project_path:[^*?:/]+(/[^*?:/]+)+:ref_type:branch:ref:[^*?:]+$", s))])
    error_message = "gitlab_oidc.apply_subjects: expected project_path:GROUP/PROJECT:ref_type:branch:ref:BRANCH without * or ?; found ${jsonencode(try(var.gitlab_oidc.apply_subjects, []))}."
  }

  validation {
    condition     = var.gitlab_oidc == null ? true : alltrue([for s in var.gitlab_oidc.plan_subjects : can(regex("^project_path:[^*?:/]+(/[^*?:/]+)+:.+$", s))])
    error_message = "gitlab_oidc.plan_subjects: expected project_path:GROUP/PROJECT:PATTERN with group and project spelled out; found ${jsonencode(try(var.gitlab_oidc.plan_subjects, []))}."
  }

  validation {
    condition     = var.gitlab_oidc == null ? true : length(var.gitlab_oidc.plan_subjects) > 0 && length(var.gitlab_oidc.apply_subjects) > 0
    error_message = "gitlab_oidc: expected at least one plan subject and one apply subject; an empty list would be a trust that nobody meets."
  }

  validation {
    condition     = var.gitlab_oidc == null ? true : startswith(var.gitlab_oidc.url, "https://") && !endswith(var.gitlab_oidc.url, "/")
    error_message = "gitlab_oidc.url: expected https://HOST without a trailing slash, found \"${try(var.gitlab_oidc.url, "")}\"."
  }

  validation {
    condition     = var.github_oidc != null || var.gitlab_oidc != null
    error_message = "github_oidc, gitlab_oidc: expected at least one, found both null; the two roles would trust nobody."
  }
}

variable "plan_role" {
  description = "Read-only role of the pipeline's plan job. data_reads = false denies it the contents of objects and tables other than its own state: who may open a pull request may not read data."
  type = object({
    name                = string
    managed_policy_arns = optional(list(string), ["arn:aws:iam::aws:policy/ReadOnlyAccess"])
    data_reads          = optional(bool, false)
  })

  validation {
    condition     = alltrue([for arn in var.plan_role.managed_policy_arns : !can(regex("(AdministratorAccess|PowerUserAccess|FullAccess)$", arn))])
    error_message = "plan_role.managed_policy_arns: expected read-only policies (CKV_LZ_009), found ${jsonencode(var.plan_role.managed_policy_arns)}."
  }
}

variable "apply_role" {
  description = "Role of the pipeline's apply job: everything in the services named by their IAM prefix, inside a permissions boundary. require_boundary = true makes the boundary demand itself on every role that the pipeline creates."
  type = object({
    name             = string
    services         = list(string)
    require_boundary = optional(bool, false)
  })

  validation {
    condition     = length(var.apply_role.services) > 0 && alltrue([for s in var.apply_role.services : can(regex("^[a-z0-9-]+$", s))])
    error_message = "apply_role.services: expected IAM service prefixes such as \"ec2\", never \"*\" (row B11); found ${jsonencode(var.apply_role.services)}."
  }
}

variable "max_session_duration" {
  description = "Longest session of both roles, in seconds. IAM accepts 3600 to 43200; the 900 s of row E17 are asked for by the caller (row W16)."
  type        = number
  default     = 3600

  validation {
    condition     = var.max_session_duration == 3600
    error_message = "max_session_duration: expected 3600 (the lowest value that IAM accepts, row W16), found ${var.max_session_duration}."
  }
}

variable "role_path" {
  description = "IAM path of the roles and of the boundary; SCP self-protection keeps this path."
  type        = string
  default     = "/guardrails/"

  validation {
    condition     = can(regex("^/([A-Za-z0-9_-]+/)+$", var.role_path))
    error_message = "role_path: expected /NAME/, found \"${var.role_path}\"."
  }
}

variable "state_access" {
  description = "What this account's own two roles may touch in the state bucket: keys (patterns of row A54's grammar), the lock table's ARN and the KMS key's ARN where there are any. Null: no state rights."
  type = object({
    bucket         = string
    keys           = list(string)
    lock_table_arn = optional(string)
    kms_key_arn    = optional(string)
  })
  default = null

  validation {
    condition     = var.state_access == null ? true : alltrue([for k in var.state_access.keys : can(regex("^([A-Za-z0-9-]+|\\*)/[A-Za-z0-9-]+/[a-z]+/terraform\\.tfstate$", k))])
    error_message = "state_access.keys: expected {module}/{account}/{env}/terraform.tfstate or workloads/{product}/{env}/terraform.tfstate (only {module} may be *); found ${jsonencode(try(var.state_access.keys, []))}."
  }
}

variable "state" {
  description = "The state bucket, its replica and its lock; null in every account but the one that owns the state. access: per owner of keys (an account or a product) the exact ARNs of its plan and apply roles. administrators: ARN patterns that may write objects besides (break-glass). lock_table null means the S3 lockfile (row W12)."
  type = object({
    bucket              = string
    replica_bucket      = optional(string)
    organization_id     = string
    kms_key_arn         = optional(string)
    replica_kms_key_arn = optional(string)
    lock_table          = optional(string)
    noncurrent_days     = optional(number, 90)
    noncurrent_versions = optional(number, 10)
    administrators      = optional(list(string), [])
    access = map(object({
      keys            = list(string)
      plan_role_arns  = optional(list(string), [])
      apply_role_arns = list(string)
    }))
  })
  default = null

  validation {
    condition     = var.state == null ? true : can(regex("^[a-z0-9][a-z0-9.-]{1,54}[a-z0-9]$", var.state.bucket))
    error_message = "state.bucket: expected 3 to 56 lower-case characters (room for \"-replica\"), found \"${try(var.state.bucket, "")}\"."
  }

  validation {
    condition     = var.state == null ? true : can(regex("^o-[a-z0-9]{10,32}$", var.state.organization_id))
    error_message = "state.organization_id: expected o- and 10 to 32 characters, found \"${try(var.state.organization_id, "")}\"."
  }

  validation {
    condition     = var.state == null ? true : alltrue(flatten([for a in var.state.access : [for k in a.keys : can(regex("^([A-Za-z0-9-]+|\\*)/[A-Za-z0-9-]+/[a-z]+/terraform\\.tfstate$", k))]]))
    error_message = "state.access[*].keys: expected {module}/{account}/{env}/terraform.tfstate or workloads/{product}/{env}/terraform.tfstate (only {module} may be *); found ${jsonencode(try(flatten([for a in var.state.access : a.keys]), []))}."
  }

  validation {
    condition     = var.state == null ? true : alltrue(flatten([for a in var.state.access : [for arn in concat(a.plan_role_arns, a.apply_role_arns) : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/[^*?]+$", arn))]]))
    error_message = "state.access: expected exact role ARNs without * or ? (row E16), found ${jsonencode(try(flatten([for a in var.state.access : concat(a.plan_role_arns, a.apply_role_arns)]), []))}."
  }

  validation {
    condition     = var.state == null ? true : length(flatten([for a in var.state.access : distinct(concat(a.plan_role_arns, a.apply_role_arns))])) == length(distinct(flatten([for a in var.state.access : concat(a.plan_role_arns, a.apply_role_arns)])))
    error_message = "state.access: expected each role in one entry, because an entry denies its roles all other keys; found a role in two."
  }

  validation {
    condition     = var.state == null ? true : length(flatten([for a in var.state.access : a.apply_role_arns])) > 0
    error_message = "state.access: expected at least one apply role, found none; nobody could write a state."
  }

  validation {
    condition     = var.state == null ? true : (var.state.kms_key_arn == null) == (var.state.replica_kms_key_arn == null)
    error_message = "state: expected kms_key_arn and replica_kms_key_arn together (a KMS key is regional), found one of them."
  }

  validation {
    condition     = var.state == null ? true : var.state.noncurrent_days >= 30 && var.state.noncurrent_versions >= 1
    error_message = "state: expected noncurrent_days >= 30 and noncurrent_versions >= 1, found ${try(var.state.noncurrent_days, 0)} and ${try(var.state.noncurrent_versions, 0)}."
  }
}
