"""Shapes: a statement, a set of calls, or a part of one, as boxes over the variables of a case."""

from __future__ import annotations

from typing import Final, NamedTuple

from guardrails.evaluation.conditions import condition_holds
from guardrails.evaluation.matching import resource_element_matches
from guardrails.model.decision import Truth, every
from guardrails.model.policy.document import Condition, Element, PolicyDocument, Statement
from guardrails.model.proof import Calls
from guardrails.model.request import Request
from guardrails.prover.slices.boxes import EVERYWHERE, NOWHERE, Boxes, both, resource_boxes, turned
from guardrails.prover.slices.case import Authorization, Fixed
from guardrails.prover.slices.naming import naming
from guardrails.prover.slices.rows import row_boxes


class Shape(NamedTuple):
    """What is to match: an action, a resource, conditions; each element and row with whether it shall (else: not)."""

    actions: tuple[tuple[Element, bool], ...]
    resources: tuple[tuple[Element, bool], ...] = ()
    conditions: tuple[tuple[Condition, bool], ...] = ()
    variables: bool = True
    resource_type: str = ""

    @property
    def services(self) -> tuple[str, ...] | None:
        """The services (lower case) whose actions it may name; None: any."""
        named: set[str] | None = None
        for element, wanted in self.actions:
            read = naming(element)
            if wanted is not element.negated and not read.everything:
                own = set(read.services)
                named = own if named is None else named & own
        return None if named is None else tuple(sorted(named))

    def names(self, action: str) -> bool:
        """Whether an action is of the shape."""
        return all(naming(element).names(action) is wanted for element, wanted in self.actions)


def shape_of(statement: Statement, document: PolicyDocument) -> Shape:
    """Return the shape of all that a statement matches, its principal aside; the same one for the same statement."""
    key = id(statement), document.variables
    known = _SHAPES.get(key)
    if known is None:
        if len(_SHAPES) >= _MOST_SHAPES:
            _SHAPES.clear()
        rows = tuple((row, True) for row in statement.conditions)
        made = Shape(((statement.action, True),), ((statement.resource, True),), rows, document.variables)
        known = _SHAPES[key] = statement, made  # the statement stays, so that no other gets its id
    return known[1]


_MOST_SHAPES: Final = 20_000
_SHAPES: Final[dict[tuple[int, bool], tuple[Statement, Shape]]] = {}
"""Shapes by the identity of their statements: to compare long lists of values costs more than to make a shape."""


def shape_of_calls(calls: Calls) -> Shape:
    """Return the shape of a set of calls."""
    rows = tuple((row, True) for row in calls.conditions)
    return Shape(((calls.action, True),), ((calls.resource, True),), rows, True, calls.resource_type)


def matches(shape: Shape, at: Authorization) -> Boxes:
    """Return where an authorization of a case has a shape."""
    if not shape.names(at.action):
        return NOWHERE
    found = EVERYWHERE
    for row, wanted in sorted(shape.conditions, key=lambda one: not isinstance(at.key(one[0].key.lower()), Fixed)):
        found = both(found, turned(row_boxes(row, at, shape.variables), wanted))
        if not found.possible:
            return NOWHERE
    for element, wanted in shape.resources:
        found = both(found, turned(resource_boxes(element, at, shape.variables), wanted))
        if not found.possible:
            return NOWHERE
    return found


def holds(shape: Shape, request: Request) -> Truth:
    """Return whether a request has a shape, as the evaluator sees it."""
    if not shape.names(request.action):
        return Truth.FALSE
    rows = (
        _wanted(condition_holds(row, request.context, variables=shape.variables), wanted)
        for row, wanted in shape.conditions
    )
    resources = (
        _wanted(resource_element_matches(one, request.resource, request.context, variables=shape.variables), wanted)
        for one, wanted in shape.resources
    )
    return every([*rows, *resources])


def _wanted(truth: Truth, wanted: bool) -> Truth:
    return truth if wanted else ~truth
