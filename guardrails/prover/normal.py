"""Statements in their smallest pieces, so that what was only split, merged or reordered is seen to be the same.

A statement with two actions on two resources says the same as four statements with one of each. Pieces that both sides
of a comparison hold cancel out; what is left is put together again, statement by statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from guardrails.evaluation.variables import has_variables
from guardrails.model.policy.document import Condition, Element
from guardrails.prover.slices.rules import Entry
from guardrails.prover.slices.shapes import Shape

_SAME = {"ArnEquals": "ArnLike", "ArnNotEquals": "ArnNotLike"}
"""Operators that AWS calls the same.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (2026-09)
"""


class Piece(NamedTuple):
    """One action pattern (or a whole `NotAction`), one resource pattern (or a whole `NotResource`), all conditions."""

    type: object
    action: tuple[bool, frozenset[str]]
    resource: tuple[bool, frozenset[str]]
    conditions: frozenset[object]
    variables: bool


@dataclass(frozen=True, slots=True)
class Remainder:
    """What is left of a statement once the pieces that the other side holds are gone."""

    entry: Entry
    shape: Shape


def pieces(entry: Entry) -> tuple[Piece, ...]:
    """Return the pieces of a statement."""
    return tuple(piece for piece, _, _ in _rows(entry))


def _rows(entry: Entry) -> Iterator[tuple[Piece, Element, Element]]:
    statement = entry.statement
    conditions = frozenset(_canonical(row) for row in statement.conditions)
    texts = (*statement.resource.patterns, *(value for row in statement.conditions for value in row.values))
    variables = entry.document.variables and any(has_variables(text) for text in texts)
    for action in _single(statement.action):
        for resource in _single(statement.resource):
            names = frozenset(one.lower() for one in action.patterns)
            parts = frozenset("*" if one and not one.strip("*") else one for one in resource.patterns)
            key = Piece(entry.type, (action.negated, names), (resource.negated, parts), conditions, variables)
            yield key, action, resource


def _single(element: Element) -> tuple[Element, ...]:
    """The patterns of an element one by one; a negated one, or one with `*` among them, is a whole."""
    if element.negated:
        return (element,)
    if any(one and not one.strip("*") for one in element.patterns):
        return (Element(("*",)),)
    return tuple(Element((one,)) for one in dict.fromkeys(element.patterns))


def _canonical(row: Condition) -> object:
    operator = _SAME.get(row.operator, row.operator)
    return operator, row.key.lower(), frozenset(row.values), row.set_operator, row.if_exists


def remainders(mine: Iterable[Entry], others: Iterable[Entry]) -> tuple[Remainder, ...]:
    """Return what each statement of one side says that no statement of the other says in the same words."""
    known = {piece for entry in others for piece in pieces(entry)}
    return tuple(one for entry in mine for one in _left(entry, known))


def _left(entry: Entry, known: set[Piece]) -> Iterator[Remainder]:
    rows = [(action, resource, piece in known) for piece, action, resource in _rows(entry)]
    if not any(gone for _, _, gone in rows):
        yield Remainder(entry, entry.shape)
        return
    by_resource: dict[Element, list[Element]] = {}
    for action, resource, gone in rows:
        if not gone:
            by_resource.setdefault(resource, []).append(action)
    together: dict[tuple[Element, ...], list[Element]] = {}
    for resource, actions in by_resource.items():
        together.setdefault(tuple(actions), []).append(resource)
    for some, resources in together.items():
        shape = entry.shape._replace(actions=((_joined(some), True),), resources=((_joined(resources), True),))
        yield Remainder(entry, shape)


def _joined(elements: Iterable[Element]) -> Element:
    """One element of several that are not negated, or of one."""
    rows = list(elements)
    return rows[0] if len(rows) == 1 else Element(tuple(one for each in rows for one in each.patterns))
