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

variable "account_id" {
  description = "12-digit id of the account that the module is applied in."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "Expected a 12-digit account id; found ${var.account_id}."
  }
}

variable "vpc_id" {
  description = "Id of the VPC that inference runs in."
  type        = string

  validation {
    condition     = can(regex("^vpc-[0-9a-f]+$", var.vpc_id))
    error_message = "Expected the id of a VPC, vpc-...; found ${var.vpc_id}."
  }
}

variable "private_subnet_cidrs" {
  description = "CIDRs of the private subnets: the only sources that reach inference, and where VPC endpoints answer."
  type        = list(string)

  validation {
    condition     = length(var.private_subnet_cidrs) > 0 && alltrue([for cidr in var.private_subnet_cidrs : can(cidrnetmask(cidr))])
    error_message = "Expected at least one IPv4 CIDR; found ${jsonencode(var.private_subnet_cidrs)}."
  }

  validation {
    condition     = alltrue([for cidr in var.private_subnet_cidrs : can(regex("^(10|172[.](1[6-9]|2[0-9]|3[01])|192[.]168|100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7]))[.]", cidr)) && try(tonumber(split("/", cidr)[1]) >= 16, false)])
    error_message = "Expected private CIDRs of /16 or smaller; found ${jsonencode(var.private_subnet_cidrs)}."
  }
}

variable "s3_prefix_list_id" {
  description = "Prefix list of the S3 gateway endpoint (pl-...), so that nodes can reach S3 through it; null for no such egress rule."
  type        = string
  default     = null

  validation {
    condition     = var.s3_prefix_list_id == null || can(regex("^pl-[0-9a-f]+$", var.s3_prefix_list_id))
    error_message = "Expected pl-... or null; found ${coalesce(var.s3_prefix_list_id, "null")}."
  }
}

variable "node_prefix" {
  description = "Key prefix of the model bucket that GPU nodes may read, without slashes at its ends."
  type        = string
  default     = "inference"

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$", var.node_prefix))
    error_message = "Expected a prefix without wildcards and without slashes at its ends; found ${var.node_prefix}."
  }
}

variable "role_path" {
  description = "IAM path of the node role. Under /workload/, which DeveloperAccess may pass to services."
  type        = string
  default     = "/workload/"
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the roles made here, for pipelines that may create no role without one; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[^ ]+$", var.permissions_boundary_arn))
    error_message = "Expected the ARN of a policy or null; found ${coalesce(var.permissions_boundary_arn, "null")}."
  }
}

variable "backup_policy" {
  description = "BackupPolicy tag of the model bucket: daily or none."
  type        = string
  default     = "daily"

  validation {
    condition     = contains(["daily", "none"], var.backup_policy)
    error_message = "Expected daily or none; found ${var.backup_policy}."
  }
}

variable "bucket_suffix" {
  description = "End of the bucket names after -models, for example -222222222222 where the plain name is taken; S3 names are global."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(-[a-z0-9-]*[a-z0-9])?$", var.bucket_suffix))
    error_message = "Expected an empty string or a hyphen and lower-case letters or digits; found ${var.bucket_suffix}."
  }
}

variable "noncurrent_version_days" {
  description = "Days that replaced or deleted versions of an artifact are kept."
  type        = number
  default     = 90

  validation {
    condition     = var.noncurrent_version_days >= 1
    error_message = "Expected 1 day or more; found ${var.noncurrent_version_days}."
  }
}

variable "abort_multipart_days" {
  description = "Days after which an unfinished upload is dropped."
  type        = number
  default     = 7
}

variable "kms_deletion_window_days" {
  description = "Days between the request to delete a customer key and its deletion."
  type        = number
  default     = 30

  validation {
    condition     = var.kms_deletion_window_days == 30
    error_message = "Expected 30 days, the longest that AWS offers; found ${var.kms_deletion_window_days}."
  }
}

variable "kms_multi_region" {
  description = "Make the model key a multi-Region primary key (mrk-...). Needed for replication; cannot be changed later."
  type        = bool
  default     = true

  validation {
    condition     = var.kms_multi_region || !var.replication_enabled
    error_message = "Expected kms_multi_region = true because replication_enabled is true; found false."
  }
}

variable "replication_enabled" {
  description = "Replicate the bucket and the key to the Region of the provider aws.dr."
  type        = bool
  default     = false
}

variable "dr_name_prefix" {
  description = "Start of names in the DR Region, for example MM-prod-usw2. Needed when replication_enabled is true."
  type        = string
  default     = null

  validation {
    condition     = var.dr_name_prefix == null || can(regex("^[A-Za-z][A-Za-z0-9]*-[a-z][a-z0-9]*-[a-z]+[0-9]$", var.dr_name_prefix))
    error_message = "Expected {prefix}-{env}-{region code}, for example MM-prod-usw2; found ${coalesce(var.dr_name_prefix, "null")}."
  }

  validation {
    condition     = var.dr_name_prefix != null || !var.replication_enabled
    error_message = "Expected dr_name_prefix because replication_enabled is true; found null."
  }
}

variable "access_log_bucket" {
  description = "Name of the bucket that receives the model bucket's access log; null for no access log."
  type        = string
  default     = null
}

variable "ecr_repositories" {
  description = "Image repositories by name, and how many images each keeps."
  type        = map(object({ keep_images = optional(number, 30) }))
  default     = {}

  validation {
    condition     = alltrue([for name, repository in var.ecr_repositories : can(regex("^[a-z0-9]+([._/-][a-z0-9]+)*$", name)) && repository.keep_images >= 1])
    error_message = "Expected lower-case repository names and at least one image to keep; found ${jsonencode(var.ecr_repositories)}."
  }
}
