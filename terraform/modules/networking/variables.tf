variable "name_prefix" {
  description = "Start of every name: {prefix}-{env}-{region code}, for example MM-dev-use1."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9]+-[a-z]+-[a-z]{2,4}[0-9]$", var.name_prefix))
    error_message = "Expected {prefix}-{env}-{region code} such as MM-dev-use1, found ${var.name_prefix}."
  }
}

variable "common_tags" {
  description = "The mandatory tags of the organization file; Module and Name are added here."
  type        = map(string)
}

variable "account_id" {
  description = "The 12-digit id of the account that owns the VPC."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "Expected 12 digits, found ${var.account_id}."
  }
}

variable "region" {
  description = "Region of the VPC; must be that of the provider the caller passes, for example us-east-1."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "Expected a Region such as us-east-1, found ${var.region}."
  }
}

variable "organization_id" {
  description = "Id of the AWS organization (o-...): endpoints then serve its principals and resources. Null confines them to this account alone."
  type        = string
  default     = null

  validation {
    condition     = var.organization_id == null || can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))
    error_message = "Expected an organization id such as o-a1b2c3d4e5, found ${coalesce(var.organization_id, "-")}."
  }
}

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string
}

variable "vpc_cidr" {
  description = "IPv4 range of the VPC: what may reach the endpoints, and what the router advertises."
  type        = string

  validation {
    condition     = can(cidrhost(var.vpc_cidr, 0))
    error_message = "Expected an IPv4 range such as 10.1.0.0/16, found ${var.vpc_cidr}."
  }
}

variable "private_subnet_ids" {
  description = "Ids of the private subnets by zone letter."
  type        = map(string)

  validation {
    condition     = length(var.private_subnet_ids) > 0
    error_message = "Expected at least one private subnet, found none."
  }
}

variable "private_subnet_cidrs" {
  description = "IPv4 ranges of the private subnets by zone letter: all that the Tailscale ACL opens."
  type        = map(string)

  validation {
    condition     = alltrue([for cidr in values(var.private_subnet_cidrs) : can(cidrhost(cidr, 0))])
    error_message = "Expected IPv4 ranges, found ${join(", ", values(var.private_subnet_cidrs))}."
  }

  validation {
    condition     = keys(var.private_subnet_cidrs) == keys(var.private_subnet_ids)
    error_message = "Expected the zones of private_subnet_ids (${join(", ", keys(var.private_subnet_ids))}), found ${join(", ", keys(var.private_subnet_cidrs))}."
  }
}

variable "private_route_table_ids" {
  description = "Ids of all private route tables by key; each gets both gateway endpoints."
  type        = map(string)

  validation {
    condition     = length(var.private_route_table_ids) > 0
    error_message = "Expected at least one private route table, found none."
  }
}

variable "gateway_endpoints" {
  description = "Gateway endpoints, free of charge: s3 and dynamodb."
  type        = set(string)
  default     = ["s3", "dynamodb"]
  nullable    = false

  validation {
    condition     = length(setsubtract(var.gateway_endpoints, ["s3", "dynamodb"])) == 0
    error_message = "Expected s3 and dynamodb, found ${join(", ", var.gateway_endpoints)}."
  }
}

variable "interface_endpoints" {
  description = "Interface endpoints: any of ecr.api, ecr.dkr, sts, logs, secretsmanager, eks, eks-auth. Each costs about 7.20 USD a month in every zone."
  type        = set(string)
  default     = ["ecr.api", "ecr.dkr", "sts", "logs", "secretsmanager", "eks", "eks-auth"]
  nullable    = false

  validation {
    condition     = length(setsubtract(var.interface_endpoints, ["ecr.api", "ecr.dkr", "sts", "logs", "secretsmanager", "eks", "eks-auth"])) == 0
    error_message = "Expected a subset of ecr.api, ecr.dkr, sts, logs, secretsmanager, eks and eks-auth, found ${join(", ", var.interface_endpoints)}."
  }
}

variable "endpoint_zones" {
  description = "In how many zones interface endpoints have an address, counted from the first letter; null means in all. Dev pays for one."
  type        = number
  default     = null

  validation {
    condition     = var.endpoint_zones == null || contains(range(1, length(var.private_subnet_ids) + 1), coalesce(var.endpoint_zones, 1))
    error_message = "Expected 1 to ${length(var.private_subnet_ids)} zones, found ${coalesce(var.endpoint_zones, 0)}."
  }
}

variable "service_bucket_arns" {
  description = "Further S3 buckets outside the organization that the S3 endpoint lets everybody in the VPC read (GetObject only), next to ECR's image layers and the repositories of Amazon Linux 2023."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.service_bucket_arns : can(regex("^arn:aws[a-z-]*:s3:::[a-z0-9.-]+$", arn))])
    error_message = "Expected ARNs of single buckets such as arn:aws:s3:::example, found ${join(", ", var.service_bucket_arns)}."
  }
}

variable "image_account_ids" {
  description = "Accounts outside the organization from which images may be pulled through the ECR endpoints; the default is the EKS add-on registry of us-east-1 and us-west-2."
  type        = list(string)
  default     = ["602401143452"]
  nullable    = false

  validation {
    condition     = alltrue([for id in var.image_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "Expected 12-digit account ids, found ${join(", ", var.image_account_ids)}."
  }
}

variable "router_enabled" {
  description = "Whether this VPC has a Tailscale subnet router."
  type        = bool
  default     = true
  nullable    = false
}

variable "router_ami_id" {
  description = "Amazon Linux 2023 image of the router: an id, or resolve:ssm:{parameter}. Needed with router_enabled."
  type        = string
  default     = null

  validation {
    condition     = var.router_ami_id == null || can(regex("^(ami-[0-9a-f]{8,17}|resolve:ssm:.+)$", var.router_ami_id))
    error_message = "Expected ami-... or resolve:ssm:..., found ${coalesce(var.router_ami_id, "-")}."
  }

  validation {
    condition     = !var.router_enabled || var.router_ami_id != null
    error_message = "Expected router_ami_id with router_enabled, found null."
  }
}

variable "router_instance_type" {
  description = "EC2 type of the router."
  type        = string
  default     = "t3.micro"
  nullable    = false
}

variable "router_tag" {
  description = "Tailscale tag of the router: the auth key must carry it, and the ACL approves its routes."
  type        = string
  default     = "tag:subnet-router"
  nullable    = false

  validation {
    condition     = can(regex("^tag:[a-z][a-z0-9-]*$", var.router_tag))
    error_message = "Expected a tag such as tag:subnet-router, found ${var.router_tag}."
  }
}

variable "acl_sources" {
  description = "Who may reach the private subnets through the tailnet: Tailscale users, groups, tags or autogroups."
  type        = list(string)
  default     = ["autogroup:member"]
  nullable    = false

  validation {
    condition     = length(var.acl_sources) > 0 && !contains(var.acl_sources, "*")
    error_message = "Expected named sources such as autogroup:member, found ${jsonencode(var.acl_sources)}."
  }
}

variable "secret_kms_key_arn" {
  description = "ARN of the KMS key of the auth key's secret; null uses the AWS managed key aws/secretsmanager."
  type        = string
  default     = null
}

variable "secret_recovery_days" {
  description = "Days in which a deleted secret can be restored, 7 to 30. Its name stays taken so long."
  type        = number
  default     = 7
  nullable    = false

  validation {
    condition     = var.secret_recovery_days >= 7 && var.secret_recovery_days <= 30
    error_message = "Expected 7 to 30 days, found ${var.secret_recovery_days}."
  }
}

variable "router_schedule_enabled" {
  description = "Whether the router is stopped at night (dev: yes). Contradicts 'always one router'; hence off by default."
  type        = bool
  default     = false
  nullable    = false
}

variable "router_schedule_time_zone" {
  description = "IANA time zone of both crons, for example America/New_York. Needed with router_schedule_enabled."
  type        = string
  default     = null

  validation {
    condition     = var.router_schedule_time_zone == null || can(regex("^[A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+)*$", var.router_schedule_time_zone))
    error_message = "Expected an IANA time zone such as America/New_York, found ${coalesce(var.router_schedule_time_zone, "-")}."
  }

  validation {
    condition     = !var.router_schedule_enabled || var.router_schedule_time_zone != null
    error_message = "Expected router_schedule_time_zone with router_schedule_enabled, found null."
  }
}

variable "router_stop_cron" {
  description = "When the router is stopped, as cron in the schedule's time zone."
  type        = string
  default     = "0 20 * * *"
  nullable    = false

  validation {
    condition     = length(split(" ", var.router_stop_cron)) == 5
    error_message = "Expected five cron fields, found ${var.router_stop_cron}."
  }
}

variable "router_start_cron" {
  description = "When the router is started, as cron in the schedule's time zone."
  type        = string
  default     = "0 8 * * *"
  nullable    = false

  validation {
    condition     = length(split(" ", var.router_start_cron)) == 5
    error_message = "Expected five cron fields, found ${var.router_start_cron}."
  }
}
