"""Transit gateways: which segment each attachment and route table stands for, and what enters a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from guardrails.gate.environments import environment_of
from guardrails.gate.inspection import Inspection
from guardrails.gate.network.links import words
from guardrails.gate.network.network import Network, name_of
from guardrails.model.organization.levels import every_account
from guardrails.model.plan.change import Change

_TABLE: Final = "aws_ec2_transit_gateway_route_table"
_ATTACHMENTS: Final = (
    "aws_ec2_transit_gateway_vpc_attachment",
    "aws_ec2_transit_gateway_vpc_attachment_accepter",
    "aws_ec2_transit_gateway_peering_attachment",
)
_SHARED: Final = ("shared", "mgmt")


@dataclass(frozen=True, slots=True)
class Entry:
    """A propagation or static route: `segment` of the attachment enters `table` (None: not in the plan, or not known).

    `change` is the row that makes it, `name` the attachment in words. `certain` False: the table cannot be followed.
    """

    change: Change
    table: Change | None
    segment: str
    name: str
    static: bool
    certain: bool


class Attachments:
    """What the plan says of segments."""

    def __init__(self, inspection: Inspection, net: Network) -> None:
        self._inspection, self._net = inspection, net
        named = inspection.organization.sections.get("segments")
        self._segments = {str(one).lower() for one in named} if isinstance(named, dict) else set()
        self._reach = {
            str(name).lower(): tuple(str(one) for one in row.get("may_reach") or ())
            for name, row in (named.items() if isinstance(named, dict) else ())
            if isinstance(row, dict)
        }
        self._environments = {one.env for one in every_account(inspection.organization) if one.env}
        self._associated: dict[str, set[str]] = {}
        plan = inspection.plan
        for one in plan.of("aws_ec2_transit_gateway_route_table_association"):
            for table in net.links.of(one, "transit_gateway_route_table_id", (_TABLE,)).nodes if one.after else ():
                segment, _ = self._attachment(one)
                if segment:
                    self._associated.setdefault(table, set()).add(segment)
        self.entries = tuple(
            self._entry(one, type.endswith("_route"))
            for type in ("aws_ec2_transit_gateway_route_table_propagation", "aws_ec2_transit_gateway_route")
            for one in plan.by_type.get(type, ())
            if one.after and one.get("blackhole") is not True
        )

    def _entry(self, change: Change, static: bool) -> Entry:
        link = self._net.links.of(change, "transit_gateway_route_table_id", (_TABLE,))
        table = self._net.links.change(link.nodes[0]) if link.nodes else None
        segment, name = self._attachment(change)
        return Entry(change, table, segment, name, static, link.certain)

    def _attachment(self, change: Change) -> tuple[str, str]:
        """Return the segment of the attachment that a row names, empty where it cannot be told, and its address."""
        link = self._net.links.of(change, "transit_gateway_attachment_id", _ATTACHMENTS)
        if not link.nodes:
            return "", "an attachment"
        attachment = self._net.links.change(link.nodes[0])
        if attachment is None:
            return "", link.nodes[0]
        owner = self._inspection.environment if attachment.type == _ATTACHMENTS[0] else ""
        return self._stands_for(attachment) or owner, attachment.address

    def of_table(self, table: Change) -> set[str]:
        """Return the segments that look routes up in a table: of its attachments, else what it is named after."""
        found = self._associated.get(table.address)
        named = self._stands_for(table)
        return found or ({named} if named else set())

    def _stands_for(self, change: Change) -> str:
        """Return the segment or environment that a tag, the last word of the Name, or the instance key says."""
        for tag in ("Segment", "segment"):
            value = change.get(("tags", tag))
            if isinstance(value, str) and value:
                return value.lower()
        name = name_of(change)
        last = name.replace("_", "-").split("-")[-1]
        for word in (str(change.key) if change.key is not None else "", last):
            known = self._known(word)
            if known:
                return known
        if change.type != _TABLE:
            value = change.get(("tags", "Environment"))
            return self._known(value) if isinstance(value, str) else ""
        others = {known for word in words(change.name) if (known := self._known(word))}
        return others.pop() if len(others) == 1 else ""

    def _known(self, word: str) -> str:
        text = word.lower()
        if text in self._segments or text in self._environments:
            return text
        return environment_of(text)

    def may_reach(self, segment: str, other: str) -> bool:
        """Whether one segment may reach another: itself, what is shared, and what the organization file lets it."""
        if segment == other or segment in _SHARED or other in _SHARED:
            return True
        return any(other == one or one.startswith(f"{other}.") for one in self._reach.get(segment, ()))


def segments_of(inspection: Inspection, net: Network) -> Attachments:
    """Return what the plan says of segments."""
    return Attachments(inspection, net)
