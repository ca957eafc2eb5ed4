"""Resources as boxes, and how boxes are joined: which literals must hold for something to match.

Everything gives two sets of boxes. Where a `certain` one holds, it matches; where none of the `possible` ones
holds, it does not. They differ where AWS leaves its meaning open, and where a policy variable relates two keys.

Sources (2026-09): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final, NamedTuple

from guardrails.evaluation.matching import resource_element_matches
from guardrails.evaluation.variables import has_variables
from guardrails.model.decision import Truth
from guardrails.model.policy.document import Element
from guardrails.prover.languages.language import Language, language_of
from guardrails.prover.languages.tokens import Tokens, parts, whole_readings
from guardrails.prover.slices.case import Authorization
from guardrails.prover.slices.filling import Filling, fillings
from guardrails.prover.variables.literals import Box, Literal
from guardrails.prover.variables.operators import Reading
from guardrails.prover.variables.texts import Test, TextVariable


class Boxes(NamedTuple):
    """Where something matches for sure, and where it may; each a union of boxes."""

    certain: tuple[Box, ...]
    possible: tuple[Box, ...]


NOWHERE: Final = Boxes((), ())
EVERYWHERE: Final = Boxes(((),), ((),))
MAYBE: Final = Boxes((), ((),))


def both(one: Boxes, other: Boxes) -> Boxes:
    """Return where both match."""
    if one is EVERYWHERE:
        return other
    if other is EVERYWHERE:
        return one
    return Boxes(*(tuple(a + b for a, b in product(some, more)) for some, more in zip(one, other, strict=True)))


def either(some: Iterable[Boxes]) -> Boxes:
    """Return where at least one matches."""
    rows = list(some)
    if len(rows) == 1:
        return rows[0]
    return Boxes(tuple(box for one in rows for box in one.certain), tuple(box for one in rows for box in one.possible))


def turned(boxes: Boxes, wanted: bool = False) -> Boxes:
    """Return what is outside of the boxes (`wanted`: the boxes): for certain what is outside of the possible ones."""
    return boxes if wanted else Boxes(outside(boxes.possible), outside(boxes.certain))


def outside(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """Return the boxes that cover all that no box of a union covers: one literal of each is turned."""
    return tuple(tuple(one.turned for one in chosen) for chosen in product(*boxes))


def sure(literal: Literal) -> Boxes:
    """Return where one literal holds."""
    return Boxes(((literal,),), ((literal,),))


def constant(truth: Truth) -> Boxes:
    """Return everywhere, nowhere, or what may be everywhere."""
    return {Truth.TRUE: EVERYWHERE, Truth.FALSE: NOWHERE, Truth.UNKNOWN: MAYBE}[truth]


def under(filling: Filling, boxes: Boxes) -> Boxes:
    """Return the boxes where a filling's own literals hold: which keys are there."""
    return both(Boxes((filling.given,), (filling.given,)), boxes) if filling.given else boxes


def resource_boxes(element: Element, at: Authorization, variables: bool) -> Boxes:
    """Return where `Resource` names the resource, or `NotResource` does not."""
    if any(pattern and not pattern.strip("*") for pattern in element.patterns):
        return NOWHERE if element.negated else EVERYWHERE
    if isinstance(at.resource, str):
        return either(_fixed(element, at, at.resource, variables))
    named = either(_named(element.patterns, at, at.resource, variables))
    return turned(named, not element.negated)


def _fixed(element: Element, at: Authorization, resource: str, variables: bool) -> Iterator[Boxes]:
    for filling in fillings(element.patterns if variables else (), at):
        truth = resource_element_matches(element, resource, filling.context, variables=variables)
        yield under(filling, constant(truth))


def _named(patterns: tuple[str, ...], at: Authorization, resource: TextVariable, variables: bool) -> Iterator[Boxes]:
    for filling in fillings(patterns if variables else (), at):
        certain, possible = _languages(patterns, filling, variables)
        yield under(filling, Boxes(_within(resource, certain), _within(resource, possible)))


def _within(resource: TextVariable, language: Language | None) -> tuple[Box, ...]:
    if language is None:
        return ()
    test = Test(lambda held: isinstance(held, str) and held != "*" and language.has(held), Reading(language))
    return ((Literal(resource, resource.bit(language, lambda: test), True),),)


def _languages(patterns: tuple[str, ...], filling: Filling, variables: bool) -> tuple[Language | None, Language | None]:
    """The texts that the patterns name for sure, and those that they may; None: none."""
    certain: list[Tokens] = []
    possible: list[Tokens] = []
    for pattern in patterns:
        pieces = filling.resource(pattern) if variables else ((pattern, True),)
        if pieces is None:
            continue
        readings = whole_readings(pieces)
        possible += [parts(one) for one in readings]
        if len(readings) == 1:
            certain += [] if variables and filling.is_open(pattern) else [parts(pieces)]
        elif pattern.endswith("*") and pattern.count(":") < 5 and not (variables and has_variables(pattern)):
            certain.append(parts(readings[1]))  # what both readings name
    first, second = (language_of(tuple(some)) if some else None for some in (certain, possible))
    return first, second
