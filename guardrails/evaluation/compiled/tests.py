"""Compiled condition rows: closures from a request context to 0 (false), 1 (unknown) or 2 (true).

The common forms (a text or ARN operator on a single value, without variables) are prepared once here; every other form
runs the reference code, so that there is one place where its meaning is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from guardrails.evaluation.conditions import absent_holds, condition_holds
from guardrails.evaluation.operators import MISMATCH, OPERATORS
from guardrails.evaluation.patterns import Glob
from guardrails.evaluation.variables import has_variables
from guardrails.model.policy.document import Condition, SetOperator
from guardrails.model.request import Value

Test = Callable[[Mapping[str, Value]], int]
FALSE, UNSURE, TRUE = 0, 1, 2

_EXACT = ("StringEquals", "StringNotEquals")
_COSTLY = ("ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "StringLike", "StringNotLike")


def compile_condition(condition: Condition, *, variables: bool) -> Test:
    """Return the closure of one condition row; `variables` says whether the document replaces `${...}`."""
    if condition.set_operator is not SetOperator.NONE or condition.operator == "Null":
        return _reference(condition, variables)
    if variables and any(has_variables(value) for value in condition.values):
        return _reference(condition, variables)
    if condition.operator in _EXACT:
        return _exact(condition)
    return _single(condition)


def cost(condition: Condition) -> int:
    """Return a rank to order the rows of a statement by, cheap first: what fails early saves the others."""
    return _COSTLY.index(condition.operator) + 1 if condition.operator in _COSTLY else 0


def _reference(condition: Condition, variables: bool) -> Test:
    def test(context: Mapping[str, Value]) -> int:
        return condition_holds(condition, context, variables=variables).value

    return test


def _exact(condition: Condition) -> Test:
    """StringEquals and its negation: membership in a set."""
    key, wanted = condition.key.lower(), frozenset(condition.values)
    negated = OPERATORS[condition.operator].negated
    yes, no = (FALSE, TRUE) if negated else (TRUE, FALSE)
    absent = absent_holds(condition).value

    def test(context: Mapping[str, Value]) -> int:
        found = context.get(key)
        if found.__class__ is str:
            return yes if found in wanted else no
        return absent if found is None or found == () else UNSURE

    return test


def _single(condition: Condition) -> Test:
    """Any other operator on a single-valued key, its policy values read once."""
    operator = OPERATORS[condition.operator]
    key, absent = condition.key.lower(), absent_holds(condition).value
    wanted = [operator.read_wanted(value) for value in condition.values]
    if operator.negated and MISMATCH in wanted:
        return _constant_when_present(key, absent)
    yes, no = (FALSE, TRUE) if operator.negated else (TRUE, FALSE)
    matches = _matcher(condition.operator, [want for want in wanted if want is not MISMATCH])
    read = None if operator.name.startswith(("StringLike", "StringNotLike")) else operator.read_found

    def compared(found: str) -> int:
        value = found if read is None else read(found)
        if value is MISMATCH:
            return FALSE
        return yes if matches(value) else no

    return _remembering(key, absent, compared) if condition.operator in _COSTLY else _plain(key, absent, compared)


def _plain(key: str, absent: int, compared: Callable[[str], int]) -> Test:
    def test(context: Mapping[str, Value]) -> int:
        found = context.get(key)
        if found.__class__ is not str:
            return absent if found is None or found == () else UNSURE
        return compared(found)

    return test


_MOST_VALUES = 1024
"""Values of a key remembered at once: callers and instance types are few, so most comparisons are looked up."""


def _remembering(key: str, absent: int, compared: Callable[[str], int]) -> Test:
    known: dict[str, int] = {}

    def test(context: Mapping[str, Value]) -> int:
        found = context.get(key)
        if found.__class__ is not str:
            return absent if found is None or found == () else UNSURE
        truth = known.get(found)
        if truth is None:
            if len(known) >= _MOST_VALUES:
                known.clear()
            truth = known[found] = compared(found)
        return truth

    return test


def _constant_when_present(key: str, absent: int) -> Test:
    def test(context: Mapping[str, Value]) -> int:
        found = context.get(key)
        if found is None or found == ():
            return absent
        return FALSE if isinstance(found, str) else UNSURE

    return test


def _matcher(name: str, wanted: list[object]) -> Callable[[object], bool]:
    operator = OPERATORS[name]
    if name in ("StringLike", "StringNotLike"):
        return _one_regex([want for want in wanted if isinstance(want, Glob)])
    test = operator.test

    def matches(value: object) -> bool:
        return any(test(value, want) for want in wanted)

    return matches


def _one_regex(globs: list[Glob]) -> Callable[[object], bool]:
    import re

    search = re.compile("|".join(glob.source for glob in globs) or "(?!)").fullmatch
    return lambda value: search(value) is not None  # type: ignore[call-overload]
