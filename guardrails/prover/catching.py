"""Edits that make a statement match a request that it just missed: of its action, its resource, its conditions.

Whether an edit works is for the caller to check; these are only the likely ones, the best first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from guardrails.evaluation.call import carries
from guardrails.evaluation.conditions import condition_holds
from guardrails.evaluation.explain import ConditionReport, StatementReport
from guardrails.evaluation.matching import action_element_matches, resource_matches
from guardrails.model.decision import Truth
from guardrails.model.policy.document import EVERYTHING, Condition, Element, SetOperator, Statement
from guardrails.model.policy.operators import OPERATORS
from guardrails.model.request import Request
from guardrails.prover.editing import Edit, alike, also, listed, shown, with_row, without

Part = str | ConditionReport
"""A part of a statement that did not match: `action`, `resource`, or a condition row."""

WIDER: Final[dict[str, str]] = {
    "StringNotEqualsIgnoreCase": "StringNotEquals",
    "NumericLessThan": "NumericLessThanEquals",
    "NumericGreaterThan": "NumericGreaterThanEquals",
    "DateLessThan": "DateLessThanEquals",
    "DateGreaterThan": "DateGreaterThanEquals",
}
"""Operators, and one that holds of more values."""

ASKED_FOR: Final[dict[tuple[str, str], str]] = {
    ("ec2:modifyinstanceattribute", "ec2:instancetype"): "ec2:Attribute/InstanceType",
}
"""Action and key (lower case) that holds what a resource has, and the key that holds what the call asks for.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html (2026-09)
"""


@dataclass(frozen=True, slots=True)
class Missed:
    """A statement that missed a request, and which of its parts did not match; `name` is how users know it."""

    report: StatementReport
    request: Request
    parts: tuple[Part, ...]
    name: str


def failed_parts(report: StatementReport) -> tuple[Part, ...]:
    """Return the parts of a statement that do not certainly match."""
    parts: list[Part] = [] if report.action else ["action"]
    if report.resource is not Truth.TRUE:
        parts.append("resource")
    return (*parts, *(row for row in report.conditions if row.truth is not Truth.TRUE))


def reasons(missed: Missed) -> tuple[str, ...]:
    """Return in words why each part did not match."""
    return tuple(_reason(part, missed) for part in missed.parts)


def _reason(part: Part, missed: Missed) -> str:
    statement, request = missed.report.statement, missed.request
    if part == "action":
        sparing = listed(_naming_action(statement.action, request))
        return f"action: NotAction spares it ({sparing})" if statement.action.negated else "action: not in Action"
    if part == "resource":
        if request.resource == "*":
            return f"resource: {request.action} is authorized on *, which no ARN names"
        sparing = listed(_naming_resource(statement.resource, request))
        return (
            f"resource: NotResource spares it ({sparing})"
            if statement.resource.negated
            else "resource: not in Resource"
        )
    assert isinstance(part, ConditionReport)
    row = part.condition
    if row.operator == "Null":
        return f"{row.spelled} {' '.join(row.values)} on {row.key}: the key is {'absent' if _absent(part) else 'there'}"
    if _absent(part):
        return f"{row.spelled} on {row.key}: the key is absent"
    return f"{row.spelled} on {row.key}: {shown(part.found)} against {', '.join(row.values)}"


def catching(missed: Missed) -> Iterator[Edit]:
    """Yield edits after which the statement may match the request."""
    statement, request = missed.report.statement, missed.request
    unsent = [part for part in missed.parts if isinstance(part, ConditionReport) and _unsent(part, request)]
    if unsent:
        yield _alone(missed, unsent)
    else:
        yield from _edits(statement, missed.parts, missed)


def _edits(statement: Statement, parts: tuple[Part, ...], missed: Missed) -> Iterator[Edit]:
    if not parts:
        yield Edit("", statement)
        return
    for edit in _changes(statement, parts[0], missed):
        for rest in _edits(edit.statement, parts[1:], missed):
            yield Edit("; ".join(filter(None, (edit.words, rest.words))), rest.statement)


def _changes(statement: Statement, part: Part, missed: Missed) -> Iterator[Edit]:
    if part == "action":
        yield _action_change(statement, missed)
    elif part == "resource":
        yield _resource_change(statement, missed)
    elif isinstance(part, ConditionReport):
        yield from _row_changes(statement, part, missed)


def _absent(row: ConditionReport) -> bool:
    return row.found is None or row.found == ()


def _unsent(row: ConditionReport, request: Request) -> bool:
    return (
        _absent(row)
        and not row.condition.key.lower().startswith("aws:")
        and not carries(request.action, row.condition.key.lower())
    )


def _alone(missed: Missed, unsent: list[ConditionReport]) -> Edit:
    """A statement of its own for an action that does not send what this one asks for."""
    statement, action = missed.report.statement, missed.request.action
    keys = listed(tuple(dict.fromkeys(row.condition.key for row in unsent)))
    named = {row.condition.key.lower() for row in unsent}
    rows = tuple(row for row in statement.conditions if row.key.lower() not in named)
    resource = EVERYTHING if "resource" in missed.parts else statement.resource
    changed = replace(statement, action=Element((action,)), resource=resource, conditions=rows)
    place = "on * " if "resource" in missed.parts else ""
    return Edit(f"deny {action} {place}in a statement of its own, without {keys}, which it does not send", changed)


def _naming_action(element: Element, request: Request) -> tuple[str, ...]:
    return tuple(one for one in element.patterns if action_element_matches(Element((one,)), request.action))


def _naming_resource(element: Element, request: Request) -> tuple[str, ...]:
    return tuple(
        one
        for one in element.patterns
        if resource_matches(one, request.resource, request.context, variables=True) is not Truth.FALSE
    )


def _action_change(statement: Statement, missed: Missed) -> Edit:
    action = missed.request.action
    if not statement.action.negated:
        words = f"add {action} to Action of {missed.name}"
        return Edit(words, replace(statement, action=also(statement.action, action)))
    sparing = _naming_action(statement.action, missed.request)
    words = f"take {listed(sparing)} out of NotAction of {missed.name}"
    return Edit(words, replace(statement, action=without(statement.action, sparing)))


def _resource_change(statement: Statement, missed: Missed) -> Edit:
    request, name = missed.request, missed.name
    if request.resource == "*":
        alone = len(statement.action.patterns) == 1 and not statement.action.negated
        words = (
            f"write * as Resource of {name}"
            if alone
            else f"deny {request.action} on Resource * in a statement of its own"
        )
        action = statement.action if alone else Element((request.action,))
        return Edit(words, replace(statement, action=action, resource=EVERYTHING))
    if statement.resource.negated:
        sparing = _naming_resource(statement.resource, request)
        words = f"narrow {listed(sparing)} in NotResource of {name}: it spares {request.resource}"
        return Edit(words, replace(statement, resource=without(statement.resource, sparing)))
    pattern = alike(str(request.resource))
    return Edit(f"add {pattern} to Resource of {name}", replace(statement, resource=also(statement.resource, pattern)))


def _row_changes(statement: Statement, part: ConditionReport, missed: Missed) -> Iterator[Edit]:
    row = part.condition
    where = f"{row.key} in {missed.name}"
    other = ASKED_FOR.get((missed.request.action.lower(), row.key.lower()))
    if other:
        words = f"ask for {other} instead of {where}: {row.key} is what the resource has before the call"
        yield Edit(words, with_row(statement, row, replace(row, key=other)))
    if row.operator == "Null":
        if not any(one.key.lower() == row.key.lower() and one != row for one in statement.conditions):
            yield _null_change(statement, row, where)  # turned round, the guard of another row would end that one
    elif _absent(part):
        if row.set_operator is SetOperator.FOR_ANY_VALUE and OPERATORS[row.operator].negated:
            yield _operator_change(statement, row, replace(row, set_operator=SetOperator.FOR_ALL_VALUES), where)
        yield _operator_change(statement, row, replace(row, if_exists=True), where)
    else:
        yield from _value_changes(statement, part, missed)
    yield Edit(f"take {row.spelled} on {row.key} out of {missed.name}", with_row(statement, row, None))


def _null_change(statement: Statement, row: Condition, where: str) -> Edit:
    if sum(one.operator == "Null" and one.values == row.values for one in statement.conditions) > 1:
        return Edit(
            f"ask for {where} in a statement of its own: rows are joined by `and`", with_row(statement, row, None)
        )
    now = row.values[0].lower()
    turned = "false" if now == "true" else "true"
    return Edit(
        f"use Null {turned} instead of {now} on {where}", with_row(statement, row, replace(row, values=(turned,)))
    )


def _operator_change(statement: Statement, row: Condition, new: Condition, where: str) -> Edit:
    return Edit(f"use {new.spelled} instead of {row.spelled} on {where}", with_row(statement, row, new))


def _value_changes(statement: Statement, part: ConditionReport, missed: Missed) -> Iterator[Edit]:
    row, where = part.condition, f"{part.condition.key} in {missed.name}"
    if row.set_operator is SetOperator.FOR_ALL_VALUES:
        yield _operator_change(statement, row, replace(row, set_operator=SetOperator.FOR_ANY_VALUE), where)
    for other in _wider(row):
        yield _operator_change(statement, row, replace(row, operator=other), where)
    if OPERATORS[row.operator].negated:
        yield _narrower(statement, part, missed)
    elif OPERATORS[row.operator].family in ("string", "ip") and row.key.lower() != "aws:principalarn":
        for value in _to_add(part):
            new = replace(row, values=(*row.values, value))
            yield Edit(f"add {value} to the values of {row.spelled} on {where}", with_row(statement, row, new))


def _to_add(part: ConditionReport) -> tuple[str, ...]:
    """The values to add to a row that holds of none of those found; every IPv6 address where every IPv4 one is."""
    if "0.0.0.0/0" in part.condition.values and ":" in shown(part.found):
        return ("::/0",)
    return part.found if isinstance(part.found, tuple) else (shown(part.found),)


def _wider(row: Condition) -> Iterator[str]:
    if row.operator == "StringEquals":
        if any("*" in value or "?" in value for value in row.values):
            yield "StringLike"
        yield "StringEqualsIgnoreCase"
    elif row.operator in WIDER:
        yield WIDER[row.operator]


def _narrower(statement: Statement, part: ConditionReport, missed: Missed) -> Edit:
    """A negated row without the values that spare the request: patterns and networks to be narrowed, words to go."""
    row, context = part.condition, missed.request.context
    sparing = tuple(
        value for value in row.values if condition_holds(replace(row, values=(value,)), context) is not Truth.TRUE
    )
    kept = tuple(value for value in row.values if value not in sparing)
    words = _narrowing(part, sparing, missed)
    return Edit(words, with_row(statement, row, replace(row, values=kept) if kept else None))


def _narrowing(part: ConditionReport, sparing: tuple[str, ...], missed: Missed) -> str:
    row, found = part.condition, shown(part.found)
    rows = f"{row.spelled} on {row.key}"
    if row.key.lower() == "aws:principalarn" and all(_is_name(value) for value in sparing):
        return f"except {listed(sparing)} from what is asked, or take it out of {rows} in {missed.name}"
    if found not in sparing and any(mark in value for value in sparing for mark in "*?/"):
        return f"narrow {listed(sparing)} in {rows} of {missed.name}: it spares {found}"
    return f"take {listed(sparing)} out of the values of {rows} in {missed.name}"


def _is_name(arn: str) -> bool:
    """Whether a pattern names one role or user, in whatever account."""
    name = arn.split(":", 5)[-1]
    return "*" not in name and "?" not in name
