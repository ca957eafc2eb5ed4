"""Edits that keep a Deny from matching a call that should pass: the likely ones, the best first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from guardrails.catalog.regions import home_region
from guardrails.evaluation.explain import ConditionReport, StatementReport
from guardrails.model.policy.document import Condition, Element, SetOperator, Statement
from guardrails.model.policy.operators import OPERATORS
from guardrails.model.request import Request
from guardrails.prover.editing import Edit, alike, also, shown, with_row, without

_SESSION: Final = re.compile(r"arn:([^:]+):sts::([^:]*):assumed-role/([^/]+)(/.*)?")
_PERMISSION_SET: Final = re.compile(r"(arn:[^:]+:iam::[^:]*:role/)(AWSReservedSSO_.*)")


def sparing(report: StatementReport, request: Request, asked: Request, name: str) -> Iterator[Edit]:
    """Yield edits after which the statement may no longer match a request of a call; `asked` is the one in question."""
    statement = report.statement
    for row in report.conditions:
        if row.found is None or row.found == ():
            yield from _of_absent(statement, row.condition, name)
    if "*" in statement.resource.patterns and not statement.resource.negated and request.resource != asked.resource:
        pattern = alike(str(asked.resource))
        yield Edit(f"write {pattern} as Resource of {name}", replace(statement, resource=Element((pattern,))))
    if statement.action.negated and _is_global(request):
        yield _spared_action(statement, request, name)
    for row in report.conditions:
        if row.found is not None and OPERATORS[row.condition.operator].negated:
            yield from _of_value(statement, row, name)
    if statement.action.negated:
        yield _spared_action(statement, request, name)
    elif not statement.conditions and len(statement.action.patterns) > 1:
        yield from _taken_out(statement, request, name)


def why_it_matches(report: StatementReport, request: Request) -> tuple[str, ...]:
    """Return in words what the statement denies, and which of its rows hold only because a key is absent."""
    absent = [
        f"{row.condition.spelled} holds, for {row.condition.key} is absent"
        for row in report.conditions
        if row.found is None or row.found == ()
    ]
    return (f"it denies {request.action} on {request.resource}", *absent)


def _is_global(request: Request) -> bool:
    prefix = request.action.partition(":")[0]
    region = request.context.get("aws:requestedregion")
    return (home_region(prefix) or {"sts": "us-east-1"}.get(prefix.lower())) == region


def _of_absent(statement: Statement, row: Condition, name: str) -> Iterator[Edit]:
    """A row that holds of an absent key."""
    others = [one for one in statement.conditions if one.key.lower() == row.key.lower() and one != row]
    if row.operator == "Null":
        if others:  # alone, the opposite would deny what the policy is there to let pass
            new = replace(row, values=("false",))
            yield Edit(f"use Null false instead of true on {row.key} in {name}", with_row(statement, row, new))
    elif row.set_operator is SetOperator.FOR_ALL_VALUES:
        yield _respelled(statement, row, replace(row, set_operator=SetOperator.FOR_ANY_VALUE), name)
    elif row.if_exists and not OPERATORS[row.operator].negated:
        yield _respelled(statement, row, replace(row, if_exists=False), name)
    elif not any(one.operator == "Null" for one in others):  # beside Null true, the guard would end the statement
        guard = Condition("Null", row.key, ("false",))
        words = f"add Null false on {row.key} to the conditions of {name}"
        yield Edit(words, replace(statement, conditions=(*statement.conditions, guard)))


def _of_value(statement: Statement, part: ConditionReport, name: str) -> Iterator[Edit]:
    """A negated row that holds of a value which its list should spare."""
    row = part.condition
    if row.operator == "StringNotEquals" and any("*" in value or "?" in value for value in row.values):
        yield _respelled(statement, row, replace(row, operator="StringNotLike"), name)
    for value in row.values if row.key.lower() == "aws:principalarn" else ():
        better = _PERMISSION_SET.sub(
            r"\1aws-reserved/sso.amazonaws.com/*\2", _SESSION.sub(r"arn:\1:iam::\2:role/\3", value)
        )
        if better != value:
            new = replace(row, values=tuple(better if one == value else one for one in row.values))
            yield Edit(f"write {better} instead of {value} in {row.spelled} of {name}", with_row(statement, row, new))
    if OPERATORS[row.operator].family in ("string", "arn", "ip") and isinstance(part.found, str):
        new = replace(row, values=(*row.values, shown(part.found)))
        words = f"add {shown(part.found)} to the values of {row.spelled} on {row.key} in {name}"
        yield Edit(words, with_row(statement, row, new))


def _taken_out(statement: Statement, request: Request, name: str) -> Iterator[Edit]:
    """An action less in a statement that spares nobody; where it has conditions, the action is there for a reason."""
    same = tuple(one for one in statement.action.patterns if one.lower() == request.action.lower())
    if same:
        action = without(statement.action, same)
        yield Edit(f"take {request.action} out of Action of {name}", replace(statement, action=action))


def _respelled(statement: Statement, row: Condition, new: Condition, name: str) -> Edit:
    words = f"use {new.spelled} instead of {row.spelled} on {row.key} in {name}"
    return Edit(words, with_row(statement, row, new))


def _spared_action(statement: Statement, request: Request, name: str) -> Edit:
    words = f"add {request.action} to NotAction of {name}"
    return Edit(words, replace(statement, action=also(statement.action, request.action)))
