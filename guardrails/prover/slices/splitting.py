"""Into which cases requests are cut: kinds of callers, Regions and owners of resources that policies tell apart.

Values that every statement treats alike are one case, asked with the likeliest of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import product
from typing import Final

from guardrails.evaluation.variables import fill, has_variables, variable_keys
from guardrails.model.policy.document import Condition, Element
from guardrails.model.proof import Breadth, Scene
from guardrails.model.request import UNKNOWN
from guardrails.prover.languages.emptiness import OutOfBudget
from guardrails.prover.languages.language import language_of
from guardrails.prover.languages.tokens import FIELD, formatted, glob, plain
from guardrails.prover.slices.domains import fixed_value, hangs_on_kind, regions_of
from guardrails.prover.slices.places import UNSPECIFIED, future_regions, home_of, partition_regions, region_formats
from guardrails.prover.slices.reaching import rcps_reach, spared
from guardrails.prover.slices.rows import text_test
from guardrails.prover.slices.shapes import Shape
from guardrails.prover.variables.texts import TextVariable, Values

_MOST_CLASSES: Final = 256
_REGION_KEYS: Final = ("aws:requestedregion", "ec2:region")
_OWNER_KEYS: Final = ("aws:resourceaccount",)
_OWNER_ORGANIZATION: Final = ("aws:resourceorgid", "aws:resourceorgpaths")

_SINGLE: Final = {
    "StringEquals": "StringEquals",
    "StringNotEquals": "StringEquals",
    "StringEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringLike": "StringLike",
    "StringNotLike": "StringLike",
}
"""Operators that hold of a text by which of their values it matches, and the operator of one such match."""


@dataclass(frozen=True)
class Split:
    """The cases that a set of shapes (statements and calls) needs in a scene."""

    shapes: tuple[Shape, ...]
    scene: Scene
    breadth: Breadth
    owner: str | None = None
    """The only account whose resources are asked about, for what RCPs reach of them; None: any, and for all."""
    denied: frozenset[Element] = frozenset()
    """Action elements that nothing but a Deny writes: a name that they name too is denied at least as much."""

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every key that the shapes read, in lower case."""
        return keys_of(self.shapes)

    @cached_property
    def patterns(self) -> tuple[str, ...]:
        """Every resource pattern of the shapes but `*`."""
        rows = (element for shape in self.shapes for element, _ in shape.resources)
        return tuple(dict.fromkeys(one for element in rows for one in element.patterns if one.strip("*")))

    @cached_property
    def read_by_variables(self) -> frozenset[str]:
        """The keys (lower case) whose values policy variables of the shapes stand for."""
        texts = (value for shape in self.shapes for row, _ in shape.conditions for value in row.values)
        return frozenset(key for text in (*texts, *self.patterns) for key in variable_keys(text))

    @cached_property
    def callers(self) -> tuple[str, ...]:
        """Every pattern that the shapes hold callers' ARNs to."""
        rows = (row for shape in self.shapes for row, _ in shape.conditions if row.key.lower() == "aws:principalarn")
        return tuple(dict.fromkeys(value for row in rows for value in row.values if value.startswith("arn:")))

    @cached_property
    def tells_kinds(self) -> bool:
        """Whether some key that the shapes read hangs on the kind of the caller, beside the caller's ARN."""
        return len(self.scene.kinds) > 1 and any(hangs_on_kind(key) for key in self.keys)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """One Region of each class that the shapes tell apart."""
        scene = self.scene
        if self.breadth is Breadth.ORDINARY:
            values = Values(finite=scene.regions)
        else:
            formats = language_of(tuple(formatted(one) for one in region_formats(scene.partition)))
            known = (*partition_regions(scene.partition), UNSPECIFIED)
            values = Values(formats=formats, preferred=(*scene.regions, *known), future=future_regions(scene.partition))
        return _home_first(self._classes("Region", values, _REGION_KEYS, 3), scene.regions)

    def regions_of(self, action: str) -> tuple[str, ...]:
        """Return the Regions to ask an action in: those of a global service, or one of each class."""
        prefix = action.partition(":")[0].lower()
        if home_of(prefix, self.scene.partition):
            return regions_of(action, self.scene, self.breadth)
        return tuple(one for one in self.regions if one != UNSPECIFIED or prefix == "bedrock")

    def told(self, action: str) -> object:
        """Return what tells an action from others that all statements treat alike: its Regions, how RCPs reach it."""
        return self.regions_of(action), self.reach(action)

    def reach(self, action: str) -> tuple[bool, str]:
        """Return whether RCPs reach an action, where there are any, and the resources that they spare."""
        if self.owner is None and not any(self.scene.rcps.values()):
            return False, ""
        return rcps_reach(action), spared(action)

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """One account of each class of owners that the shapes, or the RCPs over their resources, tell apart."""
        scene = self.scene
        own = scene.account_id
        if self.owner is not None:
            return (self.owner,)
        if self.breadth is Breadth.ORDINARY:
            return (own,)
        others = tuple(dict.fromkeys((own, *scene.accounts, *((scene.management_id,) if scene.management_id else ()))))
        found = self._classes("account", Values(formats=_ACCOUNT, preferred=others), _OWNER_KEYS, 4)
        return _home_first(found, (own,))

    @cached_property
    def owners_together(self) -> tuple[tuple[str, ...], ...]:
        """The owners to ask about at once: all, but where RCPs tell them apart, for each has a rulebook of its own."""
        return tuple((one,) for one in self.owners) if any(self.scene.rcps.values()) else (self.owners,)

    def _classes(self, name: str, values: Values, keys: tuple[str, ...], field: int) -> tuple[str, ...]:
        variable = TextVariable(name, values)
        for row in self._rows(keys):
            variable.bit(row, partial(text_test, row))
        for text in self._fields(field):
            variable.within(language_of((glob(text, FIELD),)))
        if name == "Region" and not values.finite:
            variable.within(language_of((plain(UNSPECIFIED),)))  # it stands for no other, for few calls go there
        if name == "account":
            for accounts in self._owner_groups():
                variable.within(language_of(tuple(plain(one) for one in accounts)))
        return classes(variable)

    def _owner_groups(self) -> Iterator[tuple[str, ...]]:
        """Accounts whose resources other RCPs reach, and those of the organization where policies ask for it."""
        scene = self.scene
        yield from ((one,) for one, levels in scene.rcps.items() if levels != scene.rcps.get(scene.account_id))
        if self.keys & set(_OWNER_ORGANIZATION) or any(scene.rcps.values()):
            yield (scene.account_id, *scene.accounts)
            yield (scene.management_id,)

    def _rows(self, keys: tuple[str, ...]) -> Iterator[Condition]:
        """Yield what tells values of some keys apart: each value of a row that compares texts by itself, else the row.

        A value with policy variables counts as all that it may be.
        """
        for shape in self.shapes:
            for row, _ in shape.conditions:
                if row.key.lower() in keys:
                    operator = _SINGLE.get(row.operator)
                    if operator is None:
                        yield row
                        continue
                    for value in row.values:
                        yield from self._of_value(operator, row.key, value, shape.variables)

    def _of_value(self, operator: str, key: str, value: str, variables: bool) -> Iterator[Condition]:
        if variables and has_variables(value):
            yield from (Condition("StringLike", key, (text,)) for text in self._filled(value))
        else:
            yield Condition(operator, key, (value,))

    def _filled(self, value: str) -> Iterator[str]:
        """Yield what a value may be: of each of its variables what the scene fixes, its default, or any text."""
        names = tuple(dict.fromkeys(variable_keys(value)))
        fixed = (
            dict.fromkeys((None, *(fixed_value(name, kind, self.scene, self.breadth) for kind in self.scene.kinds)))
            for name in names
        )
        for chosen in product(*((UNKNOWN, *known) for known in fixed)):
            context = {name: one for name, one in zip(names, chosen, strict=True) if one is not None}
            found = fill(value, context)
            if not found.null:
                yield found.text

    def _fields(self, at: int) -> Iterator[str]:
        """Yield what resource patterns write in one field of their ARNs."""
        patterns = (one for shape in self.shapes for element, _ in shape.resources for one in element.patterns)
        for pattern in dict.fromkeys(patterns):
            for text in _in_field(pattern, at):
                yield from dict.fromkeys(one for one in (text, text.lower()) if one.strip("*"))


def _in_field(pattern: str, at: int) -> Iterator[str]:
    """Yield what a pattern may hold one field of an ARN to: a wildcard before it may stand for fields, too.

    Of a part with wildcards the field may be all, or what comes before or after any of them.
    """
    parts = _VARIABLE.sub("*", pattern).split(":")
    for count, part in enumerate(parts[: at + 1]):
        stars = [place for place, one in enumerate(part) if one in "*?"]
        if count == at and not any("*" in one or "?" in one for one in parts[:at]):
            starts = [0]
        elif stars or any("*" in one or "?" in one for one in parts[:count]):
            starts = [0, *stars]
        else:
            continue
        ends = [len(part), *(place + 1 for place in stars)]
        yield from (part[start:end] for start in starts for end in ends if start < end)


_VARIABLE: Final = re.compile(r"\$\{[^}]*\}")
_ACCOUNT = language_of((formatted("{0-9?}" * 12),))


def whole(part: tuple[Element, bool]) -> bool:
    """Whether a resource element names everything, or nothing."""
    return any(one and not one.strip("*") for one in part[0].patterns)


def keys_of(shapes: Iterable[Shape]) -> frozenset[str]:
    """Return every key that shapes read, in lower case."""
    return frozenset(_keys(shapes))


def _keys(shapes: Iterable[Shape]) -> Iterator[str]:
    for shape in shapes:
        for row, _ in shape.conditions:
            yield row.key.lower()
            yield from (key for value in row.values for key in variable_keys(value))
        for element, _ in shape.resources:
            yield from (key for pattern in element.patterns for key in variable_keys(pattern))


def _home_first(found: tuple[str, ...], homes: tuple[str, ...]) -> tuple[str, ...]:
    """Texts in an order that makes witnesses of what is one's own where they can be."""
    return tuple(sorted(found, key=lambda one: homes.index(one) if one in homes else len(homes)))


def classes(variable: TextVariable) -> tuple[str, ...]:
    """Return one text of each class that the tests of a variable tell apart. Raises OutOfBudget for too many."""
    cells = [(0, 0)]
    for at in range(len(variable.tests)):
        bit = 1 << at
        both = (
            ((passed | bit, failed) for passed, failed in cells),
            ((passed, failed | bit) for passed, failed in cells),
        )
        cells = [cell for some in both for cell in some if variable.value(*cell) is not None]
        if len(cells) > _MOST_CLASSES:
            raise OutOfBudget(f"{_MOST_CLASSES} classes of {variable.name}s")
    samples = [variable.value(*cell) for cell in cells]
    return tuple(str(one.value) for one in samples if one is not None)
