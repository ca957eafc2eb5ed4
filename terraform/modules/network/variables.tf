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
  description = "The 12-digit id of the account that owns the VPC; it confines the flow-log role."
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

variable "cidr" {
  description = "IPv4 range of the VPC, /16 to /28. Changing it replaces the VPC and all that is in it."
  type        = string

  validation {
    condition     = can(cidrhost(var.cidr, 0)) && can(regex("/(1[6-9]|2[0-8])$", var.cidr))
    error_message = "Expected an IPv4 range between /16 and /28 such as 10.1.0.0/16, found ${var.cidr}."
  }
}

variable "zones" {
  description = "Letters of the availability zones, in the order of the subnet lists, for example [\"a\", \"b\"]."
  type        = list(string)
  default     = ["a", "b"]
  nullable    = false

  validation {
    condition     = length(var.zones) > 0 && alltrue([for zone in var.zones : can(regex("^[a-z]$", zone))]) && length(distinct(var.zones)) == length(var.zones)
    error_message = "Expected distinct single letters such as [\"a\", \"b\"], found ${jsonencode(var.zones)}."
  }
}

variable "public_subnets" {
  description = "IPv4 range of the public subnet of each zone, in the order of `zones`."
  type        = list(string)

  validation {
    condition     = length(var.public_subnets) == length(var.zones)
    error_message = "Expected one public subnet for each of ${length(var.zones)} zones, found ${length(var.public_subnets)}."
  }

  # Inside: with the length of the VPC's prefix it is the VPC's own range.
  validation {
    condition = alltrue([
      for cidr in var.public_subnets : try(
        split("/", cidr)[1] >= local.vpc_prefix && cidrhost("${split("/", cidr)[0]}/${local.vpc_prefix}", 0) == cidrhost(var.cidr, 0),
        false
      )
    ])
    error_message = "Expected public subnets inside ${var.cidr}, found ${join(", ", var.public_subnets)}."
  }

  validation {
    condition = alltrue([
      for cidr in var.public_subnets : try(
        sum([for i, octet in split(".", cidrhost(cidr, -1)) : octet * pow(256, 3 - i)]) < local.reserved_first, false
      )
    ])
    error_message = "Expected public subnets below ${coalesce(var.reserved_from, "-")}, from which addresses are reserved, found ${join(", ", var.public_subnets)}."
  }
}

variable "private_subnets" {
  description = "IPv4 range of the private subnet of each zone, in the order of `zones`."
  type        = list(string)

  validation {
    condition     = length(var.private_subnets) == length(var.zones)
    error_message = "Expected one private subnet for each of ${length(var.zones)} zones, found ${length(var.private_subnets)}."
  }

  # Inside: with the length of the VPC's prefix it is the VPC's own range.
  validation {
    condition = alltrue([
      for cidr in var.private_subnets : try(
        split("/", cidr)[1] >= local.vpc_prefix && cidrhost("${split("/", cidr)[0]}/${local.vpc_prefix}", 0) == cidrhost(var.cidr, 0),
        false
      )
    ])
    error_message = "Expected private subnets inside ${var.cidr}, found ${join(", ", var.private_subnets)}."
  }

  validation {
    condition = alltrue([
      for cidr in var.private_subnets : try(
        sum([for i, octet in split(".", cidrhost(cidr, -1)) : octet * pow(256, 3 - i)]) < local.reserved_first, false
      )
    ])
    error_message = "Expected private subnets below ${coalesce(var.reserved_from, "-")}, from which addresses are reserved, found ${join(", ", var.private_subnets)}."
  }

  # Two ranges overlap when the shorter prefix makes them the same.
  validation {
    condition = alltrue(flatten([
      for i, one in concat(var.public_subnets, var.private_subnets) : [
        for j, other in concat(var.public_subnets, var.private_subnets) : i >= j || try(
          cidrhost("${split("/", one)[0]}/${min(split("/", one)[1], split("/", other)[1])}", 0)
          != cidrhost("${split("/", other)[0]}/${min(split("/", one)[1], split("/", other)[1])}", 0),
          false
        )
      ]
    ]))
    error_message = "Expected subnets that do not overlap, found ${join(", ", concat(var.public_subnets, var.private_subnets))}."
  }
}

variable "reserved_from" {
  description = "First address kept for later: no subnet may reach it. Forms: 10.1.20.0, 10.1.20.0/24, 10.1.20.0/24+; null reserves nothing."
  type        = string
  default     = null

  validation {
    condition     = var.reserved_from == null || can(cidrhost("${split("/", trimsuffix(coalesce(var.reserved_from, "0.0.0.0"), "+"))[0]}/32", 0))
    error_message = "Expected an IPv4 address such as 10.1.20.0, found ${coalesce(var.reserved_from, "-")}."
  }
}

variable "nat" {
  description = "Way out of the private subnets: none, instance (one, cheap), gateway (one) or gateway-per-az."
  type        = string

  validation {
    condition     = contains(["none", "instance", "gateway", "gateway-per-az"], var.nat)
    error_message = "Expected none, instance, gateway or gateway-per-az, found ${var.nat}."
  }
}

variable "nat_instance_type" {
  description = "EC2 type of the NAT instance."
  type        = string
  default     = "t3.micro"
  nullable    = false
}

variable "nat_ami_id" {
  description = "Id of an Amazon Linux 2023 image for the NAT instance; needed when `nat` is instance. An id, never a name filter: the old amzn-ami-vpc-nat images are gone."
  type        = string
  default     = null

  validation {
    condition     = var.nat_ami_id == null || can(regex("^ami-[0-9a-f]{8,17}$", var.nat_ami_id))
    error_message = "Expected the id of an Amazon Linux 2023 image such as ami-0123456789abcdef0, found ${coalesce(var.nat_ami_id, "-")}."
  }

  validation {
    condition     = var.nat != "instance" || var.nat_ami_id != null
    error_message = "Expected nat_ami_id with nat = \"instance\", found null."
  }
}

variable "flow_logs_retention_days" {
  description = "Days that flow logs are kept (dev 14, prod 90); one of the values CloudWatch Logs knows."
  type        = number

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.flow_logs_retention_days)
    error_message = "Expected a retention of CloudWatch Logs such as 14, 90 or 365 days, found ${var.flow_logs_retention_days}."
  }
}

variable "flow_logs_kms_key_arn" {
  description = "ARN of the KMS key of the flow-log group; null uses the key that CloudWatch Logs owns. Its key policy must let logs.{region}.amazonaws.com use it."
  type        = string
  default     = null
}

variable "cluster_names" {
  description = "Names of EKS clusters that may place load balancers here; each adds the tag kubernetes.io/cluster/{name}=shared to the subnets."
  type        = list(string)
  default     = []
  nullable    = false
}
