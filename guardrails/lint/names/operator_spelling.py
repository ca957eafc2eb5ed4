"""Condition operators that are misspelled, and how they are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from guardrails.lint.names.spelling import slips_of
from guardrails.lint.subjects.subject import Subject, raw_at
from guardrails.model.finding import Edit, Fix
from guardrails.model.policy.operators import OPERATORS, read_operator
from guardrails.model.policy.problem import Problem

MEANT: Final = {
    "boolean": "Bool",
    "boolequals": "Bool",
    "dategreaterthanorequals": "DateGreaterThanEquals",
    "datelessthanorequals": "DateLessThanEquals",
    "ipaddressnotequals": "NotIpAddress",
    "ipnotaddress": "NotIpAddress",
    "notarnequals": "ArnNotEquals",
    "notarnlike": "ArnNotLike",
    "notstringequals": "StringNotEquals",
    "notstringlike": "StringNotLike",
    "numericgreaterthanorequals": "NumericGreaterThanEquals",
    "numericlessthanorequals": "NumericLessThanEquals",
}
"""What people write, in lower case, and the operator they mean."""

_PREFIXES = ("", "ForAllValues:", "ForAnyValue:")
_SUFFIXES = ("", "IfExists")


def mended(subject: Subject, problem: Problem) -> Fix | None:
    """Return the fix of an operator's spelling, if there is one: safe, since nothing else can be meant."""
    pointer = problem.location.pointer
    right = _right(problem.code, str(pointer[-1])) if pointer else ""
    block = raw_at(subject.value, pointer[:-1])
    if not right or not isinstance(block, Mapping) or right in block or pointer[-1] not in block:
        return None
    value: Any = block[pointer[-1]]
    edits = (Edit(pointer, value, None), Edit((*pointer[:-1], right), None, value))
    return Fix(f"write `{right}`", edits, safe=True)


def _right(code: str, spelling: str) -> str:
    """Return the operator that is meant; empty where that is not certain."""
    if code in ("null-if-exists", "null-with-set-operator"):
        return "Null"
    if code == "bad-operator-case":
        return str(read_operator(spelling) or "")
    if code != "bad-operator":
        return ""
    if spelling.lower() in MEANT:
        return MEANT[spelling.lower()]
    every = (f"{prefix}{name}{suffix}" for prefix in _PREFIXES for name in OPERATORS for suffix in _SUFFIXES)
    valid = [one for one in every if read_operator(one) and "NullIf" not in one]  # AWS has no NullIfExists
    found = slips_of(spelling, valid)
    return found[0] if len(found) == 1 else ""
