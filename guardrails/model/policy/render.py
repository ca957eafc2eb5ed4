"""Prints a policy document as canonical minified JSON: one spelling for one meaning."""

from __future__ import annotations

import json

from guardrails.model.policy.document import Condition, Element, PolicyDocument, PrincipalElement, Statement

Json = str | list["Json"] | dict[str, "Json"]


def render(document: PolicyDocument) -> str:
    """Return the document as the shortest JSON text that parses to it again, without a line end.

    Elements stand in the order of AWS's reference, a single value without a list, characters as they are. Rows of one
    operator must stand side by side in `conditions`, as they do in every parsed document, to come back in this order.
    Raises ValueError where JSON has no room: one operator and key in two rows of a statement.
    """
    return json.dumps(value_of(document), ensure_ascii=False, separators=(",", ":"))


def value_of(document: PolicyDocument) -> dict[str, Json]:
    """Return the document as decoded JSON; see `render`."""
    value: dict[str, Json] = {}
    if document.version:
        value["Version"] = document.version
    if document.id:
        value["Id"] = document.id
    value["Statement"] = [_statement(each) for each in document.statements]
    return value


def _statement(statement: Statement) -> Json:
    value: dict[str, Json] = {}
    if statement.sid:
        value["Sid"] = statement.sid
    value["Effect"] = statement.effect.value
    if statement.principal is not None:
        value["NotPrincipal" if statement.principal.negated else "Principal"] = _principal(statement.principal)
    value[_name("Action", statement.action)] = _one_or_list(statement.action.patterns)
    value[_name("Resource", statement.resource)] = _one_or_list(statement.resource.patterns)
    if statement.conditions:
        value["Condition"] = _conditions(statement.conditions)
    return value


def _name(element: str, value: Element) -> str:
    return f"Not{element}" if value.negated else element


def _one_or_list(values: tuple[str, ...]) -> Json:
    return values[0] if len(values) == 1 else list(values)


def _principal(principal: PrincipalElement) -> Json:
    if principal.entries == (("*", "*"),):
        return "*"
    listed: dict[str, tuple[str, ...]] = {}
    for kind, value in principal.entries:
        listed[kind] = (*listed.get(kind, ()), value)
    return {kind: _one_or_list(values) for kind, values in listed.items()}


def _conditions(conditions: tuple[Condition, ...]) -> Json:
    block: dict[str, dict[str, Json]] = {}
    for row in conditions:
        keys = block.setdefault(row.spelled, {})
        if row.key in keys:
            raise ValueError(f"one statement compares {row.key} twice with {row.spelled}")
        keys[row.key] = _one_or_list(row.values)
    return {operator: dict(keys) for operator, keys in block.items()}
