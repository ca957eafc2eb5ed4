"""What security groups let in from the internet, as one step of a path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from guardrails.gate.network.links import Link
from guardrails.gate.network.network import Network
from guardrails.gate.network.security_groups import Ingress

GROUP_TYPES: Final = ("aws_security_group", "aws_default_security_group")


@dataclass(frozen=True, slots=True)
class Way:
    """What groups let in: in words, the rules that are open, and what hides an answer (attributes of the plan).

    `outside`: some group is known, and stands outside of the plan.
    """

    steps: str
    open: tuple[Ingress, ...] = ()
    hidden: tuple[str, ...] = ()
    outside: bool = False

    @property
    def closed(self) -> bool:
        """Whether nobody on the internet gets in, for sure."""
        return not (self.open or self.hidden or self.outside)


def let_in(net: Network, groups: Link) -> Way:
    """Return what security groups let in; no groups are the default group of the VPC, which lets only itself in.

    Source: https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html (2026-11)
    """
    rules = [found for node in groups.nodes for found in net.groups.open.get(node, ())]
    open = tuple(one for one in rules if one.certain)
    if open:
        shown = "; ".join(f"{one.change.address} lets {one.range} in on {one.ports}" for one in open[:3])
        return Way(shown, open)
    if rules:
        first = rules[0]
        return Way(
            f"whom {first.change.address} lets in is known only after apply",
            hidden=(f"{first.change.address}.{first.attribute}",),
        )
    if net.groups.stray and groups.nodes:
        lost = net.groups.stray[0].change.address
        return Way(f"which group {lost} opens cannot be followed", hidden=(f"{lost}.security_group_id",))
    if not groups.certain:
        return Way("its security groups are known only after apply", hidden=groups.through or ("security groups",))
    outside = [node for node in groups.nodes if net.links.change(node) is None]
    if outside:
        return Way(f"what {', '.join(outside)} lets in is not in the plan", outside=True)
    return Way("its groups let nobody in from the internet")
