"""Subnets, route tables and where their routes lead, as the plan leaves them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from guardrails.gate.network.links import Link, Links
from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Plan
from guardrails.model.plan.values import Path


class Gate(Enum):
    """What a route leads to."""

    INTERNET = "internet gateway"
    NAT_GATEWAY = "NAT gateway"
    INSTANCE = "instance"
    TRANSIT = "transit gateway"
    PEERING = "peering connection"
    VPN = "virtual private gateway"
    OTHER = "other target"
    UNKNOWN = "target known after apply"


@dataclass(frozen=True, slots=True)
class Route:
    """One route: its table (node), destination, and what it leads to (`target` is a node, empty if not known).

    `change` and `attribute` are where it is written.
    """

    table: Link
    destination: str
    gate: Gate
    target: str
    change: Change
    attribute: str

    @property
    def world(self) -> bool:
        """Whether it takes everything, or half of everything: `0.0.0.0/0`, `::/0`, `0.0.0.0/1`."""
        return self.destination.endswith(("/0", "/1"))


TARGETS: Final[tuple[tuple[str, Gate], ...]] = (
    ("gateway_id", Gate.INTERNET),
    ("nat_gateway_id", Gate.NAT_GATEWAY),
    ("network_interface_id", Gate.INSTANCE),
    ("instance_id", Gate.INSTANCE),
    ("transit_gateway_id", Gate.TRANSIT),
    ("vpc_peering_connection_id", Gate.PEERING),
    ("egress_only_gateway_id", Gate.OTHER),
    ("vpc_endpoint_id", Gate.OTHER),
    ("local_gateway_id", Gate.OTHER),
    ("carrier_gateway_id", Gate.INTERNET),
    ("core_network_arn", Gate.TRANSIT),
)
"""Attributes of a route that name its target.

Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route (2026-11)
"""

_BY_TYPE: Final = {
    "aws_internet_gateway": Gate.INTERNET,
    "aws_vpn_gateway": Gate.VPN,
    "aws_nat_gateway": Gate.NAT_GATEWAY,
    "aws_instance": Gate.INSTANCE,
    "aws_network_interface": Gate.INSTANCE,
}
_BY_ID: Final = {"igw": Gate.INTERNET, "vgw": Gate.VPN, "nat": Gate.NAT_GATEWAY, "local": Gate.OTHER}
_DESTINATIONS: Final = ("destination_cidr_block", "cidr_block", "destination_ipv6_cidr_block", "ipv6_cidr_block")


@dataclass(frozen=True, slots=True)
class Subnet:
    """One subnet of the plan. `zone` is the Availability Zone, `cidr` its range; each empty where it is not known."""

    change: Change
    cidr: str
    zone: str


class Routing:
    """The tables of a plan: routes by table, and the table of each subnet."""

    def __init__(self, plan: Plan, links: Links) -> None:
        self._plan, self._links = plan, links
        self.subnets = {
            one.address: Subnet(one, _text(one.get("cidr_block")), _text(one.get("availability_zone")))
            for one in plan.of("aws_subnet", "aws_default_subnet")
            if one.after
        }
        self.routes = tuple(self._routes())
        self.tables: dict[str, list[Route]] = {}
        for route in self.routes:
            for table in route.table.nodes:
                self.tables.setdefault(table, []).append(route)
        self.subnets_of: dict[str, list[str]] = {}
        self.table_of: dict[str, Link] = {}
        for one in plan.of("aws_route_table_association"):
            if one.after:
                self._associate(one)

    def _associate(self, change: Change) -> None:
        table = self._links.of(change, "route_table_id", ("aws_route_table", "aws_default_route_table"))
        for subnet in self._links.of(change, "subnet_id", ("aws_subnet", "aws_default_subnet")).nodes:
            self.table_of[subnet] = table
            for node in table.nodes:
                self.subnets_of.setdefault(node, []).append(subnet)

    def leaving(self, subnet: str) -> tuple[Route, ...]:
        """Return the routes of a subnet that take everything; none also where its table is not in the plan."""
        table = self.table_of.get(subnet)
        return tuple(
            route for node in (table.nodes if table else ()) for route in self.tables.get(node, ()) if route.world
        )

    def _routes(self) -> Iterator[Route]:
        for one in self._plan.of("aws_route"):
            if one.after:
                table = self._links.of(one, "route_table_id", ("aws_route_table", "aws_default_route_table"))
                yield from self._targets(one, (), one.after, table)
        for one in self._plan.of("aws_route_table", "aws_default_route_table"):
            rows = one.after.get("route")
            for at, row in enumerate(rows if isinstance(rows, (list, tuple)) else ()):
                if isinstance(row, Mapping):
                    yield from self._targets(one, ("route", at), row, Link((one.address,)))

    def _targets(self, change: Change, at: Path, row: Mapping[str, object], table: Link) -> Iterator[Route]:
        destination = next((text for name in _DESTINATIONS if (text := _text(row.get(name)))), "")
        for name, gate in TARGETS:
            if row.get(name) not in (None, ""):
                link = self._links.of(change, (*at, name))
                if link.nodes or not link.certain:
                    target = link.nodes[0] if link.nodes else ""
                    yield Route(table, destination, self._gate(gate, target, name), target, change, name)

    def _gate(self, usual: Gate, target: str, attribute: str) -> Gate:
        if not target:
            return Gate.UNKNOWN if attribute == "gateway_id" else usual
        change = self._links.change(target)
        if change is not None:
            return _BY_TYPE.get(change.type, usual)
        return _BY_ID.get(target.partition("-")[0], usual)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
