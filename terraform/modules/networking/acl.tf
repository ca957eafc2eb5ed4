locals {
  # The tailnet policy file denies what it does not name. The router's routes are approved by its tag, so that a
  # replaced router works without anybody.
  tailscale_acl = !var.router_enabled ? null : jsonencode({
    tagOwners     = { (var.router_tag) = ["autogroup:admin"] }
    autoApprovers = { routes = { (var.vpc_cidr) = [var.router_tag] } }
    acls = [{
      action = "accept"
      src    = var.acl_sources
      proto  = "tcp"
      dst    = [for zone in local.zones : "${var.private_subnet_cidrs[zone]}:${join(",", local.tailnet_ports)}"]
    }]
  })
}
