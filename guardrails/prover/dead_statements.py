"""Statements that decide nothing and conditions that change nothing, over all requests: each claim is a proof.

A statement is dead when every request that it matches is matched by others of its effect as well, a condition when
none that the rest of its statement matches fails it. What the prover cannot decide counts as alive: nothing is called
dead that might be needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from guardrails.evaluation.overlap import overlap
from guardrails.model.policy.document import (
    EVERYTHING,
    FULL_AWS_ACCESS,
    Condition,
    Element,
    PolicyDocument,
    PolicySet,
    Statement,
)
from guardrails.model.proof import Claim, Scene
from guardrails.prover.questions import Question
from guardrails.prover.slices.shapes import Shape, shape_of

_EVERYTHING_PASSES = PolicySet(scps=((FULL_AWS_ACCESS,),))


def matches_nothing(statement: Statement, document: PolicyDocument, scene: Scene) -> bool:
    """Return whether no request that AWS could send matches a statement of a document, proved."""
    if not statement.conditions and statement.resource == EVERYTHING:
        return False
    return _empty(shape_of(statement, document), (), scene)


def adds_nothing(
    statement: Statement, document: PolicyDocument, others: Sequence[Statement], scene: Scene
) -> tuple[Statement, ...]:
    """Return the other statements that leave nothing to a statement, proved; none where it decides some request.

    The others are those that stand together with it: in its document, or at one place. Effects that differ do not meet:
    of a Deny the other Denies are asked, of an Allow the other Allows. Documents of one version read variables alike.
    """
    meeting = tuple(one for one in others if one.effect is statement.effect and _meet(one.action, statement.action))
    without = tuple(shape_of(one, document) for one in meeting)
    return meeting if meeting and _empty(shape_of(statement, document), without, scene) else ()


def idle_conditions(statement: Statement, document: PolicyDocument, scene: Scene) -> Iterator[Condition]:
    """Yield each condition that keeps no request out of its statement, proved.

    Of two that say the same the first is yielded, and the second is then looked at without it.
    """
    for row in statement.conditions:
        rest = tuple(one for one in statement.conditions if one is not row)
        shape = shape_of(replace(statement, conditions=rest), document)
        if _empty(shape._replace(conditions=(*shape.conditions, (row, False))), (), scene):
            yield row
            statement = replace(statement, conditions=rest)


def _empty(shape: Shape, without: tuple[Shape, ...], scene: Scene) -> bool:
    """Whether there is no request of a shape that is outside of the others, proved."""
    question = Question(_EVERYTHING_PASSES, scene, Claim.DENIED, shape, whole=False, without=without)
    return question.witness() is None and not question.doubts


def _meet(one: Element, other: Element) -> bool:
    """Whether two elements may name an action in common; a "no" is certain."""
    if one.negated or other.negated:
        return True
    return any(overlap(first.lower(), second.lower()) for first in one.patterns for second in other.patterns)
