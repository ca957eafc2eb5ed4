"""The network of one plan, worked out once for all rules that ask for it, each part when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from guardrails.gate.inspection import Inspection
from guardrails.gate.network.links import Links, words
from guardrails.gate.network.routing import Routing, Subnet
from guardrails.gate.network.security_groups import SecurityGroups
from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Plan

if TYPE_CHECKING:  # ipaddress is loaded only for plans that have a network
    from guardrails.gate.network.planned import PlannedVpc


class Network:
    """What the rules on networks share: links between changes, routing, security groups, the address plan."""

    def __init__(self, inspection: Inspection) -> None:
        self._inspection = inspection
        self.links = Links(inspection.plan, inspection.references)

    @cached_property
    def routing(self) -> Routing:
        """Subnets, tables and routes."""
        return Routing(self._inspection.plan, self.links)

    @cached_property
    def groups(self) -> SecurityGroups:
        """What each security group lets in from the internet."""
        return SecurityGroups(self._inspection.plan, self.links)

    @cached_property
    def planned(self) -> tuple[PlannedVpc, ...]:
        """Every VPC in the organization file."""
        from guardrails.gate.network.planned import address_plan

        return address_plan(self._inspection.organization)

    @cached_property
    def own(self) -> tuple[PlannedVpc, ...]:
        """The VPCs that the organization file gives to the target account."""
        return tuple(one for one in self.planned if one.account.name == self._inspection.account.name)

    def of_subnet(self, subnet: Subnet) -> PlannedVpc | None:
        """Return the planned VPC of the account that a subnet lies in; None where the range lies in none."""
        from guardrails.gate.network.planned import network

        range = network(subnet.cidr) if subnet.cidr else None
        return next((one for one in self.own if range is not None and range.subnet_of(one.range)), None)

    def is_private(self, subnet: Subnet) -> bool:
        """Whether a subnet is to be private: by the address plan, else by the word in its Name."""
        from guardrails.gate.network.planned import network

        vpc, range = self.of_subnet(subnet), network(subnet.cidr) if subnet.cidr else None
        if vpc is not None and range is not None and (vpc.private or vpc.public):
            return any(range.subnet_of(one) for one in vpc.private)
        return "private" in words(name_of(subnet.change))


def network_of(inspection: Inspection) -> Network:
    """Return the network of the plan under inspection, the same one for every rule."""
    kept = inspection.plan.once(_kept)
    found = kept.get(id(inspection.references))
    if found is None or found._inspection is not inspection:
        found = kept[id(inspection.references)] = Network(inspection)
    return found


def _kept(plan: Plan) -> dict[int, Network]:
    return {}


def name_of(change: Change) -> str:
    """Return the Name tag of a resource, else its name, else the name of its block with the instance key."""
    for path in ("tags.Name", "tags_all.Name", "name"):
        value = change.get(path)
        if isinstance(value, str) and value:
            return value
    return change.name if change.key is None else f"{change.name}-{change.key}"
