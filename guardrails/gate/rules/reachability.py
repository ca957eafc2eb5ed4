"""No workload network reaches another one, and a sandbox has no way into the corporate network.

## What it does
Works out who reaches whom through transit gateways and peering, as far as the plan shows it:

- an attachment of one workload that is propagated (or has a static route) into a route table that the attachment of
  another one is associated with, or that is named after another environment or segment;
- a transit gateway whose default table everybody joins and is propagated into: all attachments reach each other;
- a peering connection between the VPCs of two workload accounts;
- a route by a transit gateway, peering connection or VPN to the VPC of another workload in the address plan;
- in an account with `connectivity: none` or the environment sandbox: an attachment, VPN, Direct Connect, or peering.

A workload is an account of any environment but shared and mgmt. Segments may reach what `segments.*.may_reach` of the
organization file names. What an attachment or table stands for is taken from its Segment tag, its instance key, its
Name, its Environment tag, and the account that owns it. What cannot be told is undecided.

## Why it matters
Accounts are separate so that whoever breaks into one stays in it. One propagation too many and development reaches the
databases of production; nobody notices, for everything goes on working.

## Example
```hcl
resource "aws_ec2_transit_gateway" "main" {
  default_route_table_association = "enable"
  default_route_table_propagation = "enable"
}
```

## Use instead
```hcl
resource "aws_ec2_transit_gateway" "main" {
  default_route_table_association = "disable"
  default_route_table_propagation = "disable"
}
```

## How to fix
Give each segment a route table of its own, associate its attachments with it, and propagate only shared services into
it.

## Sources
- https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html (2026-11)
- https://docs.aws.amazon.com/vpc/latest/peering/what-is-vpc-peering.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from guardrails.gate.environments import environment_of
from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.gate.network.network import Network, network_of
from guardrails.gate.network.routing import Gate
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import every_account
from guardrails.model.organization.tree import Account
from guardrails.model.plan.change import Change
from guardrails.model.plan.values import undecidable

if TYPE_CHECKING:
    from guardrails.gate.network.segments import Attachments, Entry

RULE: Final = Rule(
    "PG-011",
    "reachability",
    "No workload network reaches another one, and a sandbox has no way into the corporate network.",
    Severity.ERROR,
    ("E8", "C18", "C19", "C20"),
)

CORPORATE: Final[dict[str, str]] = {
    "aws_ec2_transit_gateway_vpc_attachment": "an attachment to a transit gateway",
    "aws_vpn_gateway": "a virtual private gateway",
    "aws_vpn_gateway_attachment": "a virtual private gateway",
    "aws_vpn_connection": "a VPN connection",
    "aws_dx_gateway_association": "a Direct Connect gateway",
    "aws_dx_private_virtual_interface": "a Direct Connect interface",
    "aws_networkmanager_vpc_attachment": "an attachment to a core network",
    "aws_vpc_peering_connection": "a peering connection",
}
"""Ways into other networks, which a sandbox has none of."""

TYPES: Final = (
    *CORPORATE,
    "aws_ec2_transit_gateway",
    "aws_ec2_transit_gateway_route_table",
    "aws_ec2_transit_gateway_route_table_association",
    "aws_ec2_transit_gateway_route_table_propagation",
    "aws_ec2_transit_gateway_route",
    "aws_route",
    "aws_route_table",
)
_GATES: Final = {Gate.TRANSIT, Gate.PEERING, Gate.VPN}
_HELP: Final = "give each segment a route table of its own, and propagate only shared services into it"


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield whatever lets one workload reach another, or a sandbox the corporate network."""
    types = inspection.plan.by_type
    if inspection.account.connectivity == "none" or environment_of(inspection.environment) == "sandbox":
        yield from _sandbox(inspection)
    yield from _default_tables(inspection)
    if "aws_ec2_transit_gateway_route_table_propagation" in types or "aws_ec2_transit_gateway_route" in types:
        yield from _tables(inspection, network_of(inspection))
    if "aws_vpc_peering_connection" in types:
        yield from _peerings(inspection)
    if "aws_route" in types or "aws_route_table" in types:
        yield from _routes(inspection, network_of(inspection))


def _sandbox(inspection: Inspection) -> Iterator[Finding]:
    for type, what in CORPORATE.items():
        for change in inspection.plan.by_type.get(type, ()):
            if change.after and change.verb.writes:
                message = f"{what} in {inspection.account.name}, which is to have no way into other networks"
                yield _found(inspection, change, message, "", what, "direct internet access alone")


def _default_tables(inspection: Inspection) -> Iterator[Finding]:
    """Yield transit gateways whose default table lets all attachments reach each other; AWS's default is `enable`."""
    both = ("default_route_table_association", "default_route_table_propagation")
    for change in inspection.plan.by_type.get("aws_ec2_transit_gateway", ()):
        if not change.after or not change.verb.writes:
            continue
        values = [change.get(name) for name in both]
        if all(value == "enable" for value in values):
            message = "each attachment joins the default route table and is propagated into it: all reach each other"
            yield _found(inspection, change, message, both[1], "enable", "disable")
        elif any(undecidable(value) for value in values) and "disable" not in values:
            message = "whether all attachments reach each other is known only after apply"
            yield undecided(RULE, inspection.plan, change, message, both, _HELP)


def _tables(inspection: Inspection, net: Network) -> Iterator[Finding]:
    """Yield route tables of a transit gateway that let one workload reach another."""
    from guardrails.gate.network.segments import segments_of  # for plans with a transit gateway's tables alone

    attachments = segments_of(inspection, net)
    for entry in attachments.entries:
        if entry.table is None:
            shared = bool(entry.segment) and attachments.may_reach("", entry.segment)
            if entry.change.verb.writes and not shared:
                why = "is not in the plan" if entry.certain else "is known only after apply"
                message = f"the route table it goes into {why}, so nobody can tell who reaches what it leads to"
                yield undecided(
                    RULE, inspection.plan, entry.change, message, ("transit_gateway_route_table_id",), _HELP
                )
            continue
        if not any(one.verb.writes for one in (entry.change, entry.table)):
            continue
        yield from _entry(inspection, attachments, entry, entry.table)


def _entry(inspection: Inspection, attachments: Attachments, entry: Entry, table: Change) -> Iterator[Finding]:
    from_ = attachments.of_table(table)
    if entry.segment == "" or not from_:
        what = "the attachment" if not entry.segment else "the route table"
        message = f"what {what} stands for cannot be told, so a workload may reach another one by {table.address}"
        if entry.change.verb.writes and (entry.segment or from_):
            yield undecided(RULE, inspection.plan, entry.change, message, ("transit_gateway_attachment_id",), _HELP)
        return
    for segment in sorted(from_):
        if attachments.may_reach(segment, entry.segment):
            continue
        how = "has a static route to" if entry.static else "is propagated with"
        message = f"{segment} reaches {entry.segment}: the route table of {segment} {how} {entry.name}"
        place = entry.change if entry.static else table
        yield _found(inspection, place, message, "", f"{entry.segment} in {segment}", "shared services alone")


def _peerings(inspection: Inspection) -> Iterator[Finding]:
    accounts = {one.id: one for one in every_account(inspection.organization) if one.id}
    for change in inspection.plan.by_type.get("aws_vpc_peering_connection", ()):
        if not change.after or not change.verb.writes:
            continue
        owner = change.get("peer_owner_id")
        if undecidable(owner):
            message = "whose VPC it is peered with is known only after apply"
            yield undecided(RULE, inspection.plan, change, message, ("peer_owner_id",), _HELP)
            continue
        peer = accounts.get(owner) if isinstance(owner, str) else None
        if peer is not None and peer.name != inspection.account.name and _workloads(inspection.account, peer):
            message = f"it joins a VPC of {inspection.account.name} with one of {peer.name}: two workloads"
            yield _found(inspection, change, message, "peer_owner_id", peer.name, "no peering between workloads")


def _workloads(*accounts: Account) -> bool:
    return all(environment_of(one.env) not in ("shared", "mgmt") for one in accounts)


def _routes(inspection: Inspection, net: Network) -> Iterator[Finding]:
    """Yield routes that lead into the VPC of another workload."""
    from guardrails.gate.network.planned import network

    if not _workloads(inspection.account):
        return
    others = [one for one in net.planned if one.account.name != inspection.account.name and _workloads(one.account)]
    for route in net.routing.routes:
        range = network(route.destination) if route.gate in _GATES and route.change.verb.writes else None
        to = next((one for one in others if range is not None and range.subnet_of(one.range)), None)
        if to is not None:
            message = (
                f"a route by a {route.gate.value} to {route.destination}, which is in {to.range} of {to.account.name}"
            )
            yield _found(
                inspection, route.change, message, route.attribute, route.destination, "no route between workloads"
            )


def _found(inspection: Inspection, change: Change, message: str, attribute: str, found: str, expected: str) -> Finding:
    return finding(
        RULE, inspection.plan, change, message, attribute=attribute, found=found, expected=expected, help=_HELP
    )
