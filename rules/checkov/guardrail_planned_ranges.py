"""Ranges of VPCs and subnets are those of the plan of addresses.

## What it does
Compares the range of every VPC with `vpcs[].cidr` of the account that the code is for (of all accounts where none is
said), and that of every subnet with `public` and `private` of these VPCs. A subnet in a reserved range
(`10.1.20.0/24+`: from there to the end of the VPC) is reported as such. Accounts without VPCs in the organization file
are left alone.

## Why it matters
Ranges that overlap can never be connected, and a subnet in the reserved part takes the place of what is planned there.
A range cannot be changed: VPC or subnet are made anew.

## Example
```hcl
resource "aws_subnet" "private" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.1.20.0/24"
  availability_zone = "us-east-1a"
}
```

## Use instead
```hcl
resource "aws_subnet" "private" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.1.10.0/24"
  availability_zone = "us-east-1a"
}
```

## How to fix
Take the range from the organization file, or write the new one into it first.

## Sources
- https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html (2026-11)
- https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_network import network, vpcs
from guardrail_tags import planned
from guardrail_values import ABSENT, UNKNOWN, value_at

RULE = {
    "id": "CKV_LZ_019",
    "title": "Ranges belong to the plan of addresses",
    "severity": "HIGH",
    "rows": ["B12", "B16", "B21", "A49"],
    "pillar": "reliability",
    "category": "NETWORKING",
}

PATH = "cidr_block"


class PlannedRanges(ResourceCheck):
    """The range of one VPC or subnet."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a range that the plan does not have, UNKNOWN for one that is not known."""
        rows = vpcs()
        if not rows:
            return self.silent()
        value = value_at(conf, PATH)
        if value is UNKNOWN or (value is ABSENT and (PATH not in conf or not planned(conf))):
            return self.unknown(PATH, "the range is not known yet")
        if value is ABSENT:
            return self.silent()
        subnet = self.entity_type != "aws_vpc"
        wanted = [one for row in rows for one in (_subnets(row) if subnet else [row["cidr"]])]
        if network(value) in [network(one) for one in wanted]:
            return self.passes(PATH)
        if subnet and any(_reserved(row, value) for row in rows):
            return self.fails(PATH, f"{value} lies in a reserved range; expected one of {', '.join(wanted)}")
        return self.fails(
            PATH, f"{value} is not in the plan of addresses; expected one of {', '.join(wanted) or 'none'}"
        )


def _subnets(row: dict[str, Any]) -> list[str]:
    return [*row.get("public", []), *row.get("private", [])]


def _reserved(row: dict[str, Any], value: Any) -> bool:
    """Whether a range touches what a VPC keeps free; `+` is from there to the end of the VPC."""
    own, whole = network(value), network(row["cidr"])
    if own is None or whole is None or not own.overlaps(whole):
        return False
    for text in row.get("reserved", []):
        kept = network(text.rstrip("+"))
        if kept is None:
            continue
        last = whole.broadcast_address if text.endswith("+") else kept.broadcast_address
        if own.broadcast_address >= kept.network_address and own.network_address <= last:
            return True
    return False


check = PlannedRanges(RULE, ["aws_vpc", "aws_subnet"])
