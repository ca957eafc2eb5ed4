"""Subnets, route tables and where their routes lead, as the plan leaves them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from guardrails.gate.network.links import Link, Links
from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Plan
from guardrails.model.plan.values import Path, undecidable


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
    hidden: str = ""
    """The attribute of the destination, where that is known only after apply; else empty."""

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
    """The tables of a plan: routes by table, the table of each subnet, the subnets of each table.

    `maybe_of` are subnets that a table may have: their association cannot be followed for sure.
    """

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
        self.maybe_of: dict[str, list[str]] = {}
        self.linked_by: dict[str, Change] = {}
        for one in plan.of("aws_route_table_association"):
            if one.after:
                self._associate(one)
        self._main_tables()

    def _associate(self, change: Change) -> None:
        table = self._links.of(change, "route_table_id", ("aws_route_table", "aws_default_route_table"))
        subnets = self._links.of(change, "subnet_id", ("aws_subnet", "aws_default_subnet"))
        for subnet in subnets.nodes:
            self.table_of[subnet] = table
            self.linked_by[subnet] = change
            for node in table.nodes:
                self.subnets_of.setdefault(node, []).append(subnet)
        if not (subnets.nodes and table.nodes):  # the association cannot be followed to its end
            for node in table.nodes or table.possible:
                self.maybe_of.setdefault(node, []).extend(subnets.nodes or subnets.possible)

    def _main_tables(self) -> None:
        """Give subnets without a table of their own the main table of their VPC, where the plan has it."""
        mains = [(one, one.address, "default_route_table_id") for one in self._plan.of("aws_default_route_table")]
        for one in self._plan.of("aws_main_route_table_association"):
            mains += [
                (one, node, "vpc_id") for node in self._links.of(one, "route_table_id", ("aws_route_table",)).nodes
            ]
        tables = {
            vpc: (table, change)
            for change, table, attribute in mains
            if change.after and (vpc := self._links.of(change, attribute, ("aws_vpc",)).only)
        }
        for address, subnet in self.subnets.items() if tables else ():
            vpc = self._links.of(subnet.change, "vpc_id", ("aws_vpc",)).only
            if address not in self.table_of and vpc in tables:
                table, change = tables[vpc]
                self.table_of[address] = Link((table,))
                self.linked_by[address] = change
                self.subnets_of.setdefault(table, []).append(address)

    def changed(self, route: Route, subnets: list[Subnet]) -> bool:
        """Whether the plan changes the way of these subnets: the route, or what gives a subnet its table."""
        links = (self.linked_by.get(one.change.address) for one in subnets)
        return route.change.verb.writes or any(one.verb.writes for one in links if one is not None)

    def held(self, table: Link, maybe: bool = False) -> list[Subnet]:
        """Return the subnets of the plan that have a table, or (`maybe`) may have it."""
        by_table = self.maybe_of if maybe else self.subnets_of
        nodes = (node for one in table.nodes for node in by_table.get(one, ()))
        return [self.subnets[node] for node in dict.fromkeys(nodes) if node in self.subnets]

    def leaving(self, subnet: str) -> tuple[Route, ...]:
        """Return the routes of a subnet that take everything; none also where its table is not in the plan."""
        table = self.table_of.get(subnet)
        return tuple(
            route for node in (table.nodes if table else ()) for route in self.tables.get(node, ()) if route.world
        )

    def doubtful(self, subnet: str) -> tuple[str, ...]:
        """Return the attributes that hide whether a subnet has a way out: of its tables, or of routes of them."""
        tables = set(table.nodes if (table := self.table_of.get(subnet)) else ())
        unread = [node for node in tables if (one := self._links.change(node)) and undecidable(one.after.get("route"))]
        found = [f"{node}.route" for node in sorted(unread)]
        for route in self.routes:
            at = route.table
            if tables & set(at.nodes):
                found += [f"{route.change.address}.{route.hidden}"] if route.hidden else []
            elif not at.nodes and (route.world or route.hidden) and (not at.possible or tables & set(at.possible)):
                found.append(f"{route.change.address}.route_table_id")
        return tuple(dict.fromkeys(found))

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
        hidden = next((name for name in _DESTINATIONS if not destination and undecidable(row.get(name))), "")
        for name, gate in TARGETS:
            if row.get(name) not in (None, ""):
                link = self._links.of(change, (*at, name))
                if link.nodes or not link.certain:
                    target = link.nodes[0] if link.nodes else ""
                    yield Route(table, destination, self._gate(gate, target, name), target, change, name, hidden)

    def _gate(self, usual: Gate, target: str, attribute: str) -> Gate:
        if not target:
            return Gate.UNKNOWN if attribute == "gateway_id" else usual
        change = self._links.change(target)
        if change is not None:
            return _BY_TYPE.get(change.type, usual)
        return _BY_ID.get(target.partition("-")[0], usual)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
