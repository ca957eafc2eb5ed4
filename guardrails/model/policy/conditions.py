"""Reads the condition block of a statement into rows."""

from __future__ import annotations

from collections.abc import Mapping

from guardrails.model.policy.document import Condition, SetOperator
from guardrails.model.policy.operators import OPERATORS, SpelledOperator, read_operator
from guardrails.model.policy.report import Report, name_at, quoted
from guardrails.model.policy.values import described, text_of
from guardrails.model.source import Pointer


def read_conditions(report: Report, pointer: Pointer, value: object) -> tuple[Condition, ...]:
    """Return the rows of a condition block in document order; what is wrong in it is reported."""
    if not isinstance(value, Mapping):
        message = f"`Condition` must be an object, found {described(value)}"
        report.add("wrong-type", pointer, message, 'write `{"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}`')
        return ()
    if not value:
        report.add("empty-condition", pointer, "`Condition` is empty: the statement always applies", "remove it")
    rows: list[Condition] = []
    seen: set[tuple[str, str]] = set()
    for spelling, keys in value.items():
        operator = _read_operator(report, pointer, spelling)
        inner = (*pointer, spelling) if isinstance(spelling, str) else pointer
        rows += _read_keys(report, inner, operator, keys, seen)
    return tuple(rows)


def _read_operator(report: Report, pointer: Pointer, spelling: object) -> SpelledOperator | None:
    if not isinstance(spelling, str):
        report.add("bad-operator", pointer, f"{described(spelling)} is not a condition operator", "put it in quotes")
        return None
    place = name_at((*pointer, spelling))
    spelled = read_operator(spelling)
    if spelled is None:
        message = f"{quoted(spelling)} is not a condition operator"
        report.add("bad-operator", place, message, _closest_operator(spelling))
        return None
    if str(spelled) != spelling:
        message = f"{quoted(spelling)} is usually written `{spelled}`"
        report.add("bad-operator-case", place, message, f"write `{spelled}`")
    if spelled.operator.name == "Null" and spelled.if_exists:
        help = "write `Null` alone: it already says whether the key exists"
        report.add("null-if-exists", place, "`Null` cannot take `IfExists`", help)
    if spelled.operator.name == "Null" and spelled.set_operator is not SetOperator.NONE:
        message = f"`Null` cannot take `{spelled.set_operator.value}`"
        report.add("null-with-set-operator", place, message, "write `Null` alone")
    return spelled


def _closest_operator(spelling: str) -> str:
    from difflib import get_close_matches  # only a misspelling pays for it

    lower = {name.lower(): name for name in OPERATORS}
    core = spelling[:100].lower().rpartition(":")[2].removesuffix("ifexists")
    close = get_close_matches(core, lower, n=1)
    return f"did you mean `{lower[close[0]]}`?" if close else "use an operator such as `StringEquals` or `ArnNotLike`"


def _read_keys(
    report: Report, pointer: Pointer, operator: SpelledOperator | None, keys: object, seen: set[tuple[str, str]]
) -> list[Condition]:
    if not isinstance(keys, Mapping):
        message = f"an operator must hold an object of keys and values, found {described(keys)}"
        report.add("wrong-type", pointer, message, 'write `{"aws:RequestedRegion": "eu-west-1"}`')
        return []
    if not keys:
        report.add("empty-condition", pointer, "the operator compares nothing", "remove it, or name a key")
    rows = []
    for key, value in keys.items():
        if not isinstance(key, str):
            report.add("bad-condition-key", pointer, f"{described(key)} is not a condition key", "put it in quotes")
            continue
        inner = (*pointer, key)
        _check_key(report, inner, key)
        values = _read_values(report, inner, key, value)
        if operator is None:
            continue
        _check_null(report, inner, operator, values)
        row = Condition(operator.operator.name, key, values, operator.set_operator, operator.if_exists, inner)
        _check_repetition(report, row, seen)
        rows.append(row)
    return rows


def _check_key(report: Report, pointer: Pointer, key: str) -> None:
    prefix, colon, name = key.partition(":")
    if prefix and colon and name:
        return
    message = f"{quoted(key)} is not a condition key"
    report.add("bad-condition-key", name_at(pointer), message, "write `service:Key`, for example `aws:PrincipalArn`")


def _check_null(report: Report, pointer: Pointer, operator: SpelledOperator, values: tuple[str, ...]) -> None:
    if operator.operator.name != "Null":
        return
    for value in values:
        if value.lower() not in ("true", "false"):
            message = f"`Null` compares with `true` or `false`, found {quoted(value)}"
            report.add("bad-null-value", pointer, message, "write `true` for an absent key, `false` for a present one")


def _check_repetition(report: Report, row: Condition, seen: set[tuple[str, str]]) -> None:
    name = (row.spelled, row.key.lower())
    if name in seen:
        message = f"`{row.spelled}` compares {quoted(row.key)} twice, in different case"
        report.add("duplicate-condition", name_at(row.pointer), message, "keep one row, with all its values in a list")
    seen.add(name)


def _read_values(report: Report, pointer: Pointer, key: str, value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list | tuple) else [value]
    if not listed:
        report.add("empty-list", pointer, f"{quoted(key)} has no values", "name at least one value, or remove the row")
    texts = []
    for at, each in enumerate(listed):
        text = text_of(each)
        if text is not None:
            texts.append(text)
            continue
        inner = (*pointer, at) if listed is value else pointer
        if isinstance(each, int | float):
            report.add("not-finite", inner, f"{quoted(key)} has a number JSON cannot hold", "write a finite number")
            continue
        message = f"{quoted(key)} must have a string, number or boolean, found {described(each)}"
        report.add("wrong-type", inner, message, "write the value in double quotes")
    return tuple(texts)
