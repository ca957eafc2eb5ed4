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

variable "description" {
  description = "Description of the transit gateway."
  type        = string
  default     = "Segmented transit of one Region"
}

variable "amazon_side_asn" {
  description = "Private autonomous system number of the transit gateway: 64512 to 65534 or 4200000000 to 4294967294."
  type        = number
  default     = 64512

  validation {
    condition     = (var.amazon_side_asn >= 64512 && var.amazon_side_asn <= 65534) || (var.amazon_side_asn >= 4200000000 && var.amazon_side_asn <= 4294967294)
    error_message = "amazon_side_asn: expected 64512 to 65534 or 4200000000 to 4294967294, found ${var.amazon_side_asn}."
  }
}

variable "share_principals" {
  description = "Who may attach, by a name of your choice: ARNs of the organization or of OUs. At least one: a share without principals serves nobody (row W15)."
  type        = map(string)

  validation {
    condition     = length(var.share_principals) > 0
    error_message = "share_principals: expected at least one organization or OU ARN (CKV_LZ_043), found none."
  }

  validation {
    condition     = alltrue([for arn in var.share_principals : can(regex("^arn:[a-z-]+:organizations::[0-9]{12}:(organization/o-[a-z0-9]+|ou/o-[a-z0-9]+/ou-[a-z0-9-]+)$", arn))])
    error_message = "share_principals: expected ARNs of an organization or OU, found ${jsonencode(values(var.share_principals))}."
  }
}

variable "segments" {
  description = "Segments of this transit gateway. shared = true: services that others may reach (registry, logging, egress). Other segments hold workloads; they may reach shared segments only, never each other and never a neighbour in their own segment (row E8)."
  type = map(object({
    shared    = optional(bool, false)
    may_reach = optional(list(string), [])
  }))

  validation {
    condition     = length(var.segments) > 0 && alltrue([for name in keys(var.segments) : can(regex("^[a-z][a-z0-9-]*$", name))])
    error_message = "segments: expected at least one, named in lower-case letters, digits and hyphens; found ${jsonencode(keys(var.segments))}."
  }

  validation {
    condition     = alltrue(flatten([for segment in var.segments : [for other in segment.may_reach : contains(keys(var.segments), other)]]))
    error_message = "segments[*].may_reach: expected names of segments, found ${jsonencode(setsubtract(flatten([for segment in var.segments : segment.may_reach]), keys(var.segments)))}."
  }

  validation {
    condition     = alltrue(flatten([for segment in var.segments : [for other in segment.may_reach : try(var.segments[other].shared, true)]]))
    error_message = "segments[*].may_reach: expected shared segments only, because a workload never reaches a workload (rows E8, C20); found ${jsonencode(distinct(flatten([for segment in var.segments : [for other in segment.may_reach : other if !try(var.segments[other].shared, true)]])))}."
  }
}

variable "attachments" {
  description = "VPC attachments by name. Give vpc_id and subnet_ids for a VPC of this account (created here), or attachment_id for one that another account asked for (accepted here, because nothing is accepted automatically). default_route = true: the segments that may reach it send 0.0.0.0/0 there (central egress)."
  type = map(object({
    segment       = string
    vpc_id        = optional(string)
    subnet_ids    = optional(list(string), [])
    attachment_id = optional(string)
    default_route = optional(bool, false)
  }))
  default = {}

  validation {
    condition     = alltrue([for a in var.attachments : contains(keys(var.segments), a.segment)])
    error_message = "attachments[*].segment: expected a key of segments (row C20), found ${jsonencode([for a in var.attachments : a.segment])}."
  }

  validation {
    condition     = alltrue([for a in var.attachments : (a.vpc_id == null) != (a.attachment_id == null) && (a.vpc_id == null) == (length(a.subnet_ids) == 0)])
    error_message = "attachments: expected either vpc_id with subnet_ids or attachment_id, found both or neither in one of ${jsonencode(keys(var.attachments))}."
  }

  validation {
    condition     = alltrue([for a in var.attachments : !a.default_route || try(var.segments[a.segment].shared, true)])
    error_message = "attachments[*].default_route: expected only in shared segments, found ${jsonencode([for name, a in var.attachments : name if a.default_route && !try(var.segments[a.segment].shared, true)])}."
  }

  validation {
    condition     = alltrue([for name in keys(var.segments) : length([for a in var.attachments : a if a.default_route && contains(var.segments[name].may_reach, a.segment)]) <= 1])
    error_message = "attachments[*].default_route: expected at most one egress that a segment may reach, found more."
  }
}

variable "blackhole_cidrs" {
  description = "Ranges that the route tables of workload segments drop unless a shared attachment propagates a longer prefix; stops the detour to another workload through a central egress."
  type        = set(string)
  default     = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]

  validation {
    condition     = alltrue([for cidr in var.blackhole_cidrs : can(cidrhost(cidr, 0))])
    error_message = "blackhole_cidrs: expected IPv4 ranges, found ${jsonencode(var.blackhole_cidrs)}."
  }
}
