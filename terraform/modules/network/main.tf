locals {
  common_tags = merge(var.common_tags, { Module = "network" })

  # Zone letter -> range: keys stay when a zone is added, an index would not.
  public_subnets  = zipmap(var.zones, var.public_subnets)
  private_subnets = zipmap(var.zones, var.private_subnets)

  cluster_tags = { for name in var.cluster_names : "kubernetes.io/cluster/${name}" => "shared" }

  per_zone  = var.nat == "gateway-per-az"
  nat_zones = var.nat == "none" ? toset([]) : local.per_zone ? toset(var.zones) : toset([var.zones[0]])

  # One private route table for all zones, or one for each zone that has a gateway of its own.
  private_tables = local.per_zone ? toset(var.zones) : toset(["shared"])
  gateway_zones  = contains(["gateway", "gateway-per-az"], var.nat) ? local.nat_zones : toset([])
  instance_zones = var.nat == "instance" ? local.nat_zones : toset([])
}

# What the validations of the subnets compare with. An address is the number that its 32 bits make.
locals {
  vpc_prefix       = try(tonumber(split("/", var.cidr)[1]), 32)
  reserved_address = split("/", trimsuffix(coalesce(var.reserved_from, "0.0.0.0"), "+"))[0]
  reserved_first   = var.reserved_from == null ? pow(2, 32) : try(sum([for i, octet in split(".", local.reserved_address) : octet * pow(256, 3 - i)]), 0)
}

data "aws_partition" "current" {}
