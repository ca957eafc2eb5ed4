"""Attachments and route tables of a transit gateway keep workload segments apart.

## What it does
Reports a route table into which an attachment of another workload segment is propagated, an attachment in an account
that has no corporate network (environment `sandbox`, or `connectivity: none`), and one that is tagged with another
segment than that of the account. The segment is what a `Segment` tag says, else an environment at the end of the Name,
else, for an attachment, its Environment tag. `shared` and `mgmt` may reach everything and be reached.

## Why it matters
One propagation is enough to join prod and dev, in both directions as soon as somebody adds the other one. The routing
table of a transit gateway is the only thing that keeps segments apart.

## Example
```hcl
resource "aws_ec2_transit_gateway_route_table" "dev" {
  transit_gateway_id = "tgw-0123456789abcdef0"
  tags               = { Segment = "dev" }
}

resource "aws_ec2_transit_gateway_vpc_attachment" "prod" {
  transit_gateway_id = "tgw-0123456789abcdef0"
  vpc_id             = "vpc-0123456789abcdef0"
  subnet_ids         = ["subnet-0aaaaaaaaaaaaaaaa"]
  tags               = { Segment = "prod" }
}

resource "aws_ec2_transit_gateway_route_table_propagation" "wrong" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.prod.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.dev.id
}
```

## Use instead
```hcl
resource "aws_ec2_transit_gateway_route_table" "dev" {
  transit_gateway_id = "tgw-0123456789abcdef0"
  tags               = { Segment = "dev" }
}

resource "aws_ec2_transit_gateway_vpc_attachment" "logging" {
  transit_gateway_id = "tgw-0123456789abcdef0"
  vpc_id             = "vpc-0123456789abcdef0"
  subnet_ids         = ["subnet-0aaaaaaaaaaaaaaaa"]
  tags               = { Segment = "shared" }
}

resource "aws_ec2_transit_gateway_route_table_propagation" "right" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.logging.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.dev.id
}
```

## How to fix
Propagate only shared attachments into the table of a workload segment. The rule PG-011 of `guardrails gate` follows
routes as well.

## Sources
- https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-isolated-shared.html (2026-11)
- https://docs.aws.amazon.com/vpc/latest/tgw/tgw-route-tables.html (2026-11)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import Resource, itself, points_at, resources
from guardrail_settings import account, document, setting
from guardrail_values import UNKNOWN, Mark, mapping_at, unwrapped

RULE = {
    "id": "CKV_LZ_044",
    "title": "Transit gateway segments are kept apart",
    "severity": "HIGH",
    "rows": ["E8", "C18", "C20"],
    "pillar": "security",
    "category": "NETWORKING",
}

ATTACHMENT = "aws_ec2_transit_gateway_vpc_attachment"
TABLE = "aws_ec2_transit_gateway_route_table"
PROPAGATION = "aws_ec2_transit_gateway_route_table_propagation"
SHARED = ("shared", "mgmt")
ENVIRONMENTS = ("sandbox", "dev", "test", "staging", "preprod", "nonprod", "prod", "dr")
"""Words that mean a segment of workloads in any organization."""


class TransitSegments(ResourceCheck):
    """What enters a route table, and where an attachment stands."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED where two workload segments meet, UNKNOWN where a propagation cannot be followed."""
        return self._table(conf) if self.entity_type == TABLE else self._attachment(conf)

    def _table(self, conf: dict[str, Any]) -> CheckResult:
        table = itself(self, conf)
        own = _segment(table)
        if own in SHARED:
            return self.passes("tags")
        late = False
        for joined, attachment in _entering(self.graph, table):
            other = _segment(attachment)
            if other in ("", *SHARED) or (other == own and own is not UNKNOWN):
                continue
            if joined is True and UNKNOWN not in (own, other) and own:
                return self.fails("tags", f"{attachment.address} of segment {other} is propagated into segment {own}")
            late = True
        if late:
            return self.unknown("tags", "an attachment may be propagated into the table that is of another segment")
        return self.passes("tags")

    def _attachment(self, conf: dict[str, Any]) -> CheckResult:
        own = account()
        tagged = _segment(Resource(ATTACHMENT, "", conf))
        where = own["env"] if own is not None else tagged
        if where == "sandbox" or (own is not None and own.get("connectivity") == "none"):
            return self.fails("vpc_id", "the account has no corporate network; expected no attachment")
        if tagged is UNKNOWN and where not in SHARED:
            return self.unknown("tags", "the segment of the attachment is not known yet")
        segments = {where, str(own.get("segment") or where)} if own is not None else {tagged}
        if own is not None and where not in SHARED and tagged and tagged not in segments:
            return self.fails("tags", f"the attachment is of segment {tagged}; the account is of {own['env']}")
        return self.passes("vpc_id") if own is not None or tagged else self.unknown("tags", "nobody says which segment")


def _entering(graph: Any, table: Resource) -> Iterator[tuple[bool | None, Resource]]:
    """Yield the attachments that are propagated into a table; None for those that may be."""
    for one in resources(graph, PROPAGATION):
        joined = _into(one, table)
        if joined is False:
            continue
        for attachment in resources(graph, ATTACHMENT):
            meant = points_at(one, "transit_gateway_attachment_id", attachment, "id")
            if meant is not False:
                yield (True if joined and meant else None), attachment


def _into(propagation: Resource, table: Resource) -> bool | None:
    """Whether a propagation means a table; with `for_each` over the tables, the one of the same key."""
    path = "transit_gateway_route_table_id"
    joined = points_at(propagation, path, table, "id")
    text = str(unwrapped(propagation.conf.get(path)))
    if joined is not None or not text.startswith("each.value"):
        return joined
    over = str(unwrapped(propagation.conf.get("for_each") or ""))
    if over:
        return True if over == _block(table.address) else None
    return True if _key(propagation.address) == _key(table.address) != "" else None


def _block(address: str) -> str:
    return address.partition("[")[0]


def _key(address: str) -> str:
    found = re.search(r"\[[^\]]*\]\Z", address)
    return found[0] if found else ""


def _segment(one: Resource) -> Any:
    """Return the segment of a table or an attachment, in lower case; empty where nothing says it, UNKNOWN if late."""
    tags = mapping_at(one.conf, "tags")
    if tags is UNKNOWN:
        return UNKNOWN
    told = {} if isinstance(tags, Mark) else tags
    said = {key: str(value) for key, value in told.items() if value is not UNKNOWN}
    if told.get("Segment") is UNKNOWN:
        return UNKNOWN
    if said.get("Segment"):
        return said["Segment"].lower()
    last = re.split(r"[-_]", said.get("Name", ""))[-1].lower()
    if last in _known():
        return last
    key = str(setting("settings.tags.environment_key", "Environment"))
    if UNKNOWN in (told.get("Name"), told.get(key) if one.type == ATTACHMENT else ""):
        return UNKNOWN
    environment = said.get(key, "").lower()
    return environment if one.type == ATTACHMENT and environment in _known() else ""


def _known() -> set[str]:
    told = {str(one.get(key) or "").lower() for one in document()["accounts"] for key in ("env", "segment")}
    return (told | set(ENVIRONMENTS) | set(SHARED)) - {""}


check = TransitSegments(RULE, (TABLE, ATTACHMENT))
