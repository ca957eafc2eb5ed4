"""Private subnets give no public addresses.

## What it does
Reports private subnets with `map_public_ip_on_launch`. A subnet is private as the organization's plan of addresses says
(`vpcs[].private`); where the plan does not know its range, as its name or its tags say.

## Why it matters
Whatever is started in such a subnet gets a public address. As soon as a route to an internet gateway is added it stands
on the internet, and nobody has asked for that.

## Example
```hcl
resource "aws_subnet" "private" {
  vpc_id                  = "vpc-0123456789abcdef0"
  cidr_block              = "10.1.10.0/24"
  availability_zone       = "us-east-1a"
  map_public_ip_on_launch = true
  tags                    = { Name = "MM-dev-use1-a-subnet-private" }
}
```

## Use instead
```hcl
resource "aws_subnet" "private" {
  vpc_id                  = "vpc-0123456789abcdef0"
  cidr_block              = "10.1.10.0/24"
  availability_zone       = "us-east-1a"
  map_public_ip_on_launch = false
  tags                    = { Name = "MM-dev-use1-a-subnet-private" }
}
```

## How to fix
Remove `map_public_ip_on_launch`, or set it to false. What has to be reached from the internet belongs behind a load
balancer in the public subnets.

## Sources
- https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import itself
from guardrail_network import tier
from guardrail_values import ABSENT, UNKNOWN, flag

RULE = {
    "id": "CKV_LZ_015",
    "title": "Private subnets map no public addresses",
    "severity": "HIGH",
    "rows": ["B4"],
    "pillar": "security",
    "category": "NETWORKING",
}

PATH = "map_public_ip_on_launch"


class PrivateAddresses(ResourceCheck):
    """Subnets that are private."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a private subnet that gives public addresses, UNKNOWN where either is not known."""
        kind = tier(itself(self, conf))
        public = flag(conf, PATH)
        if kind in ("public", None):
            return self.silent()
        if public is False or public is ABSENT:
            return self.passes(PATH)
        if public is UNKNOWN or kind is UNKNOWN:
            return self.unknown(PATH, "whether a private subnet gives public addresses is not known yet")
        return self.fails(PATH, "a private subnet gives public addresses; expected false")


check = PrivateAddresses(RULE, ["aws_subnet"])
