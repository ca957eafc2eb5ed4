"""Decoded JSON: as plain Python values, compared as JSON compares, and looked up by pointer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from guardrails.model.policy.json_reader import Number
from guardrails.model.source import Pointer


def plain(value: object) -> Any:
    """Return decoded JSON in which numbers are Python's."""
    if isinstance(value, Number):
        return json.loads(value.text)
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def same(one: Any, other: Any) -> bool:
    """Return whether two decoded values are the same JSON: true is not 1; the order of members does not count."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)


def at(value: Any, pointer: Pointer) -> Any:
    """Return the value at a pointer; raises LookupError where there is nothing."""
    for part in pointer:
        named = isinstance(value, dict) and isinstance(part, str)
        numbered = isinstance(value, list) and isinstance(part, int) and part >= 0
        if not (named or numbered):
            raise LookupError(part)
        value = value[part]
    return value
