"""Networks leave by the NAT that the organization planned: an instance, one gateway, or a gateway in each zone.

## What it does
Takes `nat` of the VPC in the organization file (of the account's VPCs in the Region, where the VPC is not in the plan)
and reports

- a NAT gateway where the file says `instance` or `none`;
- a NAT instance where it says `gateway`, `gateway-per-az` or `none`: an instance that a route leads to, that does not
  check addresses (`source_dest_check = false`), or that has the word `nat` in its name;
- where it says `gateway-per-az`, or nothing and the environment is prod: a private subnet whose route leaves through a
  gateway in another zone. A regional gateway stands in all zones.

Where routes or zones cannot be followed, the answer is undecided.

## Why it matters
A gateway costs a third of a small development budget. In production, a subnet that leaves through another zone is cut
off when that zone fails, and pays for traffic between zones every day before.

## Example
```hcl
resource "aws_route" "private" {
  for_each = aws_route_table.private # one for each zone

  route_table_id         = each.value.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.a.id # the gateway of zone a
}
```

## Use instead
```hcl
resource "aws_route" "private" {
  for_each = aws_route_table.private

  route_table_id         = each.value.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.zones[each.key].id
}
```

## How to fix
Follow `nat` of the organization file, or change it there: what it costs is shown by ORG-020.

## Sources
- https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html (2026-11)
- https://docs.aws.amazon.com/vpc/latest/userguide/VPC_NAT_Instance.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.gate.environments import same_environment
from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.gate.network.links import words
from guardrails.gate.network.network import Network, name_of, network_of
from guardrails.gate.network.routing import Gate, Route, Subnet
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.plan.change import Change

RULE: Final = Rule(
    "PG-013",
    "nat-topology",
    "Networks leave by the NAT that the organization planned: an instance, one gateway, or a gateway in each zone.",
    Severity.ERROR,
    ("B14", "B17", "B37", "A35"),
)

TYPES: Final = ("aws_nat_gateway", "aws_instance", "aws_route", "aws_route_table", "aws_default_route_table")
_HELP: Final = "follow `nat` of the VPC in the organization file, or write there what is meant"
_SUBNETS: Final = ("aws_subnet", "aws_default_subnet")


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield NAT that the organization did not plan, and subnets that leave through another zone."""
    plan = inspection.plan
    gateways = [one for one in plan.by_type.get("aws_nat_gateway", ()) if one.after]
    routes = plan.of("aws_route", "aws_route_table", "aws_default_route_table")
    instances = [one for one in plan.by_type.get("aws_instance", ()) if one.after]
    if not (gateways or instances or routes):
        return
    net = network_of(inspection)
    for one in gateways:
        kind = _planned(inspection, net, one)
        if kind in ("instance", "none"):
            message = f"a NAT gateway, where the organization file plans {_spoken(kind)} for {inspection.account.name}"
            yield _finding(inspection, one, message, "", "NAT gateway", _spoken(kind))
    yield from _instances(inspection, net, instances)
    yield from _zones(inspection, net)


def _instances(inspection: Inspection, net: Network, instances: list[Change]) -> Iterator[Finding]:
    suspects = [one for one in instances if one.after.get("source_dest_check") is False or _named(one)]
    led: set[str] = set()
    if len(suspects) < len(instances) and inspection.plan.by_type.get("aws_route"):
        led = {route.target for route in net.routing.routes if route.gate is Gate.INSTANCE and route.world}
        suspects += [one for one in instances if one.address in led and one not in suspects]
    for one in suspects:
        kind = _planned(inspection, net, one)
        if kind in ("gateway", "gateway-per-az", "none"):
            message = f"a NAT instance, where the organization file plans {_spoken(kind)} for {inspection.account.name}"
            yield _finding(inspection, one, message, "instance_type", "NAT instance", _spoken(kind))


def _named(change: Change) -> bool:
    name = name_of(change)
    return "nat" in name.lower() and "nat" in words(name)


def _spoken(kind: str) -> str:
    spoken = {"instance": "a NAT instance", "gateway": "one NAT gateway", "none": "no NAT"}
    return spoken.get(kind, "a NAT gateway in each zone")


def _planned(inspection: Inspection, net: Network, change: Change) -> str:
    """Return `nat` of the VPC that a change stands in; empty where the file does not say, or says several things."""
    subnet = net.links.of(change, "subnet_id", _SUBNETS).only
    held = net.routing.subnets.get(subnet)
    vpc = net.of_subnet(held) if held else None
    if vpc is not None:
        return vpc.nat
    region = inspection.placements.of(change).region
    here = [one for one in net.own if one.region == region] or list(net.own)
    kinds = {one.nat for one in here}
    return kinds.pop() if len(kinds) == 1 else ""


def _zones(inspection: Inspection, net: Network) -> Iterator[Finding]:
    """Yield routes by which a private subnet leaves through a gateway of another zone."""
    for route in net.routing.routes:
        if route.gate is not Gate.NAT_GATEWAY or not route.world:
            continue
        subnets = net.routing.held(route.table)
        maybe = net.routing.held(route.table, maybe=True)
        if not _each_zone(inspection, net, route.change, subnets or maybe):
            continue
        zones = sorted({one.zone for one in subnets if one.zone})
        if zones and net.routing.changed(route, subnets):
            yield from _crossing(inspection, net, route, zones)
        elif not zones and maybe and route.change.verb.writes:
            names = ", ".join(one.change.address for one in maybe)
            message = f"which of {names} leave by it cannot be followed, so they may stand in another zone"
            yield undecided(RULE, inspection.plan, route.change, message, (route.attribute,), _HELP)


def _each_zone(inspection: Inspection, net: Network, change: Change, subnets: list[Subnet]) -> bool:
    """Whether each zone has to have its gateway: as the file says, or in prod where it says nothing."""
    vpcs = (net.of_subnet(one) for one in subnets)
    kind = next((vpc.nat for vpc in vpcs if vpc is not None), "") or _planned(inspection, net, change)
    return kind == "gateway-per-az" or (not kind and same_environment(inspection.environment, "prod"))


def _crossing(inspection: Inspection, net: Network, route: Route, zones: list[str]) -> Iterator[Finding]:
    gateway = net.links.change(route.target)
    if gateway is None:
        what = route.target or "the gateway it leads to"
        message = f"the zone of {what} is not known from the plan, and {', '.join(zones)} leaves by it"
        yield undecided(RULE, inspection.plan, route.change, message, (route.attribute,), _HELP)
        return
    if gateway.after.get("availability_mode") == "regional":  # an argument of newer providers: in every zone
        return
    link = net.links.of(gateway, "subnet_id", _SUBNETS)
    held = net.routing.subnets.get(link.only)
    if held is None or not held.zone:
        if not link.certain:
            why = f"the subnet of {gateway.address} cannot be followed, so it may stand in another zone"
            yield undecided(RULE, inspection.plan, route.change, why, (f"{gateway.address}.subnet_id",))
        return
    others = [zone for zone in zones if zone != held.zone]
    if others:
        message = f"zone {', '.join(others)} leaves through {gateway.address}, which stands in zone {held.zone}"
        yield _finding(
            inspection, route.change, message, route.attribute, held.zone, f"a gateway in {', '.join(others)}"
        )


def _finding(
    inspection: Inspection, change: Change, message: str, attribute: str, found: str, expected: str
) -> Finding:
    return finding(
        RULE, inspection.plan, change, message, attribute=attribute, found=found, expected=expected, help=_HELP
    )
