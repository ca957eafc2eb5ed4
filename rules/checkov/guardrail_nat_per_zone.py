"""In production every private subnet leaves through the NAT gateway of its own zone.

## What it does
Compares, where the organization file asks for `nat: gateway-per-az` (without an account: where the tag says prod), the
zone of a NAT gateway with the zones of the private subnets whose table leads to it. The zone of a table is that of its
subnets, or else the one in its name; that of a gateway the one of its subnet, or else of its name.

## Why it matters
When the zone of the gateway fails, the subnets of the other zone are cut off with it, though nothing is wrong there.
Until then every byte that crosses zones is paid for.

## Example
```hcl
resource "aws_nat_gateway" "a" {
  subnet_id = "subnet-0123456789abcdef0"
  tags      = { Name = "MM-prod-use1-a-nat" }
}

resource "aws_route_table" "b" {
  vpc_id = "vpc-0123456789abcdef0"
  tags   = { Name = "MM-prod-use1-b-rtb-private", Environment = "prod" }
}

resource "aws_route" "b" {
  route_table_id         = aws_route_table.b.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.a.id
}
```

## Use instead
```hcl
resource "aws_nat_gateway" "b" {
  subnet_id = "subnet-0123456789abcdef0"
  tags      = { Name = "MM-prod-use1-b-nat" }
}

resource "aws_route_table" "b" {
  vpc_id = "vpc-0123456789abcdef0"
  tags   = { Name = "MM-prod-use1-b-rtb-private", Environment = "prod" }
}

resource "aws_route" "b" {
  route_table_id         = aws_route_table.b.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.b.id
}
```

## How to fix
Make a gateway and a table for each zone, and lead each table to the gateway of its zone.

## Sources
- https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html (2026-11): one gateway for each zone
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import Resource, itself
from guardrail_network import TABLES, joined, routes, table_of, vpcs, zone_of_gateway, zones_of_table, zones_open
from guardrail_settings import account
from guardrail_tags import environment_of
from guardrail_values import ABSENT, UNKNOWN, Mark, unwrapped

RULE = {
    "id": "CKV_LZ_016",
    "title": "Production has a NAT gateway for each zone",
    "severity": "HIGH",
    "rows": ["B17"],
    "pillar": "reliability",
    "category": "NETWORKING",
}

PATH = "nat_gateway_id"


class NatPerZone(ResourceCheck):
    """Routes that lead to a NAT gateway."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a gateway of another zone, UNKNOWN where either zone is not known."""
        written = routes(conf, self.entity_type)
        if isinstance(written, Mark):
            return self.silent()
        there = [one for one in written if unwrapped(one.get(PATH))]
        asked = self._asked(conf) if there else False
        if asked is False:
            return self.silent()
        table = table_of(self, conf)
        zones = zones_of_table(self, table) if table else set()
        if asked is None or not zones:
            return self.unknown("route_table_id", "of which zone the table is, is not known yet")
        answer = self._same(conf, there, zones)
        if answer is CheckResult.PASSED and table and zones_open(self, table):
            return self.unknown("route_table_id", "the zone of a subnet that uses the table is not known yet")
        return answer

    def _same(self, conf: dict[str, Any], there: list[dict[str, Any]], zones: set[str]) -> CheckResult:
        own = itself(self, conf)
        late = False
        for one in there:
            gateway = joined(self, Resource(own.type, own.address, one, own.folder), PATH, "aws_nat_gateway")
            letter = zone_of_gateway(self, gateway) if gateway else ""
            late = late or not letter
            if letter and zones - {letter}:
                wrong = ", ".join(sorted(zones - {letter}))
                return self.fails(PATH, f"zone {wrong} leaves through the gateway of zone {letter}")
        return self.unknown(PATH, "of which zone the gateway is, is not known yet") if late else self.passes(PATH)

    def _asked(self, conf: dict[str, Any]) -> bool | None:
        """Whether each zone needs a gateway here; None where the environment is late."""
        if account() is not None:
            return any(one.get("nat") == "gateway-per-az" for one in vpcs())
        table = table_of(self, conf)
        environment = environment_of(table.conf) if table else ABSENT
        return None if environment is UNKNOWN else environment == "prod"


check = NatPerZone(RULE, ["aws_route", *TABLES])
