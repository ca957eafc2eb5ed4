"""What gets a public address, and which security groups stand before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from guardrails.gate.exposure.groups import GROUP_TYPES
from guardrails.gate.network.links import NOWHERE, Link
from guardrails.gate.network.network import Network
from guardrails.gate.network.routing import Gate
from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Plan
from guardrails.model.plan.values import Path, undecidable

_SUBNETS: Final = ("aws_subnet", "aws_default_subnet")
MACHINES: Final = ("aws_instance", "aws_spot_instance_request")


@dataclass(frozen=True, slots=True)
class Addressed:
    """Something with a public address: why it has one, the attribute that says so, its groups, and what it rests on.

    `sure` False: whether it gets the address is known only after apply. `rests_on` are the changes that make it so.
    """

    change: Change
    attribute: str
    why: str
    groups: Link
    rests_on: tuple[Change, ...]
    routed: str
    sure: bool = True


def addressed(plan: Plan, net: Network) -> Iterator[Addressed]:
    """Yield everything of a plan that gets a public address of its own."""
    elastic = _elastic(plan, net)
    for change in plan.of(*MACHINES):
        if change.after and not change.deposed:
            yield from _machine(net, change, elastic.get(change.address))
    for change in plan.of("aws_network_interface"):
        if change.after and change.address in elastic:
            yield from _interface(net, change, elastic[change.address])
    for change in plan.of("aws_launch_template"):
        rows = change.after.get("network_interfaces")
        if undecidable(rows):
            yield from _flagged(net, change, ("network_interfaces",), "associate_public_ip_address", "security_groups")
        for at, row in enumerate(rows if isinstance(rows, (list, tuple)) else ()):
            if isinstance(row, Mapping) or undecidable(row):
                yield from _flagged(
                    net, change, ("network_interfaces", at), "associate_public_ip_address", "security_groups"
                )
    for change in plan.of("aws_launch_configuration"):
        yield from _flagged(net, change, (), "associate_public_ip_address", "security_groups")
    for change in plan.of("aws_ecs_service"):
        rows = change.after.get("network_configuration")
        if undecidable(rows) or (isinstance(rows, (list, tuple)) and rows):
            yield from _flagged(net, change, ("network_configuration", 0), "assign_public_ip", "security_groups")


_ELASTIC: Final = (
    ("aws_eip_association", "instance_id"),
    ("aws_eip_association", "network_interface_id"),
    ("aws_eip", "instance"),
    ("aws_eip", "network_interface"),
)


def _elastic(plan: Plan, net: Network) -> dict[str, Change]:
    """Return what gives each machine or network interface an elastic address, by its node."""
    found: dict[str, Change] = {}
    for type, attribute in _ELASTIC:
        for change in plan.by_type.get(type, ()):
            for node in net.links.of(change, attribute, (*MACHINES, "aws_network_interface")).nodes:
                found.setdefault(node, change)
    return found


def lost_addresses(plan: Plan, net: Network) -> Iterator[tuple[Change, str]]:
    """Yield elastic addresses that the plan gives to something which cannot be followed, with the attribute."""
    for type, attribute in _ELASTIC:
        for change in plan.by_type.get(type, ()):
            link = net.links.of(change, attribute, (*MACHINES, "aws_network_interface"))
            if change.verb.writes and not link.certain and not link.nodes:
                yield change, attribute


def _interface(net: Network, change: Change, elastic: Change) -> Iterator[Addressed]:
    routed = _routed(net, net.links.of(change, "subnet_id", _SUBNETS))
    if routed != "no":
        groups = net.links.of(change, "security_groups", GROUP_TYPES)
        yield Addressed(change, "", f"{elastic.address} gives it a public address", groups, (change, elastic), routed)


def _machine(net: Network, change: Change, elastic: Change | None) -> Iterator[Addressed]:
    asked = change.get("associate_public_ip_address")
    if asked is False and elastic is None:
        return
    subnet_link = NOWHERE
    rests: tuple[Change, ...] = (change,)
    if elastic is not None:
        why, attribute = f"{elastic.address} gives it a public address", ""
        rests = (change, elastic)
    elif asked is True:
        why, attribute = "it asks for a public address", "associate_public_ip_address"
    elif undecidable(asked):
        why, attribute = "it may ask for a public address", "associate_public_ip_address"
    else:
        subnet_link = net.links.of(change, "subnet_id", _SUBNETS)
        subnet = net.links.change(subnet_link.only)
        if subnet is None or subnet.get("map_public_ip_on_launch") is not True:
            return
        why, attribute = f"its subnet {subnet.address} gives public addresses", "subnet_id"
        rests = (change, subnet)
    routed = _routed(net, subnet_link if subnet_link.nodes else net.links.of(change, "subnet_id", _SUBNETS))
    if routed == "no":
        return
    yield Addressed(change, attribute, why, _groups(net, change), rests, routed, not undecidable(asked))


def _routed(net: Network, subnet: Link) -> str:
    """Return the route of a subnet to an internet gateway in words; `no` where its table surely has none."""
    table = net.routing.table_of.get(subnet.only)
    if table is None or not table.only or net.links.change(table.only) is None:
        return "its route to the internet is not in the plan"
    leaving = net.routing.leaving(subnet.only)
    if any(route.gate is Gate.INTERNET for route in leaving):
        return f"{table.only} leads to the internet gateway"
    return (
        "its route to the internet is not in the plan" if any(route.gate is Gate.UNKNOWN for route in leaving) else "no"
    )


def _groups(net: Network, change: Change) -> Link:
    link = net.links.of(change, "vpc_security_group_ids", GROUP_TYPES)
    return link if link.nodes or not link.certain else net.links.of(change, "security_groups", GROUP_TYPES)


def _flagged(net: Network, change: Change, at: Path, flag: str, groups: str) -> Iterator[Addressed]:
    asked = change.get((*at, flag))
    if asked in (True, "true") or undecidable(asked):
        link = net.links.of(change, (*at, groups), GROUP_TYPES)
        if not link.nodes and link.certain:
            link = net.links.of(change, "vpc_security_group_ids", GROUP_TYPES)
        where = ".".join(str(step) for step in (*at, flag))
        sure = not undecidable(asked)
        why = "what it starts gets a public address" if sure else "what it starts may get a public address"
        routed = "its route to the internet is not in the plan"
        yield Addressed(change, where, why, link, (change,), routed, sure)
