locals {
  common_tags = merge(var.common_tags, { Module = "networking" })

  zones               = sort(keys(var.private_subnet_ids))
  endpoint_zones      = slice(local.zones, 0, coalesce(var.endpoint_zones, length(local.zones)))
  endpoint_subnet_ids = [for zone in local.endpoint_zones : var.private_subnet_ids[zone]]

  router_name = "${var.name_prefix}-asg-router"
  secret_name = "${var.name_prefix}-secret-tailscale"

  # What may be reached through the tailnet (A26): inference over HTTPS and gRPC.
  tailnet_ports = [443, 50051]
}

data "aws_partition" "current" {}
