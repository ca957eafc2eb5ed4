"""Where an attribute leads: to changes of the plan by reference or by id, or to what exists already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Plan, References
from guardrails.model.plan.values import Path, read, undecidable


@dataclass(frozen=True, slots=True)
class Link:
    """Nodes that an attribute leads to; `certain` False: there may be others, and `through` says what hides them.

    `possible` are others that it may lead to. Where nothing is sure and just one of them has the instance key in its
    name (`private["b"]` and `tiers["private-b"]`), that one is in `nodes`: likely, and not certain.
    """

    nodes: tuple[str, ...] = ()
    certain: bool = True
    through: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()

    @property
    def only(self) -> str:
        """The one node, where it is one for certain; else empty."""
        return self.nodes[0] if self.certain and len(self.nodes) == 1 else ""


NOWHERE = Link()


class Links:
    """Follows attributes of one plan. A known id that a change of the plan has leads to that change."""

    def __init__(self, plan: Plan, references: References) -> None:
        self._plan = plan
        self._references = references
        self._ids = dict(_ids(plan))

    def of(self, change: Change, attribute: str | Path, types: tuple[str, ...] = ()) -> Link:
        """Return where an attribute leads; nowhere for one that is unset or left to AWS."""
        value = read(change.after, attribute)
        if isinstance(value, str):
            return Link((self.node(value),)) if value else NOWHERE
        if isinstance(value, (list, tuple)):
            if not any(undecidable(item) for item in value):
                return Link(tuple(self.node(item) for item in value if isinstance(item, str) and item))
            kept = tuple(self.node(item) for item in value if isinstance(item, str) and item)
            return self._followed(change, attribute, types, kept)
        return self._followed(change, attribute, types, ()) if undecidable(value) else NOWHERE

    def node(self, id: str) -> str:
        """Return the node of an id: the address of the change that has it, else the id itself."""
        return self._ids.get(id, id)

    def change(self, node: str) -> Change | None:
        """Return the change of a node; None for what is not in the plan."""
        return self._plan.by_address.get(node)

    def _followed(self, change: Change, attribute: str | Path, types: tuple[str, ...], kept: tuple[str, ...]) -> Link:
        targets = self._references.targets(change, attribute, types)
        nodes = tuple(one.address for one in targets.changes)
        certain = targets.certain and bool(nodes)
        possible = _near(change, targets.possible, targets.through)
        if not nodes and not kept:
            nodes = _namesake(change, possible)
        others = tuple(one.address for one in possible)
        return Link(tuple(dict.fromkeys((*kept, *nodes))), certain, targets.through, others)


def _near(change: Change, possible: tuple[Change, ...], through: tuple[str, ...]) -> tuple[Change, ...]:
    """Return the likelier ones: those of the blocks that the expression names by a key, else those of the same module.

    `aws_route_table.private[local.key]` leads to one of `private`, whatever else the local may lead to.
    """
    blocks = {one.partition("[")[0] for one in through if "[" in one}
    here = tuple(one for one in possible if one.module == change.module)
    named = tuple(one for one in here if f"{one.type}.{one.name}" in blocks)
    return named or here or possible


def _namesake(change: Change, possible: tuple[Change, ...]) -> tuple[str, ...]:
    """Return the one change whose name has all words of this one's name and key, or of its key; else nothing."""
    if change.key is None:
        return ()
    key = words(str(change.key))
    named = [(one.address, words(f"{one.name}-{'' if one.key is None else one.key}")) for one in possible]
    for asked in (key | words(change.name), key):
        found = [address for address, has in named if asked <= has]
        if len(found) == 1:
            return tuple(found)
    return ()


def words(name: str) -> frozenset[str]:
    """Return the words of a name in lower case: `MM-prod-use1-a-nat` -> mm, prod, use1, a, nat."""
    return frozenset(name.lower().replace("_", "-").replace(".", "-").split("-"))


def _ids(plan: Plan) -> Iterable[tuple[str, str]]:
    for one in plan.changes:
        if one.managed and not one.deposed:
            id = one.after.get("id")
            if isinstance(id, str):
                yield id, one.address
