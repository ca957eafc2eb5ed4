"""Private subnets do not lead to an internet gateway, and public ones do.

## What it does
Follows subnet, association, table and route: a route to an internet gateway in a table that private subnets use fails,
and so does a public subnet whose table has no such route. A subnet is private or public as the plan of addresses says,
or else by name; a table that no subnet of the code is joined to, by its own name.

## Why it matters
One route makes every machine with a public address in the subnet reachable from the internet. Nothing in the subnet
itself shows it.

## Example
```hcl
resource "aws_route_table" "private" {
  vpc_id = "vpc-0123456789abcdef0"
  tags   = { Name = "MM-dev-use1-rtb-private" }
}

resource "aws_route" "world" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = "igw-0123456789abcdef0"
}
```

## Use instead
```hcl
resource "aws_route_table" "private" {
  vpc_id = "vpc-0123456789abcdef0"
  tags   = { Name = "MM-dev-use1-rtb-private" }
}

resource "aws_route" "world" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = "nat-0123456789abcdef0"
}
```

## How to fix
Send private subnets out through a NAT gateway or instance, and give public subnets a table of their own.

## Sources
- https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html (2026-11)
- https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html (2026-11): what makes a subnet public
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import Resource, itself
from guardrail_network import TABLES, links, may_mean, routes, table_of, table_tiers, tier, to_internet_gateway
from guardrail_values import ABSENT, Mark, value_at

RULE = {
    "id": "CKV_LZ_014",
    "title": "Private subnets have no route to an internet gateway",
    "severity": "CRITICAL",
    "rows": ["B4", "B40"],
    "pillar": "security",
    "category": "NETWORKING",
}


class PrivateRoutes(ResourceCheck):
    """Routes that lead to an internet gateway, and public subnets that need one."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a private subnet with such a route or a public one without, UNKNOWN where it is open."""
        if self.entity_type == "aws_subnet":
            return self._public(itself(self, conf))
        written = routes(conf, self.entity_type)
        path = "gateway_id" if self.entity_type == "aws_route" else "route.gateway_id"
        if isinstance(written, Mark):
            return self.unknown("route", "the routes are not known yet")
        answers = [to_internet_gateway(one) for one in written]
        if not any(one is not False for one in answers):
            return self.passes(path) if answers else self.silent()
        table = table_of(self, conf)
        if table is None:
            return self.unknown("route_table_id", "which table the route stands in is not known yet")
        tiers, more = table_tiers(self, table)
        if "private" in tiers and True in answers:
            return self.fails(path, "private subnets lead to an internet gateway; expected a NAT gateway or instance")
        if more or None in answers:
            return self.unknown(path, "whether private subnets lead to an internet gateway is not known yet")
        return self.passes(path)

    def _public(self, subnet: Resource) -> CheckResult:
        if tier(subnet) != "public":
            return self.silent()
        rows = links(self, "aws_route_table_association")
        own = [table for _, table, joined in rows if joined is not None and joined.address == subnet.address]
        tables = [one for one in own if one is not None]
        if not tables:
            return self.unknown("id", "which table the subnet uses is not known yet") if own else self.silent()
        answers = [answer for one in tables for answer in self._leads(one)]
        if True in answers:
            return self.passes("id")
        if None in answers:
            return self.unknown("id", "where the routes of the public subnet lead is not known yet")
        return self.fails("id", "a public subnet has no route to an internet gateway")

    def _leads(self, table: Resource) -> list[bool | None]:
        inline = routes(table.conf, table.type)
        found = [None] if isinstance(inline, Mark) else [to_internet_gateway(one) for one in inline]
        for route, where, _ in links(self, "aws_route"):
            if where is None and value_at(route.conf, "gateway_id") is not ABSENT:
                found += [None] if may_mean(route, "route_table_id", table) else []
            elif where is not None and where.address == table.address:
                found.append(to_internet_gateway(route.conf))
        return found


check = PrivateRoutes(RULE, ["aws_route", "aws_subnet", *TABLES])
