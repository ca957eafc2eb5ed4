"""Corrected statements as edits: operators respelled, rows added and taken away, statements split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from guardrails.lint.fixes.json_values import plain
from guardrails.lint.subjects.subject import Subject, raw_at
from guardrails.model.finding import Edit, Fix, Json
from guardrails.model.policy.document import Condition, Statement
from guardrails.model.source import Pointer


def respelled(
    subject: Subject, statement: Statement, row: Condition, operator: str, title: str, *, guard: bool = False
) -> Fix | None:
    """Return the fix that puts a row under another operator; None where that row exists already.

    `guard` adds `Null: {key: "false"}`, so that the row as before does not hold of requests without the key.
    """
    condition = _condition(subject, statement)
    spelling, key = str(row.pointer[-2]), str(row.pointer[-1])
    if condition is None or key in condition.get(operator, {}):
        return None
    value = condition[spelling].pop(key)
    changed: dict[str, Any] = {}
    for name, rows in condition.items():
        changed.setdefault(name, {}).update(rows)
        if name == spelling:
            changed.setdefault(operator, {})[key] = value
    changed = {name: rows for name, rows in changed.items() if rows}
    if guard:
        changed.setdefault("Null", {}).setdefault(key, "false")
    return replaced(subject, (*statement.pointer, "Condition"), changed, title)


def guarded(subject: Subject, statement: Statement, key: str, title: str) -> Fix | None:
    """Return the fix that adds `Null: {key: "false"}`: the statement then looks only at requests with the key."""
    condition = _condition(subject, statement)
    if condition is None or key in condition.get("Null", {}):
        return None
    condition.setdefault("Null", {})[key] = "false"
    return replaced(subject, (*statement.pointer, "Condition"), condition, title)


def without(subject: Subject, statement: Statement, row: Condition, title: str) -> Fix | None:
    """Return the fix that takes a row away."""
    condition = _condition(subject, statement)
    if condition is None:
        return None
    spelling = str(row.pointer[-2])
    condition[spelling].pop(str(row.pointer[-1]))
    changed = {name: rows for name, rows in condition.items() if rows}
    if not changed:
        return None
    return replaced(subject, (*statement.pointer, "Condition"), changed, title)


def split(subject: Subject, statement: Statement, rows: tuple[Condition, ...], title: str) -> Fix | None:
    """Return the fix that makes one statement for each of the rows; the other rows stay in all of them."""
    raw = plain(raw_at(subject.value, statement.pointer))
    if not isinstance(raw, Mapping):
        return None
    made = [_with_only(raw, rows, row, number) for number, row in enumerate(rows, 1)]
    old, at = plain(raw_at(subject.value, ("Statement",))), statement.pointer[-1]
    if isinstance(old, list):
        made = [one for number, each in enumerate(old) for one in (made if number == at else [each])]
    return replaced(subject, ("Statement",), made, title)


def _with_only(raw: Mapping[str, Any], rows: tuple[Condition, ...], kept: Condition, number: int) -> dict[str, Any]:
    """Return the statement with one of the rows; the second and later ones get a `Sid` of their own."""
    condition: dict[str, Any] = {name: dict(inner) for name, inner in raw["Condition"].items()}
    for row in rows:
        if row is not kept:
            condition[str(row.pointer[-2])].pop(str(row.pointer[-1]))
    statement = {**raw, "Condition": {name: inner for name, inner in condition.items() if inner}}
    if "Sid" in statement and number > 1:
        statement["Sid"] = f"{statement['Sid']}{number}"
    return statement


def _condition(subject: Subject, statement: Statement) -> dict[str, Any] | None:
    """Return a copy of the condition block to change; None where it is no block of blocks."""
    raw = raw_at(subject.value, (*statement.pointer, "Condition"))
    if not isinstance(raw, Mapping) or not all(isinstance(rows, Mapping) for rows in raw.values()):
        return None
    return {name: plain(rows) for name, rows in raw.items()}


def appended(subject: Subject, pointer: Pointer, names: Sequence[str], title: str, *, safe: bool = False) -> Fix:
    """Return the fix that adds names to a list, or makes one of the single name that stands there."""
    raw = raw_at(subject.value, pointer)
    if isinstance(raw, list | tuple):
        edits = tuple(Edit((*pointer, len(raw) + at), None, name) for at, name in enumerate(names))
    else:
        edits = (Edit(pointer, str(raw), [str(raw), *names]),)
    return Fix(title, edits, safe)


def replaced(subject: Subject, pointer: tuple[str | int, ...], new: object, title: str) -> Fix:
    """Return the fix that puts another value in a place."""
    return Fix(title, (Edit(pointer, cast(Json, plain(raw_at(subject.value, pointer))), cast(Json, new)),))
