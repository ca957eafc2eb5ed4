"""Statements that decide nothing and conditions that change nothing, over all requests: each claim is a proof.

A statement is dead when the policies say the same to every call without it, a condition when its statement does.
What the prover cannot decide counts as alive: nothing is called dead that might be needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from guardrails.evaluation.overlap import overlap
from guardrails.model.policy.document import (
    EVERYTHING,
    FULL_AWS_ACCESS,
    Condition,
    Effect,
    Element,
    PolicyDocument,
    PolicySet,
    Statement,
)
from guardrails.model.proof import Calls, Claim, Property, Scene, Status
from guardrails.prover.comparing import compare
from guardrails.prover.proving import prove


def matches_nothing(statement: Statement, scene: Scene) -> bool:
    """Return whether no call that AWS could send is one of the statement's, proved."""
    if not statement.conditions and statement.resource == EVERYTHING:
        return False
    return _denied_by(statement, (), scene)


def adds_nothing(statement: Statement, others: Sequence[Statement], scene: Scene) -> tuple[Statement, ...]:
    """Return the other statements that leave nothing to a statement, proved; none where it decides some call.

    The others are those that stand together with it: in its document, or at one place. Effects that differ do not meet:
    of a Deny the other Denies are asked, of an Allow the other Allows.
    """
    meeting = tuple(one for one in others if one.effect is statement.effect and _meet(one.action, statement.action))
    if not meeting:
        return ()
    if statement.effect is Effect.DENY:
        return meeting if _denied_by(statement, meeting, scene) else ()
    before, after = (_allowing(rows) for rows in ((statement, *meeting), meeting))
    return meeting if compare(before, after, scene).equal else ()


def idle_conditions(statement: Statement, scene: Scene) -> Iterator[Condition]:
    """Yield each condition without which the statement would be about the same calls, proved.

    Of two that say the same the first is yielded, and the second is then looked at without it.
    """
    for row in statement.conditions:
        rest = tuple(one for one in statement.conditions if one is not row)
        wider = replace(statement, conditions=rest)
        if _denied_by(wider, (statement,), scene):
            yield row
            statement = wider


def _denied_by(statement: Statement, others: Iterable[Statement], scene: Scene) -> bool:
    """Whether every call that a statement is about is also one of the others', proved."""
    denies = tuple(replace(one, effect=Effect.DENY) for one in others)
    level = (FULL_AWS_ACCESS, PolicyDocument(denies, name="others")) if denies else (FULL_AWS_ACCESS,)
    name = statement.sid or statement.action.patterns[0]
    calls = Calls(name, statement.action, statement.resource, statement.conditions)
    asked = Property(name, Claim.DENIED, (calls,))
    return prove(PolicySet(scps=(level,)), asked, scene).status is Status.PROVEN


def _allowing(statements: tuple[Statement, ...]) -> PolicySet:
    return PolicySet(scps=((PolicyDocument(statements, name="allows"),),))


def _meet(one: Element, other: Element) -> bool:
    """Whether two elements may name an action in common; a "no" is certain."""
    if one.negated or other.negated:
        return True
    return any(overlap(first.lower(), second.lower()) for first in one.patterns for second in other.patterns)
