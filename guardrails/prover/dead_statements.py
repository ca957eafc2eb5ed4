"""Statements that decide nothing and conditions that change nothing, over all requests: each claim is a proof.

A statement is dead when every request that it matches is matched by others of its effect as well, a condition when
none that the rest of its statement matches fails it. What the prover cannot decide counts as alive: nothing is called
dead that might be needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from guardrails.catalog.services import expand
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
from guardrails.prover.slices.naming import naming
from guardrails.prover.slices.shapes import Shape, shape_of

_USUAL: Final = ("sqs:PurgeQueue", "ec2:CreateVpc", "s3:PutObject", "iam:CreateUser", "sts:AssumeRole")
"""Actions to try first of statements about nearly all of them."""

_FEW: Final = 5
"""As many actions of a pattern are considered to be tried first."""

_EVERYTHING_PASSES: Final = PolicySet(scps=((FULL_AWS_ACCESS,),))


def decides(statement: Statement, document: PolicyDocument, others: Sequence[Statement], scene: Scene) -> bool:
    """Return whether some request may match a statement of a document and none of the others; False is a proof.

    The others are those that stand together with it: in its document, or at one place. Documents of one version read
    variables alike.
    """
    without = tuple(shape_of(one, document) for one in meeting(statement, others))
    if not (without or statement.conditions) and statement.resource == EVERYTHING:
        return True
    return not _empty(statement, shape_of(statement, document), without, scene)


def meeting(statement: Statement, others: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return the others that may leave nothing to a statement: of its effect, and of actions in common."""
    return tuple(one for one in others if one.effect is statement.effect and _meet(one.action, statement.action))


def idle_conditions(statement: Statement, document: PolicyDocument, scene: Scene) -> Iterator[Condition]:
    """Yield each condition that keeps no request out of its statement, proved.

    Of two that say the same the first is yielded, and the second is then looked at without it.
    """
    for row in statement.conditions:
        rest = tuple(one for one in statement.conditions if one is not row)
        shape = shape_of(replace(statement, conditions=rest), document)
        if _empty(statement, shape._replace(conditions=(*shape.conditions, (row, False))), (), scene):
            yield row
            statement = replace(statement, conditions=rest)


def _empty(statement: Statement, shape: Shape, without: tuple[Shape, ...], scene: Scene) -> bool:
    """Whether there is no request of a shape of a statement that is outside of the others, proved.

    Most shapes have one, by the first action that comes to mind: all actions are looked at only where that fails.
    """
    for action in _likely(statement, without):
        narrow = shape._replace(actions=((Element((action,)), True),))
        others = tuple(one for one in without if one.names(action))
        if _question(narrow, others, scene).witness() is not None:
            return False
    question = _question(shape, without, scene)
    return question.witness() is None and not question.doubts


def _question(shape: Shape, without: tuple[Shape, ...], scene: Scene) -> Question:
    return Question(_EVERYTHING_PASSES, scene, Claim.DENIED, shape, whole=False, without=without)


def _likely(statement: Statement, without: tuple[Shape, ...]) -> Iterator[str]:
    """Yield one action of a statement, if possible one that the others do not name."""
    element = statement.action
    broad = element.negated or "*" in element.patterns
    names = _USUAL if broad else (name for pattern in element.patterns for name in expand(pattern)[:_FEW])
    named = [name for name in names if naming(element).names(name)]
    named.sort(key=lambda name: sum(one.names(name) for one in without))
    yield from named[:1]


def _meet(one: Element, other: Element) -> bool:
    """Whether two elements may name an action in common; a "no" is certain."""
    return one.negated or other.negated or naming(one).may_meet(naming(other))
