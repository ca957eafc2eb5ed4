"""Nothing from the internet reaches the subnet router.

## What it does
Reports every rule of a router's security group (a group with `router` in its name or in the tag `Purpose`) that lets
in a range of the internet, IPv4 or IPv6, on any port and protocol. Rules inside the group and beside it count alike.

## Why it matters
The router stands between the tailnet and the private subnets. It calls out through the NAT gateway, and answers come
back on the connections that it opened: no port has to be open for WireGuard, not even UDP 41641.

## Example
```hcl
resource "aws_security_group" "router" {
  name   = "MM-prod-use1-sg-router"
  vpc_id = "vpc-0123456789abcdef0"

  ingress {
    protocol    = "udp"
    from_port   = 41641
    to_port     = 41641
    cidr_blocks = ["0.0.0.0/0"]
  }
}
```

## Use instead
```hcl
resource "aws_security_group" "router" {
  name   = "MM-prod-use1-sg-router"
  vpc_id = "vpc-0123456789abcdef0"

  egress {
    protocol    = "udp"
    from_port   = 41641
    to_port     = 41641
    cidr_blocks = ["0.0.0.0/0"]
  }
}
```

## How to fix
Delete the rule. The router needs egress only: TCP 443, UDP 3478 and UDP 41641.

## Sources
- https://tailscale.com/kb/1082/firewall-ports (2026-11)
- https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_ingress import GROUPS, TYPES, groups_of, let_in, wide
from guardrail_values import UNKNOWN, Mark

RULE = {
    "id": "CKV_LZ_021",
    "title": "Nothing from the internet reaches the subnet router",
    "severity": "HIGH",
    "rows": ["A27"],
    "pillar": "security",
    "category": "NETWORKING",
}


class RouterIngress(ResourceCheck):
    """What the security group of a router lets in."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a range of the internet, UNKNOWN where range or group are known only after apply."""
        own = groups_of(self, conf, "router")
        if own is False:
            return self.silent()
        found = let_in(self, conf)
        if isinstance(found, Mark):
            return self.unknown("ingress", "what reaches the router is known only after apply")
        for one in found:
            source = next((each for each in one.sources if wide(each)), None)
            if source is not None and own is None:
                return self.unknown("security_group_id", f"{source} is let in, perhaps to the router")
            if source is not None:
                return self.fails(one.path, f"{source} reaches the router; no ingress from the internet is expected")
        late = next((one.path for one in found if UNKNOWN in one.sources), "")
        if late and own:
            return self.unknown(late, "what reaches the router is known only after apply")
        if not own or not (found or self.entity_type in GROUPS):
            return self.silent()
        return self.passes(found[0].path if found else "ingress")


check = RouterIngress(RULE, TYPES)
