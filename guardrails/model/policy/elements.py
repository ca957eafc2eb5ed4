"""Reads `Action`, `Resource` and `Principal`, and their `Not` twins."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from guardrails.model.policy.document import Element, PrincipalElement
from guardrails.model.policy.report import Report, name_at, quoted
from guardrails.model.policy.values import described, read_texts
from guardrails.model.source import Pointer

_ACTION = re.compile(r"\*|\*:\*|[A-Za-z0-9-]+:[A-Za-z0-9*?_-]+")
_PRINCIPAL_TYPES = ("AWS", "Service", "Federated", "CanonicalUser")
_BOTH_HELP = "keep one of them, or write two statements"


def read_action(report: Report, pointer: Pointer, raw: Mapping[object, object]) -> Element | None:
    """Return `Action` or `NotAction` of a statement; None (and a problem) when there is neither."""
    return _read_element(report, pointer, raw, "Action", _check_action)


def read_resource(report: Report, pointer: Pointer, raw: Mapping[object, object]) -> Element | None:
    """Return `Resource` or `NotResource` of a statement; None when there is neither."""
    return _read_element(report, pointer, raw, "Resource", _check_resource)


def _read_element(
    report: Report,
    pointer: Pointer,
    raw: Mapping[object, object],
    element: str,
    check: Callable[[Report, Pointer, str], None],
) -> Element | None:
    patterns: list[str] = []
    twins = _twins(report, pointer, raw, element)
    for name in twins:
        for text, inner in read_texts(report, (*pointer, name), name, raw[name]):
            check(report, inner, text)
            patterns.append(text)
    return Element(tuple(patterns), negated=twins[0] != element) if twins else None


def _twins(report: Report, pointer: Pointer, raw: Mapping[object, object], element: str) -> list[str]:
    """Return the names that stand in the statement, of an element and its `Not` twin; both is a problem."""
    present = [str(name) for name in raw if name in (element, f"Not{element}")]
    if len(present) > 1:
        code = f"both-{element.lower()}-and-not{element.lower()}"
        message = f"the statement has both `{element}` and `Not{element}`"
        report.add(code, name_at((*pointer, present[1])), message, _BOTH_HELP)
    return present


def _check_action(report: Report, pointer: Pointer, text: str) -> None:
    if _ACTION.fullmatch(text):
        return
    prefix, colon, _ = text.partition(":")
    if not colon:
        reason, help = "names no service", "write `service:Action`, for example `s3:GetObject`, or `*`"
    elif "*" in prefix or "?" in prefix:
        reason, help = "has a wildcard in its service", "name the service; wildcards may stand after the colon"
    else:
        reason, help = "is not an action pattern", "write `service:Action` with letters, digits, `*` and `?`"
    report.add("bad-action", pointer, f"{quoted(text)} {reason}", help)


def _check_resource(report: Report, pointer: Pointer, text: str) -> None:
    if text == "*" or text.startswith("arn:"):
        return
    help = 'write an ARN, for example `arn:aws:s3:::bucket/*`, or `"*"`'
    report.add("bad-resource", pointer, f"{quoted(text)} is neither an ARN nor `*`", help)


def read_principal(report: Report, pointer: Pointer, raw: Mapping[object, object]) -> PrincipalElement | None:
    """Return `Principal` or `NotPrincipal` of a statement; None when there is neither."""
    twins = _twins(report, pointer, raw, "Principal")
    entries: tuple[tuple[str, str], ...] = ()
    for name in twins:
        value, inner = raw[name], (*pointer, name)
        if value == "*" and isinstance(value, str):
            entries += (("*", "*"),)
        elif isinstance(value, Mapping):
            entries += _read_principals(report, inner, name, value)
        else:
            message = f'`{name}` must be `"*"` or an object, found {described(value)}'
            code = "bad-principal" if isinstance(value, str) else "wrong-type"
            report.add(
                code, inner, message, f'write `{{"AWS": "arn:aws:iam::111122223333:role/x"}}` or `"*"` in `{name}`'
            )
    return PrincipalElement(entries, negated=twins[0] != "Principal") if twins else None


def _read_principals(
    report: Report, pointer: Pointer, name: str, value: Mapping[object, object]
) -> tuple[tuple[str, str], ...]:
    if not value:
        report.add("bad-principal", pointer, f"`{name}` names nobody", f"name one of {_listed(_PRINCIPAL_TYPES)}")
    entries = []
    for kind, listed in value.items():
        if not isinstance(kind, str) or kind not in _PRINCIPAL_TYPES:
            shown = quoted(kind) if isinstance(kind, str) else described(kind)
            place = name_at((*pointer, kind)) if isinstance(kind, str) else pointer
            message = f"{shown} is not a type of principal"
            report.add("bad-principal", place, message, f"use one of {_listed(_PRINCIPAL_TYPES)}")
            continue
        for text, inner in read_texts(report, (*pointer, kind), kind, listed):
            if not text:
                report.add("bad-principal", inner, "a principal is empty", "write an ARN, account, service or user id")
            entries.append((kind, text))
    return tuple(entries)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
