"""All cases of a shape: every Region, owner, action and resource type that policies tell apart.

A class of actions is first asked about as one: any resource, any key. Only where that does not settle it, its actions
are asked about one by one, on their own resource types and with their own keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from guardrails.catalog.services import Action, action, names_of
from guardrails.evaluation.call import one_of_types, touched_types
from guardrails.prover.slices.actions import Actions, actions_of
from guardrails.prover.slices.case import Case, Frame
from guardrails.prover.slices.resources import anything, likely, resources_of
from guardrails.prover.slices.shapes import Shape
from guardrails.prover.slices.splitting import Split

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
        return Frame(split.scene, split.breadth, likely(split.callers, "", split.scene.account_id))

    def groups(self) -> Iterator[Group]:
        """Yield the cases, grouped so that one question may settle a whole group."""
        for actions in actions_of(self.shape, self.split):
            for region in self.split.regions_of(actions.first):
                for owner in self.split.owners:
                    yield Group(self, actions, region, owner)


@dataclass(frozen=True)
class Group:
    """Actions that all statements treat alike, in one Region, on one owner's resources, by callers of every kind."""

    cases: Cases
    actions: Actions
    region: str
    owner: str

    @property
    def coarse(self) -> Case | None:
        """One case that stands for all of the group: nothing found in it, nothing in the group. None: too few."""
        return self._loose(self.actions.first) if self.actions.known and len(self.actions.names) > 1 else None

    def fine(self) -> Iterator[Case]:
        """Yield the cases that the group consists of; those that no statement tells apart once."""
        if not self.actions.known:
            yield from (self._loose(name) for name in self.actions.names)
            return
        seen: set[object] = set()
        for name in self._names():
            for types in self._types(name):
                case = self._case(name, types)
                key = self._telling(case)
                if key not in seen:
                    seen.add(key)
                    yield case

    def _names(self) -> Iterator[str]:
        """Yield all actions of the group; of a service that no policy names, those of the whole service."""
        for name in self.actions.names:
            yield name
        if len(self.actions.names) > 1 and len({one.partition(":")[0] for one in self.actions.names}) > 1:
            for name in self.actions.names:
                yield from (one for one in names_of(name.partition(":")[0]) if one != name)

    def _types(self, name: str) -> Iterator[Types]:
        known = action(name)
        wanted = self.cases.shape.resource_type
        for types in types_of(known, self.cases.whole) if known else ((None,),):
            if not wanted or types[0] == wanted:
                yield types

    def _case(self, name: str, types: Types) -> Case:
        case = self._empty()
        for one in types:
            if one is None:
                case.add(name, None, "*")
            else:
                found = resources_of(name, one, self.cases.split.scene, self.region, self.owner)
                case.add(name, one, found.hinted(self._likely()))
        return case

    def _loose(self, name: str) -> Case:
        case = self._empty()
        case.add(name, None, anything().hinted(self._likely()), loose=True)
        return case

    def _empty(self) -> Case:
        split = self.cases.split
        return Case(self.cases.frame, split.scene.kinds, self.region, self.owner)

    def _likely(self) -> tuple[str, ...]:
        return likely(self.cases.split.patterns, self.region, self.owner)

    def _telling(self, case: Case) -> object:
        """All that statements can tell a case by: its resources' formats, and which keys its authorizations have."""
        keys = sorted(self.cases.split.keys)
        split = self.cases.split
        return tuple(
            (
                (one.resource if isinstance(one.resource, str) else one.resource.values.formats)
                if split.patterns
                else "",
                tuple(one.presence(key) for key in keys),
            )
            for one in case.authorizations
        )


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
