# No ingress rule at all: the router calls out, and the tailnet answers on the connections it opened (A27).
resource "aws_security_group" "router" {
  count = var.router_enabled ? 1 : 0

  name        = "${var.name_prefix}-sg-router"
  description = "Tailscale router: nothing in, registration, relays and tunnels out"
  vpc_id      = var.vpc_id

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-sg-router" })
}

locals {
  # https://tailscale.com/kb/1082/firewall-ports (2026-11). A security group sees the destination port: direct tunnels
  # need a peer whose port is 41641, all others go through a relay (DERP) on 443.
  router_internet = {
    https     = { protocol = "tcp", port = 443, description = "Registration, relays, packages and AWS APIs" }
    wireguard = { protocol = "udp", port = 41641, description = "WireGuard tunnels" }
    stun      = { protocol = "udp", port = 3478, description = "STUN: which address the NAT gives" }
  }
}

resource "aws_vpc_security_group_egress_rule" "router_internet" {
  for_each = { for name, rule in local.router_internet : name => rule if var.router_enabled }

  security_group_id = aws_security_group.router[0].id
  description       = each.value.description
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = each.value.protocol
  from_port         = each.value.port
  to_port           = each.value.port

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-rule-${each.key}" })
}

# Port 443 to the private subnets is in the rule above; gRPC goes there only.
resource "aws_vpc_security_group_egress_rule" "router_grpc" {
  for_each = { for zone, cidr in var.private_subnet_cidrs : zone => cidr if var.router_enabled }

  security_group_id = aws_security_group.router[0].id
  description       = "gRPC to the private subnet of zone ${each.key}"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 50051
  to_port           = 50051

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-${each.key}-rule-grpc" })
}
