"""Reads one statement."""

from __future__ import annotations

import re
from collections.abc import Mapping

from guardrails.model.policy.conditions import read_conditions
from guardrails.model.policy.document import EVERYTHING, Effect, Element, Statement
from guardrails.model.policy.elements import read_action, read_principal, read_resource
from guardrails.model.policy.report import Report, name_at, quoted
from guardrails.model.policy.values import described, read_string
from guardrails.model.source import Pointer

_ELEMENTS = (
    *("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource"),
    "Condition",
)
_SID = re.compile("[A-Za-z0-9]*")


def read_statement(report: Report, pointer: Pointer, raw: Mapping[object, object], *, free_sid: bool) -> Statement:
    """Return a statement; it is complete only if nothing in it was reported.

    Args:
        free_sid: whether the `Sid` may hold any character, as in the policies of some services' resources.
    """
    report_unknown(report, pointer, raw, _ELEMENTS)
    sid = _read_sid(report, (*pointer, "Sid"), raw["Sid"], free=free_sid) if "Sid" in raw else ""
    effect = _read_effect(report, pointer, raw)
    principal = read_principal(report, pointer, raw)
    action = read_action(report, pointer, raw)
    if action is None:
        help = 'write `"Action": "service:Name"`'
        report.add("missing-element", pointer, "the statement has neither `Action` nor `NotAction`", help)
    resource = read_resource(report, pointer, raw)
    conditions = read_conditions(report, (*pointer, "Condition"), raw["Condition"]) if "Condition" in raw else ()
    return Statement(effect, action or Element(()), resource or EVERYTHING, conditions, principal, sid, pointer)


def report_unknown(report: Report, pointer: Pointer, raw: Mapping[object, object], known: tuple[str, ...]) -> None:
    """Report every member of an object that is not one of the known elements."""
    names = {name.lower(): name for name in known}
    for name in raw:
        if not isinstance(name, str):
            report.add("unknown-element", pointer, f"{described(name)} is not an element", "put it in quotes")
        elif name not in known:
            right = names.get(name.lower().removesuffix("s"), names.get(name.lower()))
            help = f"write `{right}`" if right else f"the elements are {', '.join(f'`{each}`' for each in known)}"
            report.add("unknown-element", name_at((*pointer, name)), f"there is no element {quoted(name)}", help)


def _read_sid(report: Report, pointer: Pointer, value: object, *, free: bool) -> str:
    sid = read_string(report, pointer, "Sid", value) or ""
    if not free and not _SID.fullmatch(sid):
        message = f"{quoted(sid)} holds a character other than letters and digits"
        report.add("bad-sid", pointer, message, "use the letters A to Z and a to z and the digits 0 to 9")
    return sid


def _read_effect(report: Report, pointer: Pointer, raw: Mapping[object, object]) -> Effect:
    if "Effect" not in raw:
        report.add("missing-element", pointer, "the statement has no `Effect`", 'write `"Effect": "Deny"` or `"Allow"`')
        return Effect.DENY
    value = raw["Effect"]
    if isinstance(value, str) and value in ("Allow", "Deny"):
        return Effect(value)
    text = read_string(report, (*pointer, "Effect"), "Effect", value)
    if text is not None:
        message = f"`Effect` must be `Allow` or `Deny`, found {quoted(text)}"
        close = text.strip().capitalize()
        help = f"write `{close}`" if close in ("Allow", "Deny") else "write `Allow` or `Deny`"
        report.add("bad-effect", (*pointer, "Effect"), message, help)
    return Effect.DENY
