"""Exact subtraction: what a statement matches and another does not, as shapes that hold all of it and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from guardrails.model.policy.document import Element
from guardrails.prover.slices.naming import naming
from guardrails.prover.slices.shapes import Shape

MOST_SHAPES: Final = 24
"""More shapes than a reader wants; then the minuend is shown as it is, which is true but says less."""


def less(minuend: Shape, subtrahends: Iterable[Shape]) -> tuple[Shape, ...]:
    """Return shapes that cover what `minuend` matches and none of `subtrahends` does, and of these nothing.

    Where that takes too many shapes, some subtrahends are left out: what is returned then matches more than asked for.
    """
    left: tuple[Shape, ...] = (minuend,)
    for one in subtrahends:
        after = tuple(shape for each in left for shape in _without(each, one))
        if len(after) <= MOST_SHAPES:
            left = after
    return left


def _without(shape: Shape, other: Shape) -> Iterator[Shape]:
    """Yield a shape outside of another one: each shape fails one part of it, and has the parts before that one."""
    if shape.variables is not other.variables:
        yield shape
        return
    rest = shape
    for element, wanted in other.actions:
        outside = _actions_outside(rest, element, wanted)
        if outside is not None:
            yield outside
        if (element, wanted) not in rest.actions:
            rest = _actions_within(rest, element, wanted)
    if not rest.actions:
        return
    for part in other.resources:
        if part not in rest.resources and not _everything(*part):
            yield rest._replace(resources=(*rest.resources, (part[0], not part[1])))
            rest = rest._replace(resources=(*rest.resources, part))
    for row in other.conditions:
        if row not in rest.conditions:
            yield rest._replace(conditions=(*rest.conditions, (row[0], not row[1])))
            rest = rest._replace(conditions=(*rest.conditions, row))


def _everything(element: Element, wanted: bool) -> bool:
    return wanted is not element.negated and any(one and not one.strip("*") for one in element.patterns)


def _actions_outside(shape: Shape, element: Element, wanted: bool) -> Shape | None:
    """The shape where an action element fails; None where it cannot: names written out are told apart at once."""
    if (element, wanted) in shape.actions:
        return None
    listed = _listed(shape)
    if listed is None:
        return shape._replace(actions=(*shape.actions, (element, not wanted)))
    names = tuple(one for one in listed if naming(element).names(one) is not wanted)
    return shape._replace(actions=((Element(names), True),)) if names else None


def _actions_within(shape: Shape, element: Element, wanted: bool) -> Shape:
    listed = _listed(shape)
    if listed is None:
        return shape._replace(actions=(*shape.actions, (element, wanted)))
    names = tuple(one for one in listed if naming(element).names(one) is wanted)
    return shape._replace(actions=((Element(names), True),) if names else ())


def _listed(shape: Shape) -> tuple[str, ...] | None:
    """The names of a shape that has one action element without wildcards."""
    if len(shape.actions) != 1:
        return None
    element, wanted = shape.actions[0]
    plain = wanted and not element.negated and not any("*" in one or "?" in one for one in element.patterns)
    return element.patterns if plain else None
