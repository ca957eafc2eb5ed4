"""Conditions: whether one row of a condition block holds of a request context.

Sources (2026-09): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guardrails.evaluation.operators import MISMATCH, OPERATORS, Operator
from guardrails.evaluation.patterns import Glob
from guardrails.evaluation.variables import Filled, fill, has_variables
from guardrails.model.decision import Truth, every, some
from guardrails.model.policy.document import Condition, SetOperator
from guardrails.model.request import UNKNOWN, Value

Context = Mapping[str, Value]


def condition_holds(condition: Condition, context: Context, *, variables: bool = True) -> Truth:
    """Whether a condition holds. `variables` says whether the document's version replaces `${...}`."""
    found = context.get(condition.key.lower())
    if found is UNKNOWN:
        return Truth.UNKNOWN
    if condition.operator == "Null":
        return _presence_is(found, condition.values)
    if found is None or found == ():
        return absent_holds(condition)
    return _value_holds(condition, found, context, variables)


def absent_holds(condition: Condition) -> Truth:
    """Whether a condition holds when its key is not in the request: the most important table of the language."""
    if condition.operator == "Null":
        return _presence_is(None, condition.values)
    if condition.if_exists or condition.set_operator is SetOperator.FOR_ALL_VALUES:
        return Truth.TRUE
    if condition.set_operator is SetOperator.FOR_ANY_VALUE:
        return Truth.FALSE
    return Truth.of(OPERATORS[condition.operator].negated)


def _presence_is(found: Value | None, wanted: tuple[str, ...]) -> Truth:
    absent = "true" if found is None or found == () else "false"
    return Truth.of(any(value.lower() == absent for value in wanted))


def _value_holds(condition: Condition, found: Value, context: Context, variables: bool) -> Truth:
    operator = OPERATORS[condition.operator]
    wanted = [wanted_value(operator, value, context, variables) for value in condition.values]
    if condition.set_operator is SetOperator.NONE:
        # AWS requires a set operator for a multivalued key and does not say what happens without one.
        return _matches(operator, found, wanted) if isinstance(found, str) else Truth.UNKNOWN
    values = [found] if isinstance(found, str) else list(found) if isinstance(found, tuple) else []
    if condition.set_operator is SetOperator.FOR_ALL_VALUES:
        # An empty text is a value, but AWS calls it a null data set here (semantics 3.3).
        return every(_matches(operator, value, wanted) for value in values if value != "")
    return some(_matches(operator, value, wanted) for value in values)


Wanted = tuple[Any, bool]
"""A policy value as its operator reads it, and whether that hangs on something unknown. None: it matches nothing."""


def wanted_value(operator: Operator, value: str, context: Context, variables: bool) -> Wanted:
    """Return one policy value, its variables replaced, as `operator` reads it."""
    if not (variables and operator.variables and has_variables(value)):
        return operator.read_wanted(value), False
    filled = fill(value, context, pattern=operator.patterns)
    if filled.null:
        return None, False
    if not operator.patterns:
        return operator.read_wanted(filled.text), bool(filled.unknown)
    return _filled_pattern(operator, filled), bool(filled.unknown)


def _filled_pattern(operator: Operator, filled: Filled) -> Any:
    if operator.name.startswith("String"):
        return Glob.joined(filled.parts)
    if filled.unknown and _may_shift(filled):
        return _ANY_ARN
    fields: list[list[tuple[str, bool]]] = [[]]
    for text, wild in filled.parts:
        first, *rest = text.split(":", 6 - len(fields))
        fields[-1].append((first, wild))
        fields.extend([(field, wild)] for field in rest)
    return tuple(Glob.joined(tuple(field)) for field in fields) if len(fields) == 6 else MISMATCH


_ANY_ARN = tuple(Glob.of("*") for _ in range(6))


def _may_shift(filled: Filled) -> bool:
    """Whether an unread value stands before the last field of an ARN: a colon in it would move all that follows."""
    before = ""
    for text, wild in filled.parts:
        if wild and text == "*" and before.count(":") < 5:
            return True
        before += text
    return False


def _matches(operator: Operator, found: str, wanted: list[Wanted]) -> Truth:
    """Whether one context value matches the policy's values: joined by OR, or by NOR for a negated operator."""
    value = operator.read_found(found)
    if value is MISMATCH or (operator.negated and any(want is MISMATCH for want, _ in wanted)):
        return Truth.FALSE
    positive = some(_test(operator, value, want, unsure) for want, unsure in wanted)
    return ~positive if operator.negated else positive


def _test(operator: Operator, value: Any, want: Any, unsure: bool) -> Truth:
    if want is MISMATCH or want is None:
        return Truth.FALSE
    if unsure and not operator.patterns:
        return Truth.UNKNOWN
    if not operator.test(value, want):
        return Truth.FALSE
    return Truth.UNKNOWN if unsure else Truth.TRUE
