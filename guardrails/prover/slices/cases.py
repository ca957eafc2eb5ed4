"""All cases of a shape: every action, resource type, Region and owner that policies tell apart.

A class of actions is first asked about as one: any resource, any key. Only where that does not settle it, its actions
are asked about one by one, on their own resource types and with their own keys; first in all Regions, on resources of
all owners and by callers of all kinds at once, and only then one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Final

from guardrails.catalog.keys import is_multivalued
from guardrails.catalog.services import Action, action, names_of
from guardrails.evaluation.call import one_of_types, touched_types
from guardrails.evaluation.variables import has_variables
from guardrails.model.policy.document import SetOperator
from guardrails.model.proof import Breadth
from guardrails.prover.slices.actions import Actions, actions_of
from guardrails.prover.slices.case import Case, Fixed, Frame
from guardrails.prover.slices.naming import Naming
from guardrails.prover.slices.places import UNSPECIFIED, partition_regions
from guardrails.prover.slices.resources import CREATED, anything, likely, resources_of
from guardrails.prover.slices.shapes import Shape
from guardrails.prover.slices.splitting import Split, keys_of, whole

Types = tuple[str | None, ...]
"""The resource types of one call's authorizations, the one asked about first; None: it is authorized on `*`."""


@dataclass(frozen=True)
class Cases:
    """The cases of one shape. `whole` False: single authorizations, not calls."""

    shape: Shape
    split: Split
    whole: bool = True

    @cached_property
    def frame(self) -> Frame:
        """What the cases share."""
        split = self.split
        named = frozenset(row.key.lower() for row, _ in self.shape.conditions)
        callers = likely(split.callers, "", split.scene.account_id)
        stated = {key: value for key, value in _stated(self.shape) if key in split.read_by_variables}
        return Frame(split.scene, split.breadth, callers, named, stated)

    def likely(self, regions: tuple[str, ...], owners: tuple[str, ...]) -> tuple[str, ...]:
        """Return ARNs that policies' resource patterns suggest."""
        return likely(self.split.patterns, regions[0], owners[0])

    def read_by(self, action: str) -> tuple[tuple[str, ...], bool]:
        """Return the keys that statements about an action read, and whether some of them names resources."""
        shapes = tuple(shape for shape in self.split.shapes if shape.names(action))
        return tuple(sorted(keys_of(shapes))), any(not whole(part) for one in shapes for part in one.resources)

    def broad(self) -> Case | None:
        """Return the case of any action that no statement lists, anywhere; None: the shape names no such action."""
        split, name = self.split, "futureservice:futureaction"
        if self.shape.services is not None or not self.shape.names(name):
            return None
        regions = (*split.regions, *partition_regions(split.scene.partition), UNSPECIFIED)
        case = Case(self.frame, split.scene.kinds, tuple(dict.fromkeys(regions)), split.owners)
        case.add(name, None, anything().hinted(self.likely(split.regions, split.owners)), loose=True, many=True)
        return case

    def groups(self, among: Sequence[Naming] | None = None) -> Iterator[Group]:
        """Yield the cases, grouped so that one question may settle a whole group; all, or of actions `among` lists."""
        for actions in actions_of(self.shape, self.split, among):
            if self.split.owner is not None and not self.split.reach(actions.first)[0]:
                continue
            regions = self.split.regions_of(actions.first)
            for owners in self.split.owners_together:
                if regions:
                    yield Group(self, actions, regions, owners)


@dataclass(frozen=True)
class Group:
    """Actions that all statements treat alike, in these Regions, on resources of these owners."""

    cases: Cases
    actions: Actions
    regions: tuple[str, ...]
    owners: tuple[str, ...]

    @property
    def coarse(self) -> Case | None:
        """One case that stands for all of the group: nothing found in it, nothing in the group. None: too few."""
        return self._loose(self.actions.first) if len(self.actions.names) > 1 else None

    def ways(self) -> Iterator[Way]:
        """Yield the ways to make the calls of the group; those that no statement tells apart once."""
        if not self.actions.known:
            yield from (Way(self, name, ()) for name in self.actions.names)
            return
        seen: set[object] = set()
        for name in self._names():
            for types in self._types(name):
                way = Way(self, name, types)
                key = way.telling()
                if key not in seen:
                    seen.add(key)
                    yield way

    def _names(self) -> Iterator[str]:
        """Yield all actions of the group; of services that no policy names, all of the service."""
        yield from self.actions.names
        if self.actions.whole_services:
            for name in self.actions.names:
                yield from (one for one in names_of(name.partition(":")[0]) if one != name)

    def _types(self, name: str) -> Iterator[Types]:
        known = action(name)
        wanted = self.cases.shape.resource_type
        for types in types_of(known, self.cases.whole) if known else ((None,),):
            if not wanted or types[0] == wanted:
                yield types

    def _loose(self, name: str) -> Case:
        case = Case(self.cases.frame, self.cases.split.scene.kinds, self.regions, self.owners)
        case.add(name, None, anything().hinted(self.cases.likely(self.regions, self.owners)), loose=True, many=True)
        return case


_ANYBODY: Final = ""
"""Stands beside an owner for every other one."""


@dataclass(frozen=True)
class Way:
    """One way to make a call: its action, and the resource types that it is authorized on (none: nobody knows)."""

    group: Group
    action: str
    types: Types

    @cached_property
    def merged(self) -> Case:
        """The case of all Regions, owners and kinds of callers at once; nothing found in it, nothing in any."""
        return self._case(self.group.regions, self.group.owners)

    def exact(self) -> Iterator[Case]:
        """Yield the cases of one Region and one owner each, by callers of every kind."""
        for region, owner in product(self.group.regions, self.group.owners):
            yield self._case((region,), (owner,))

    def _case(self, regions: tuple[str, ...], owners: tuple[str, ...]) -> Case:
        cases = self.group.cases
        case = Case(cases.frame, cases.split.scene.kinds, regions, owners)
        hints = cases.likely(regions, owners)
        if not self.types:
            case.add(self.action, None, anything().hinted(hints), loose=True)
        for at, one in enumerate(self.types):
            if one is None:
                case.add(self.action, None, "*")
            else:
                elsewhere = bool(at) and self._may_be_shared(one)
                whose = (owners[0], _ANYBODY) if elsewhere else owners
                found = resources_of(self.action, one, cases.split.scene, regions, whose)
                case.add(self.action, one, found.hinted(hints), elsewhere=elsewhere)
        return case

    def _may_be_shared(self, resource_type: str) -> bool:
        """Whether a part of a call may belong to another account than what the call is about: an image, a subnet."""
        made = resource_type in CREATED.get(self.action.lower(), frozenset())
        return self.group.cases.split.breadth is Breadth.EVERY and not made

    def telling(self) -> object:
        """Return all that statements can tell it by: formats of its resources, and which keys it comes with."""
        keys, on_resources = self.group.cases.read_by(self.group.actions.first)
        reach = self.group.cases.split.reach(self.action)
        on_resources = on_resources or bool(reach[1])
        return reach, *(
            (
                one.resources if on_resources or isinstance(one.resources, str) else "",
                tuple(one.presence(key) for key in keys),
            )
            for one in self.merged.authorizations
        )


def _stated(shape: Shape) -> Iterator[tuple[str, Fixed]]:
    """Yield the keys that a shape holds to one text, so that no request of it has another."""
    for row, wanted in shape.conditions:
        plain = row.operator == "StringEquals" and row.set_operator is SetOperator.NONE and not row.if_exists
        literal = len(row.values) == 1 and not (shape.variables and has_variables(row.values[0]))
        if wanted and plain and literal and not is_multivalued(row.key) and row.key.lower() not in _SPLIT:
            yield row.key.lower(), Fixed(row.values[0])


_SPLIT: Final = frozenset({"aws:principalarn", "aws:requestedregion", "ec2:region", "aws:resourceaccount"})
"""Keys whose values the cases are cut by anyway."""


def types_of(known: Action, whole: bool) -> tuple[Types, ...]:
    """Return the resource types of each way to make a call: what it is about first, then what it touches besides.

    `whole` False: of each way only the authorization that is asked about.
    """
    types = tuple(one.type for one in known.resources)
    if not types:
        return ((None,),)
    touched = touched_types(known)
    if not touched:
        return (*((one,) for one in types), (None,))
    if one_of_types(known) or not whole:
        return tuple((one,) for one in dict.fromkeys((*touched, *types)))
    return tuple((one, *(other for other in touched if other != one)) for one in dict.fromkeys((*touched, *types)))
