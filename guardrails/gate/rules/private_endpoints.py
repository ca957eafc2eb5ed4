"""Private subnets reach AWS's services: by endpoints that answer to the services' own names, or by a NAT.

## What it does
Looks at the endpoints and private subnets of a plan, and reports

- an interface endpoint of an AWS service without private DNS: callers do not find it, and go on leaving by the NAT, or
  nowhere (a warning);
- a private subnet whose route table has no way out, in a VPC of the same plan that lacks endpoints of the account's
  `endpoints` in the organization file;
- such a subnet whose route table is not among those of a gateway endpoint (S3, DynamoDB).

A VPC is judged as a whole only where it is in the plan, with its subnets and tables: then this root owns it. A subnet
with a NAT reaches every service, if at a price. Which tables an endpoint serves may be known only after apply: then the
answer is undecided for subnets without a NAT, and the endpoint is taken to serve the tables that it may.

## Why it matters
A private subnet without NAT and endpoint looks fine until the first image is pulled: then nodes do not join, and
functions time out. With private DNS off, the endpoint is paid for and not used.

## Example
```hcl
resource "aws_vpc_endpoint" "sts" {
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.us-east-1.sts"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = false
}
```

## Use instead
```hcl
resource "aws_vpc_endpoint" "sts" {
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.us-east-1.sts"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
}
```

## How to fix
Turn private DNS on (the VPC needs DNS support and DNS hostnames), add the endpoint that is missing, or a route to a
NAT. Where endpoints are shared from another VPC through a zone of your own, waive the finding.

## Sources
- https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html (2026-11)
- https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.gate.costs.fixed import GATEWAY_ENDPOINTS
from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.gate.network.links import Link
from guardrails.gate.network.network import Network, network_of
from guardrails.gate.network.routing import Subnet
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.plan.change import Change
from guardrails.model.plan.values import undecidable

RULE: Final = Rule(
    "PG-027",
    "private-endpoints",
    "Private subnets reach AWS's services: by endpoints that answer to the services' own names, or by a NAT.",
    Severity.ERROR,
    ("A65", "A30", "A31"),
)

TYPES: Final = ("aws_vpc_endpoint", "aws_subnet")

_HELP: Final = "add the endpoint, or a route to a NAT"
_VPCS: Final = ("aws_vpc", "aws_default_vpc")
_TABLES: Final = ("aws_route_table", "aws_default_route_table")


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield endpoints that nobody finds, and private subnets without a way to the services."""
    endpoints = [one for one in inspection.plan.by_type.get("aws_vpc_endpoint", ()) if one.after and not one.deposed]
    for one in endpoints:
        if one.verb.writes:
            yield from _names(inspection, one)
    if "aws_route_table_association" in inspection.plan.by_type and "aws_vpc" in inspection.plan.by_type:
        yield from _subnets(inspection, network_of(inspection), endpoints)


def _service(change: Change) -> str:
    """Return the service of an endpoint as the organization file names it: `ecr.api`; empty for other people's."""
    name = change.get("service_name")
    parts = name.split(".", 3) if isinstance(name, str) else []
    return parts[3] if len(parts) == 4 and parts[1] == "amazonaws" else ""


def _names(inspection: Inspection, change: Change) -> Iterator[Finding]:
    if change.get("vpc_endpoint_type") != "Interface" or not _service(change):
        return
    private = change.get("private_dns_enabled")
    if undecidable(private):
        message = "whether the endpoint answers to the service's own name is known only after apply"
        yield undecided(RULE, inspection.plan, change, message, ("private_dns_enabled",))
    elif private is not True and not _elsewhere(inspection, change):
        message = (
            f"the endpoint of {_service(change)} does not answer to the service's own name: callers do not find it"
        )
        yield finding(
            RULE,
            inspection.plan,
            change,
            message,
            attribute="private_dns_enabled",
            found="false",
            expected="true",
            help="set private_dns_enabled = true",
            severity=Severity.WARNING,
        )


def _elsewhere(inspection: Inspection, change: Change) -> bool:
    """Whether `aws_vpc_endpoint_private_dns` turns private DNS on."""
    others = inspection.plan.by_type.get("aws_vpc_endpoint_private_dns", ())
    return any(
        one.get("private_dns_enabled") is True
        and change.address in network_of(inspection).links.of(one, "vpc_endpoint_id", ("aws_vpc_endpoint",)).nodes
        for one in others
    )


def _subnets(inspection: Inspection, net: Network, endpoints: list[Change]) -> Iterator[Finding]:
    """Yield private subnets that reach nothing outside and lack an endpoint that the account is to have."""
    wanted = set(inspection.account.entry.texts("endpoints"))
    if not wanted:
        return
    routing = net.routing
    for address, subnet in routing.subnets.items():
        table = routing.table_of.get(address)
        if table is None or not table.nodes or not net.is_private(subnet) or routing.leaving(address):
            continue
        vpc = net.links.of(subnet.change, "vpc_id", _VPCS).only
        if net.links.change(vpc) is None or not _changed(subnet, net, table):
            continue
        doubts = routing.doubtful(address)
        if doubts:
            message = f"whether {table.nodes[0]} has a way out is known only after apply"
            yield undecided(RULE, inspection.plan, subnet.change, message, doubts)
            continue
        own = [one for one in endpoints if vpc in net.links.of(one, "vpc_id", _VPCS).nodes]
        yield from _missing(inspection, net, subnet, table, own, wanted)


def _changed(subnet: Subnet, net: Network, table: Link) -> bool:
    parts = (subnet.change, *(one for node in table.nodes if (one := net.links.change(node)) is not None))
    return any(one.verb.writes for one in parts)


def _missing(
    inspection: Inspection, net: Network, subnet: Subnet, table: Link, own: list[Change], wanted: set[str]
) -> Iterator[Finding]:
    there = {_service(one) for one in own}
    unserved: list[Change] = []
    unsure: list[Change] = []
    for one in own:
        if _service(one) in GATEWAY_ENDPOINTS and _service(one) in wanted:
            tables = net.links.of(one, "route_table_ids", _TABLES)
            if not set(table.nodes) & {*tables.nodes, *tables.possible}:
                (unserved if tables.certain else unsure).append(one)
    lacking = sorted(wanted - there)
    hidden = [one.address for one in own if undecidable(one.get("service_name"))]
    steps = [
        f"{table.nodes[0]} has no way out",
        *([f"there is no endpoint of {', '.join(lacking)}"] if lacking else []),
    ]
    steps += [f"{one.address} does not serve it" for one in unserved]
    steps += [f"which tables {one.address} serves is known only after apply" for one in unsure]
    if hidden and lacking:
        message = f"no way out, and which services {', '.join(hidden)} reach is known only after apply"
        yield undecided(RULE, inspection.plan, subnet.change, message, tuple(f"{one}.service_name" for one in hidden))
    elif lacking or unserved:
        message, expected = ", and ".join(steps), "an endpoint or a NAT"
        yield finding(RULE, inspection.plan, subnet.change, message, found="no way out", expected=expected, help=_HELP)
    elif unsure:
        hangs_on = tuple(f"{one.address}.route_table_ids" for one in unsure)
        yield undecided(RULE, inspection.plan, subnet.change, ", and ".join(steps), hangs_on, _HELP)
