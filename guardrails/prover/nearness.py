"""Which of the statements that missed a request are about it, and which of them comes closest."""

from __future__ import annotations

from collections.abc import Collection
from enum import IntEnum
from itertools import takewhile
from typing import Final

from guardrails.evaluation.explain import ConditionReport
from guardrails.model.policy.operators import OPERATORS
from guardrails.prover.catching import Missed

_LIKE: Final = 3
"""So many letters must two actions have in common to be taken for twins (`Put`, `Create`)."""
_WHO: Final = "aws:principalarn"


class Aim(IntEnum):
    """What a statement is written for, seen from an action: this one, others like it, or all (of the service)."""

    ITSELF = 0
    TWIN = 1
    ANYTHING = 2
    ELSE = 3


def is_about(missed: Missed, keys: Collection[str]) -> bool:
    """Whether a statement was meant for such a request; `keys` (lower case) are those that the property asks about.

    A lock of Regions, of the root user or of plain HTTP hangs on every action, and so is not for a property that speaks
    of none of these.
    """
    aim = aim_of(missed)
    if aim is Aim.ANYTHING:
        rows = [part for part in missed.parts if isinstance(part, ConditionReport)]
        failing = {row.condition.key.lower() for row in rows}
        shared = {row.key.lower() for row in missed.report.statement.conditions} & set(keys)
        exemption = _WHO in shared and _WHO not in failing
        return not any(_binds(row) for row in rows) and (len(shared) > exemption or len(rows) < len(missed.parts))
    return aim is not Aim.ELSE


def distance(missed: Missed) -> tuple[bool, int, int, int]:
    """Return how far a statement is from the request, to be compared: those for any action come last."""
    aim = aim_of(missed)
    return aim >= Aim.ANYTHING, len(missed.parts), aim, -_likest(missed) if aim is Aim.TWIN else 0


def aim_of(missed: Missed) -> Aim:
    """Return what the statement is written for."""
    action = missed.report.statement.action
    if missed.report.action and not action.negated and any(map(_narrow, _of_service(missed))):
        return Aim.ITSELF
    if action.negated and missed.parts == ("action",):
        return Aim.ITSELF  # all else matches: what is named is just this exemption
    if action.negated or missed.report.action:
        return Aim.ANYTHING
    if len(missed.parts) > 1 or not _of_service(missed):
        return Aim.ELSE
    close = _likest(missed) >= _LIKE or _aimed(missed) or len(_of_service(missed)) == len(action.patterns)
    return Aim.TWIN if close else Aim.ELSE


def _narrow(pattern: str) -> bool:
    """Whether a pattern of actions says more than which service."""
    return not pattern.endswith(":*")


def _binds(row: ConditionReport) -> bool:
    """Whether a row binds callers by their ARN, rather than exempting some."""
    return row.condition.key.lower() == _WHO and not OPERATORS[row.condition.operator].negated


def _of_service(missed: Missed) -> tuple[str, ...]:
    prefix = missed.request.action.partition(":")[0].lower()
    return tuple(one for one in missed.report.statement.action.patterns if one.partition(":")[0].lower() == prefix)


def _aimed(missed: Missed) -> bool:
    """Whether the statement names resources, of which the request's is one."""
    return missed.report.statement.resource.patterns != ("*",)


def _likest(missed: Missed) -> int:
    """How many letters the likest name of an action of the same service begins with in common."""
    name = missed.request.action.partition(":")[2].lower()
    return max((_common(one.partition(":")[2].lower(), name) for one in _of_service(missed)), default=0)


def _common(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
