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

variable "management_account_id" {
  description = "Account id of the management account (12 digits); nothing is ever attached to it."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.management_account_id))
    error_message = "management_account_id: expected 12 digits, found \"${var.management_account_id}\"."
  }
}

variable "management_account_name" {
  description = "Name by which attachments and delegations call the management account."
  type        = string
  default     = "Management"
}

variable "enabled_policy_types" {
  description = "Policy types enabled on the root."
  type        = set(string)
  default     = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY"]

  validation {
    condition     = contains(var.enabled_policy_types, "SERVICE_CONTROL_POLICY")
    error_message = "enabled_policy_types: expected SERVICE_CONTROL_POLICY among them, found ${jsonencode(var.enabled_policy_types)}."
  }

  validation {
    condition     = length(setsubtract([for p in var.policies : p.type], var.enabled_policy_types)) == 0
    error_message = "enabled_policy_types: expected every type used in policies, missing ${jsonencode(setsubtract([for p in var.policies : p.type], var.enabled_policy_types))}."
  }
}

variable "aws_service_access_principals" {
  description = "Services trusted by the organization (service principals)."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for p in var.aws_service_access_principals : endswith(p, ".amazonaws.com")])
    error_message = "aws_service_access_principals: expected names that end in .amazonaws.com, found ${jsonencode(var.aws_service_access_principals)}."
  }
}

variable "organizational_units" {
  description = "OUs by path, parents before a slash: \"Workloads\", \"Workloads/Prod\"; at most five levels. managed_by = \"control-tower\" (row C2): not created, its id is given."
  type = map(object({
    managed_by = optional(string, "terraform")
    id         = optional(string)
  }))
  default = {}

  validation {
    condition     = alltrue([for path in keys(var.organizational_units) : length(split("/", path)) <= 5 && alltrue([for n in split("/", path) : length(n) >= 1 && length(n) <= 128])])
    error_message = "organizational_units: expected paths of one to five names of 1 to 128 characters, found ${jsonencode(keys(var.organizational_units))}."
  }

  validation {
    condition     = alltrue([for path in keys(var.organizational_units) : !strcontains(path, "/") || contains(keys(var.organizational_units), join("/", slice(split("/", path), 0, length(split("/", path)) - 1)))])
    error_message = "organizational_units: expected the parent of every path as a key of its own, found ${jsonencode(keys(var.organizational_units))}."
  }

  validation {
    condition     = alltrue([for ou in var.organizational_units : contains(["terraform", "control-tower"], ou.managed_by) && (ou.managed_by == "control-tower") == (ou.id != null)])
    error_message = "organizational_units: expected managed_by \"terraform\" without id or \"control-tower\" with id, found ${jsonencode(var.organizational_units)}."
  }
}

variable "accounts" {
  description = "Member accounts by name. ou: path of the OU, \"\" for the root. status \"planned\": not created. managed_by = \"control-tower\": not created, its id is given. role_name: administrator role that AWS makes in the new account; under the default name the SCPs let it make the bootstrap and the baseline."
  type = map(object({
    email      = string
    ou         = string
    status     = optional(string, "active")
    managed_by = optional(string, "terraform")
    id         = optional(string)
    role_name  = optional(string, "AWSControlTowerExecution")
    tags       = optional(map(string), {})
  }))
  default = {}

  validation {
    condition     = alltrue([for a in var.accounts : length(a.email) <= 64 && can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", a.email))])
    error_message = "accounts[*].email: expected a valid address of at most 64 characters, found ${jsonencode([for a in var.accounts : a.email if length(a.email) > 64 || !can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", a.email))])}."
  }

  validation {
    condition     = length(distinct([for a in var.accounts : lower(a.email)])) == length(var.accounts)
    error_message = "accounts[*].email: expected each address once, found ${jsonencode([for a in var.accounts : a.email])}."
  }

  validation {
    condition     = alltrue([for a in var.accounts : a.ou == "" || contains(keys(var.organizational_units), a.ou)])
    error_message = "accounts[*].ou: expected a key of organizational_units or \"\", found ${jsonencode([for a in var.accounts : a.ou if a.ou != "" && !contains(keys(var.organizational_units), a.ou)])}."
  }

  validation {
    condition     = alltrue([for a in var.accounts : contains(["active", "planned", "suspended", "closing"], a.status)])
    error_message = "accounts[*].status: expected active, planned, suspended or closing, found ${jsonencode([for a in var.accounts : a.status])}."
  }

  validation {
    condition     = alltrue([for a in var.accounts : contains(["terraform", "control-tower"], a.managed_by) && (a.managed_by != "control-tower" || a.status == "planned" || a.id != null)])
    error_message = "accounts: expected managed_by \"terraform\", or \"control-tower\" with id, found ${jsonencode({ for n, a in var.accounts : n => a.managed_by })}."
  }

  validation {
    condition     = !contains(keys(var.accounts), var.management_account_name) && !contains([for a in var.accounts : coalesce(a.id, "none")], var.management_account_id)
    error_message = "accounts: expected members only; the management account (${var.management_account_name}, ${var.management_account_id}) is the organization's own and stays at the root."
  }
}

variable "policies" {
  description = "Policies by slug; content is the final document that `guardrails render` wrote (scps/rendered/<slug>.json), minified."
  type = map(object({
    type        = string
    content     = string
    description = string
  }))
  default = {}

  validation {
    condition     = alltrue([for p in var.policies : contains(["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY", "BACKUP_POLICY", "AISERVICES_OPT_OUT_POLICY", "CHATBOT_POLICY", "DECLARATIVE_POLICY_EC2", "SECURITYHUB_POLICY"], p.type)])
    error_message = "policies[*].type: expected a policy type of AWS Organizations, found ${jsonencode([for p in var.policies : p.type])}."
  }

  validation {
    condition     = alltrue([for p in var.policies : can(jsondecode(p.content))])
    error_message = "policies[*].content: expected valid JSON, found something else in ${jsonencode([for s, p in var.policies : s if !can(jsondecode(p.content))])}."
  }

  validation {
    condition     = alltrue([for p in var.policies : length(p.content) <= lookup(var.policy_quotas.max_chars, p.type, 10000)])
    error_message = "policies[*].content: expected at most ${jsonencode(var.policy_quotas.max_chars)} characters, found ${jsonencode({ for s, p in var.policies : s => length(p.content) if length(p.content) > lookup(var.policy_quotas.max_chars, p.type, 10000) })}."
  }

  validation {
    condition     = alltrue([for p in var.policies : length(p.description) <= 512])
    error_message = "policies[*].description: expected at most 512 characters."
  }
}

variable "policy_quotas" {
  description = "Quotas of AWS Organizations by policy type: characters per document, policies per node (AWS's own FullAWSAccess counts). Since May 2026 SCPs have 10,240 characters and 10 per node."
  type = object({
    max_chars    = optional(map(number), { SERVICE_CONTROL_POLICY = 10240, RESOURCE_CONTROL_POLICY = 5120 })
    max_per_node = optional(map(number), { SERVICE_CONTROL_POLICY = 10, RESOURCE_CONTROL_POLICY = 5 })
  })
  default = {}
}

variable "reserved_scp_slots" {
  description = "SCP slots that Control Tower takes on each OU (count)."
  type        = number
  default     = 0
}

variable "attachments" {
  description = "Policy slugs per node. A node is \"root\", \"ou:PATH\" or \"account:NAME\". FullAWSAccess is attached by AWS to every node and is never listed here."
  type        = map(list(string))
  default     = {}

  validation {
    condition     = alltrue([for node in keys(var.attachments) : node != "account:${var.management_account_name}" && !strcontains(node, var.management_account_id)])
    error_message = "attachments: expected no policy on the management account, because SCPs and RCPs never bind it (CKV_LZ_046); found node account:${var.management_account_name}."
  }

  validation {
    condition = alltrue([for node in keys(var.attachments) :
      node == "root" ||
      (startswith(node, "ou:") && contains(keys(var.organizational_units), trimprefix(node, "ou:"))) ||
      (startswith(node, "account:") && try(var.accounts[trimprefix(node, "account:")].status != "planned", false)) ||
      strcontains(node, var.management_account_id) || node == "account:${var.management_account_name}"
    ])
    error_message = "attachments: expected nodes root, ou:PATH of organizational_units, account:NAME of an account that is not planned; found ${jsonencode(keys(var.attachments))}."
  }

  validation {
    condition     = alltrue(flatten([for slugs in values(var.attachments) : [for s in slugs : contains(keys(var.policies), s)]]))
    error_message = "attachments: expected slugs of policies (FullAWSAccess is AWS's own), found ${jsonencode(setsubtract(flatten(values(var.attachments)), keys(var.policies)))}."
  }

  validation {
    condition     = alltrue([for slugs in values(var.attachments) : length(slugs) > 0 && length(distinct(slugs)) == length(slugs)])
    error_message = "attachments: expected a non-empty list without repetition per node, found ${jsonencode([for node, slugs in var.attachments : node if length(slugs) == 0 || length(distinct(slugs)) != length(slugs)])}."
  }

  validation {
    condition = alltrue(flatten([for node, slugs in var.attachments : [for type, most in var.policy_quotas.max_per_node :
      length([for s in slugs : s if try(var.policies[s].type, "") == type]) + 1 + (startswith(node, "ou:") && type == "SERVICE_CONTROL_POLICY" ? var.reserved_scp_slots : 0) <= most
    ]]))
    error_message = "attachments: expected at most ${jsonencode(var.policy_quotas.max_per_node)} policies per node with AWS's own one and ${var.reserved_scp_slots} reserved on OUs, found ${jsonencode({ for node, slugs in var.attachments : node => length(slugs) })}."
  }

  validation {
    condition     = length(setsubtract(keys(var.policies), concat(flatten(values(var.attachments)), tolist(var.draft_policies)))) == 0
    error_message = "attachments: expected every policy on a node or named in draft_policies, found attached nowhere: ${jsonencode(setsubtract(keys(var.policies), concat(flatten(values(var.attachments)), tolist(var.draft_policies))))}."
  }
}

variable "draft_policies" {
  description = "Slugs that are created and attached nowhere on purpose."
  type        = set(string)
  default     = []
}

variable "delegated_administrators" {
  description = "Delegated administrator (account name) per service principal. An entry that names the management account is skipped and reported in skipped_delegations: AWS does not register it."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for service in keys(var.delegated_administrators) : contains(var.aws_service_access_principals, service)])
    error_message = "delegated_administrators: expected services of aws_service_access_principals, found ${jsonencode(setsubtract(keys(var.delegated_administrators), var.aws_service_access_principals))}."
  }

  validation {
    condition     = alltrue([for name in values(var.delegated_administrators) : name == var.management_account_name || try(var.accounts[name].status == "active", false)])
    error_message = "delegated_administrators: expected active accounts, found ${jsonencode([for name in values(var.delegated_administrators) : name if name != var.management_account_name && !try(var.accounts[name].status == "active", false)])}."
  }
}

variable "resource_policy" {
  description = "Resource-based delegation policy of the organization (JSON); null for none."
  type        = string
  default     = null

  validation {
    condition     = var.resource_policy == null ? true : can(jsondecode(var.resource_policy))
    error_message = "resource_policy: expected valid JSON."
  }
}
