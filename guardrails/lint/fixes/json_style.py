"""The way a JSON text is written (indentation, line ends, one line or many), and new values written that way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from guardrails.lint.fixes.json_layout import Child, Layout
from guardrails.model.source import Pointer

_COLON = re.compile(r":([ \t]*)")


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is written. `list_rows`, `object_rows`: whether each item or member has a line of its own."""

    newline: str
    unit: str
    colon: str
    list_rows: bool
    object_rows: bool

    @property
    def space(self) -> str:
        """What stands behind a comma within a line."""
        return " " if self.colon != ":" else ""

    def written(self, value: Any, indent: str, rows: bool | None = None) -> str:
        """Return a value as text that begins on a line with this indentation; `rows` decides for the outermost."""
        if isinstance(value, dict) and value:
            inner = [
                f"{json.dumps(name, ensure_ascii=False)}{self.colon}{self.written(one, indent + self.unit)}"
                for name, one in value.items()
            ]
            return self._bracketed("{}", inner, indent, self.object_rows if rows is None else rows)
        if isinstance(value, list) and value:
            inner = [self.written(one, indent + self.unit) for one in value]
            nested = self.object_rows and any(isinstance(one, dict | list) for one in value)
            return self._bracketed("[]", inner, indent, self.list_rows or nested if rows is None else rows)
        return json.dumps(value, ensure_ascii=False)

    def _bracketed(self, brackets: str, inner: list[str], indent: str, rows: bool) -> str:
        if not rows:
            return brackets[0] + f",{self.space}".join(inner) + brackets[1]
        separator = self.newline + indent + self.unit
        return brackets[0] + separator + f",{separator}".join(inner) + self.newline + indent + brackets[1]


def style_of(layout: Layout) -> Style:
    """Return how a text is written, by the majority of its lists and objects; new text will look like the old."""
    found = list(_containers(layout, (), layout.value))
    rows = {kind: [is_rows for one, is_rows, _ in found if one is kind] for kind in (list, dict)}
    many_lines = any(is_rows for _, is_rows, _ in found)
    units = [unit for _, is_rows, unit in found if is_rows and unit]
    first = next((layout.name((part,)) for part in layout.value), None) if isinstance(layout.value, dict) else None
    colon = _COLON.match(layout.text, layout.after_space(first[1])) if first else None
    return Style(
        newline="\r\n" if layout.text.count("\r\n") * 2 > layout.text.count("\n") else "\n",
        unit=units[0] if units else "  ",
        colon=f":{colon.group(1)}" if colon else ": ",
        list_rows=_most(rows[list], many_lines),
        object_rows=_most(rows[dict], many_lines),
    )


def _most(votes: list[bool], otherwise: bool) -> bool:
    return sum(votes) * 2 >= len(votes) if votes else otherwise


def _containers(layout: Layout, pointer: Pointer, value: Any) -> Iterator[tuple[type, bool, str]]:
    """Yield (list or dict, one a line?, indentation added) for each container that holds something."""
    if not isinstance(value, dict | list) or not value:
        return
    start, _ = layout.span(pointer)
    inner = layout.children(pointer)
    if isinstance(value, dict) or not isinstance(value[0], dict | list):
        base, deeper = layout.indent(start), layout.indent(inner[0].start)
        yield type(value), is_in_rows(layout, pointer, inner), deeper[len(base) :] if deeper.startswith(base) else ""
    for child in inner:
        yield from _containers(layout, (*pointer, child.part), value[child.part])


def is_in_rows(layout: Layout, pointer: Pointer, inner: list[Child]) -> bool:
    """Return whether the first thing in a container stands on a line of its own."""
    return "\n" in layout.text[layout.span(pointer)[0] : inner[0].start]


def separator_in(layout: Layout, style: Style, pointer: Pointer, inner: list[Child]) -> str:
    """Return the white space that a further member or item of a container has in front of it."""
    start, _ = layout.span(pointer)
    if not inner:
        lines = style.list_rows if layout.text[start] == "[" else style.object_rows
        lines = lines or layout.ends_with_line_comment(pointer)
        return style.newline + layout.indent(start) + style.unit if lines else ""
    before = inner[-2].comma if len(inner) > 1 else start
    gap = layout.text[(start if before is None else before) + 1 : inner[-1].start]
    if "\n" in gap:
        return style.newline + layout.indent(inner[-1].start)
    if layout.ends_with_line_comment(pointer):
        return style.newline + layout.indent(inner[-1].start)
    return gap if len(inner) > 1 and not gap.strip(" \t") else style.space
