"""Which of the statements that missed a request are about it, and which of them comes closest."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import IntEnum
from itertools import takewhile
from typing import Final

from guardrails.evaluation.explain import ConditionReport
from guardrails.evaluation.overlap import overlap
from guardrails.model.policy.operators import OPERATORS
from guardrails.model.proof import Property
from guardrails.prover.catching import Missed, Part

_WHO: Final = "aws:principalarn"
_OF_CALLERS: Final = ("aws:principal", "aws:userid", "aws:username")
"""Keys that say who calls begin like this."""
_WORD: Final = re.compile("[A-Z][a-z0-9]*|[A-Z]+(?![a-z])")
"""The words of an action's name: `Run`, `Instances`."""


class Aim(IntEnum):
    """What a statement is written for, seen from an action: this one, others like it, or all (of the service)."""

    ITSELF = 0
    TWIN = 1
    ANYTHING = 2
    ELSE = 3


def is_about(missed: Missed, asked: Property) -> bool:
    """Whether a statement was meant for such requests as a property asks about.

    A lock of Regions, of the root user or of plain HTTP hangs on every action, and so is not for a property that speaks
    of none of these. One for other actions is about the same if it denies some of those asked about, or names the same
    things: nouns of actions, resources, values.
    """
    if spares_caller(missed):
        return True
    aim = aim_of(missed)
    keys = {row.key.lower() for calls in asked.about for row in calls.conditions}
    if aim is Aim.TWIN:
        return _shares_noun(missed) or _names_resource(missed) or _tells(missed) or _denies_some(missed, asked)
    if any(_is_of_others(part, keys) for part in missed.parts):
        return False
    if aim is Aim.ANYTHING:
        rows = [part for part in missed.parts if isinstance(part, ConditionReport)]
        failing = {row.condition.key.lower() for row in rows}
        shared = {row.key.lower() for row in missed.report.statement.conditions} & set(keys)
        exemption = _WHO in shared and _WHO not in failing
        return not any(_binds(row) for row in rows) and (len(shared) > exemption or len(rows) < len(missed.parts))
    return aim is not Aim.ELSE


def distance(missed: Missed) -> tuple[bool, bool, int, bool, int, int]:
    """Return how far a statement is from the request, to be compared.

    Those for any action come last; of the others, those that spare just the caller come first, then those of which few
    parts fail, then those that name the resource.
    """
    aim = aim_of(missed)
    likest = -_likest(missed) if aim is Aim.TWIN else 0
    return aim >= Aim.ANYTHING, not spares_caller(missed), len(missed.parts), not _names_resource(missed), aim, likest


def spares_caller(missed: Missed) -> bool:
    """Whether a statement misses a request only because it exempts who calls."""
    return all(isinstance(part, ConditionReport) and _exempts(part) for part in missed.parts)


def aim_of(missed: Missed) -> Aim:
    """Return what the statement is written for."""
    action = missed.report.statement.action
    if missed.report.action and not action.negated and any(map(_narrow, _of_service(missed))):
        return Aim.ITSELF
    if action.negated and missed.parts == ("action",):
        return Aim.ITSELF  # all else matches: what is named is just this exemption
    if action.negated or missed.report.action:
        return Aim.ANYTHING
    return Aim.ELSE if len(missed.parts) > 1 or not _of_service(missed) else Aim.TWIN


def _narrow(pattern: str) -> bool:
    """Whether a pattern of actions says more than which service."""
    return not pattern.endswith(":*")


def _binds(row: ConditionReport) -> bool:
    """Whether a row binds callers by their ARN, rather than exempting some."""
    return row.condition.key.lower() == _WHO and not OPERATORS[row.condition.operator].negated


def _exempts(row: ConditionReport) -> bool:
    return row.condition.key.lower().startswith(_OF_CALLERS) and OPERATORS[row.condition.operator].negated


def _is_of_others(part: Part, keys: Collection[str]) -> bool:
    """Whether a part that failed asks for (or bars) a key that the property does not speak of."""
    if not isinstance(part, ConditionReport) or part.condition.operator != "Null":
        return False
    return part.condition.key.lower() not in keys


def _of_service(missed: Missed) -> tuple[str, ...]:
    prefix = missed.request.action.partition(":")[0].lower()
    return tuple(one for one in missed.report.statement.action.patterns if one.partition(":")[0].lower() == prefix)


def _names_resource(missed: Missed) -> bool:
    """Whether the statement names resources, of which the request's is one."""
    return "resource" not in missed.parts and missed.report.statement.resource.patterns != ("*",)


def _tells(missed: Missed) -> bool:
    """Whether a condition that says more than who calls holds of what the request carries."""
    rows = (row for row in missed.report.conditions if not OPERATORS[row.condition.operator].negated)
    return any(row.found and not row.condition.key.lower().startswith("aws:") for row in rows)


def _denies_some(missed: Missed, asked: Property) -> bool:
    """Whether the statement denies other actions of those asked about."""
    patterns = [one.lower() for calls in asked.about if not calls.action.negated for one in calls.action.patterns]
    mine = [one.lower() for one in _of_service(missed)]
    return any(overlap(one, other) for one in mine for other in patterns if _narrow(other) and other != "*")


def _shares_noun(missed: Missed) -> bool:
    """Whether some action of the statement is about the same thing: all but the first word says what about."""
    nouns = set(_WORD.findall(missed.request.action.partition(":")[2])[1:])
    return any(nouns & set(_WORD.findall(one.partition(":")[2])[1:]) for one in _of_service(missed))


def _likest(missed: Missed) -> int:
    """How many letters the likest name of an action of the same service begins with in common."""
    name = missed.request.action.partition(":")[2].lower()
    return max((_common(one.partition(":")[2].lower(), name) for one in _of_service(missed)), default=0)


def _common(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
