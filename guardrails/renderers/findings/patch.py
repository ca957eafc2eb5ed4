"""A fix as the few lines that change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from json import dumps
from math import isfinite
from typing import Any

from guardrails.model.finding import Edit, Fix
from guardrails.model.source import show_pointer

LONGEST = 24
"""Lines of a fix that are shown; the whole of it is in the JSON output and in `--diff`."""

_WIDEST = 88
_COMPARED = 400
"""More lines than these are not compared: removed and added as a whole."""


def patch(fix: Fix) -> list[tuple[str, str]]:
    """Return what changes as pairs of a sign and a line of JSON.

    The sign is `-`, `+`, a blank (unchanged), or `@` for the pointer of the object or list around the lines that
    follow, where a fix changes several.
    """
    lines = list(islice(_lines(fix), LONGEST + 1))
    return [*lines[:LONGEST], ("@", "...")] if len(lines) > LONGEST else lines


def _lines(fix: Fix) -> Iterator[tuple[str, str]]:
    around = [edit.pointer[:-1] for edit in fix.edits]
    for at, edit in enumerate(fix.edits):
        if len(set(around)) > 1 and (at == 0 or around[at] != around[at - 1]):
            yield "@", show_pointer(around[at]) or "(top)"
        yield from _changes(edit)


def _changes(edit: Edit) -> Iterator[tuple[str, str]]:
    name = f"{dumps(edit.pointer[-1], ensure_ascii=False)}: " if _is_member(edit) else ""
    old = [] if edit.old is None else _text(name, edit.old)
    new = [] if edit.new is None else _text(name, edit.new)
    if min(len(old), len(new)) <= 1 or len(old) + len(new) > _COMPARED:
        yield from (("-", line) for line in old)
        yield from (("+", line) for line in new)
        return
    from difflib import unified_diff

    for line in islice(unified_diff(old, new, n=1, lineterm=""), 2, None):
        if not line.startswith("@@"):
            yield line[0], line[1:]


def _is_member(edit: Edit) -> bool:
    return bool(edit.pointer) and isinstance(edit.pointer[-1], str)


def _text(name: str, value: object) -> list[str]:
    plain = plain_value(value)
    line = name + dumps(plain, ensure_ascii=False)
    return [line] if len(line) <= _WIDEST else (name + dumps(plain, ensure_ascii=False, indent=2)).split("\n")


def plain_value(value: object) -> Any:
    """Return a value as JSON can hold it: what YAML or a careless file brings along besides (dates, 1e999) as text."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else str(value)
    if isinstance(value, Mapping):
        return {str(key): plain_value(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(item) for item in value]
    return str(value)
