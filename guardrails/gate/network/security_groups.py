"""What security groups let in from the internet, in each way the provider can write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guardrails.gate.network.links import Links
from guardrails.gate.network.ranges import is_wide
from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Plan
from guardrails.model.plan.values import undecidable


@dataclass(frozen=True, slots=True)
class Ingress:
    """One rule that lets the internet in: ports from the first to the last (0 to 65535: all), and where it is written.

    `certain` False: who is let in is known only after apply.
    """

    change: Change
    attribute: str
    protocol: str
    first: int
    last: int
    range: str
    certain: bool = True

    @property
    def everything(self) -> bool:
        """Whether every port of TCP or UDP, or every protocol, is open."""
        return self.protocol == "-1" or (
            self.first == 0 and self.last == 65535 and self.protocol in ("tcp", "udp", "6", "17")
        )

    @property
    def ports(self) -> str:
        """The ports in words."""
        if self.everything:
            return "every port"
        return (
            f"{self.protocol} {self.first}" if self.first == self.last else f"{self.protocol} {self.first}-{self.last}"
        )


class SecurityGroups:
    """Ingress from the internet by the node of the group; `stray` are rules whose group cannot be followed."""

    def __init__(self, plan: Plan, links: Links) -> None:
        self._links = links
        self.all: list[Ingress] = []
        self.stray: list[Ingress] = []
        self.open: dict[str, list[Ingress]] = {}
        for one in plan.of("aws_security_group", "aws_default_security_group"):
            for found in _inline(one):
                self._add(found, (one.address,))
        for one in plan.of("aws_vpc_security_group_ingress_rule", "aws_security_group_rule"):
            if one.after and one.after.get("type", "ingress") == "ingress":
                for found in (*_separate(one), *self._listed(one)):
                    self._separately(found)

    def _separately(self, ingress: Ingress) -> None:
        group = self._links.of(ingress.change, "security_group_id")
        self._add(ingress, group.nodes)
        if not group.nodes and not group.certain:
            self.stray.append(ingress)

    def _add(self, ingress: Ingress, groups: tuple[str, ...]) -> None:
        self.all.append(ingress)
        for node in groups:
            self.open.setdefault(node, []).append(ingress)

    def _listed(self, change: Change) -> Iterator[Ingress]:
        """Yield what a rule lets in by a prefix list of the plan that holds everything."""
        attribute = "prefix_list_ids" if change.type == "aws_security_group_rule" else "prefix_list_id"
        for node in self._links.of(change, attribute, ("aws_ec2_managed_prefix_list",)).nodes:
            found = self._links.change(node)
            entries = found.after.get("entry") if found else None
            rows = [one for one in entries if isinstance(one, Mapping)] if isinstance(entries, (list, tuple)) else []
            ranges = [one.get("cidr") for one in rows]
            protocol = "protocol" if change.type == "aws_security_group_rule" else "ip_protocol"
            yield from _of_values(change, attribute, ranges, change.after, protocol)


def _inline(change: Change) -> Iterator[Ingress]:
    rows = change.after.get("ingress")
    if undecidable(rows):
        yield Ingress(change, "ingress", "-1", 0, 65535, "", certain=False)
    for at, row in enumerate(rows if isinstance(rows, (list, tuple)) else ()):
        if isinstance(row, Mapping):
            yield from _of_row(change, f"ingress[{at}].", row)
        elif undecidable(row):
            yield Ingress(change, f"ingress[{at}]", "-1", 0, 65535, "", certain=False)


def _separate(change: Change) -> Iterator[Ingress]:
    if change.type == "aws_security_group_rule":
        yield from _of_row(change, "", change.after)
        return
    for name in ("cidr_ipv4", "cidr_ipv6"):
        value = change.after.get(name)
        yield from _of_values(change, name, [value], change.after, "ip_protocol")


def _of_row(change: Change, prefix: str, row: Mapping[str, object]) -> Iterator[Ingress]:
    for name in ("cidr_blocks", "ipv6_cidr_blocks"):
        value = row.get(name)
        values = value if isinstance(value, (list, tuple)) else [value]
        yield from _of_values(change, prefix + name, values, row, "protocol")


def _of_values(
    change: Change, attribute: str, values: list[object] | tuple[object, ...], row: Mapping[str, object], protocol: str
) -> Iterator[Ingress]:
    wide = [one for one in values if isinstance(one, str) and is_wide(one)]
    hidden = any(undecidable(one) for one in values)
    ports = any(undecidable(row.get(name)) for name in (protocol, "from_port", "to_port"))
    if wide or hidden:
        first, last = _port(row.get("from_port"), 0), _port(row.get("to_port"), 65535)
        named = row.get(protocol)
        kind = named if isinstance(named, str) else "-1"
        yield Ingress(change, attribute, kind, first, last, " and ".join(wide), certain=bool(wide) and not ports)


def _port(value: object, otherwise: int) -> int:
    """Return a port; JSON may write it as 443.0, and holds numbers that are none (1e999)."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else otherwise
    return value if isinstance(value, int) else otherwise
