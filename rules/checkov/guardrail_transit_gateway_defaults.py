"""A transit gateway joins nothing by itself.

## What it does
Reports `aws_ec2_transit_gateway` whose `default_route_table_association`, `default_route_table_propagation` or
`auto_accept_shared_attachments` is not "disable". The first two are "enable" when nothing is said.

## Why it matters
With the defaults of AWS every attachment lands in one route table and every network reaches every other one. Segments
exist only where each association and each propagation is written down.

## Example
```hcl
resource "aws_ec2_transit_gateway" "hub" {
  description                    = "Hub"
  auto_accept_shared_attachments = "enable"
}
```

## Use instead
```hcl
resource "aws_ec2_transit_gateway" "hub" {
  description                     = "Hub"
  auto_accept_shared_attachments  = "disable"
  default_route_table_association = "disable"
  default_route_table_propagation = "disable"
}
```

## How to fix
Write "disable" three times, and an `aws_ec2_transit_gateway_route_table_association` for each attachment.

## Sources
- https://docs.aws.amazon.com/vpc/latest/tgw/tgw-best-design-practices.html (2026-11)
- https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ec2_transit_gateway (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_values import ABSENT, UNKNOWN, value_at

RULE = {
    "id": "CKV_LZ_042",
    "title": "Transit gateway defaults are off",
    "severity": "HIGH",
    "rows": ["E6"],
    "pillar": "security",
    "category": "NETWORKING",
}

DEFAULTS = {
    "auto_accept_shared_attachments": "disable",
    "default_route_table_association": "enable",
    "default_route_table_propagation": "enable",
}
"""Attribute -> what holds when nothing is said.
Source: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ec2_transit_gateway (2026-11)
"""


class TransitGatewayDefaults(ResourceCheck):
    """Three settings of a transit gateway."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a setting that is not "disable"."""
        found = {name: value_at(conf, name) for name in DEFAULTS}
        for name, value in found.items():
            holds = DEFAULTS[name] if value is ABSENT else value
            if holds is not UNKNOWN and holds != "disable":
                said = f'{name} is "{holds}"' + (" when nothing is said" if value is ABSENT else "")
                return self.fails(name, f'{said}; expected "disable"')
        late = [name for name, value in found.items() if value is UNKNOWN]
        return self.unknown(late[0], "the setting is known only after apply") if late else self.passes(*DEFAULTS)


check = TransitGatewayDefaults(RULE, ("aws_ec2_transit_gateway",))
