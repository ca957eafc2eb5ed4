"""The source line that a finding is about, with the place under carets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guardrails.model.source import Location, Span
from guardrails.renderers.table import CUT, clean, cut, width

_WINDOW = 100
_NARROWEST, _WIDEST = 40, 160
"""Characters of a long line that are shown, and the bounds of that on a terminal."""

_BEFORE = 0.3
"""The part of them that stands in front of the place."""

_AROUND = 14
"""Cells that the line's number, the bar and two cuts take on a terminal."""

_LONGEST = 2000
"""Characters of anything else: a name in a hostile file may be as long as the file."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line as shown: the carets stand `indent` cells in and take `length`; `number` is 1-based.

    `last` is the line the place reaches down to; `next` the line after, where the first is but an opening bracket.
    """

    number: int
    line: str
    indent: int
    length: int
    last: int
    next: str = ""


class Sources:
    """The texts of the files, each cut into lines when it is first asked for.

    Lines are cut to a terminal of `columns`, for carets under a line that the terminal breaks mark something else.
    """

    def __init__(self, texts: Mapping[str, str], columns: int | None = None) -> None:
        self._texts = texts
        self._window = _WINDOW if columns is None else max(_NARROWEST, min(columns - _AROUND, _WIDEST))
        self._lines: dict[str, list[str]] = {}

    def excerpt(self, location: Location) -> Excerpt | None:
        """Return what stands at a place; None where no span or no text is known."""
        span = location.span
        if span is None or location.file not in self._texts:
            return None
        lines = self._lines.get(location.file)
        if lines is None:
            lines = self._lines[location.file] = self._texts[location.file].split("\n")
        return _excerpt(lines, span, self._window) if 1 <= span.line <= len(lines) else None


def _excerpt(lines: list[str], span: Span, window: int) -> Excerpt:
    line = lines[span.line - 1].rstrip()
    start = min(max(span.column - 1, 0), len(line))
    one_line = span.end_line <= span.line
    end = min(span.end_column - 1, len(line)) if one_line else len(line)
    follows = not one_line and end - start <= 1 and span.line < len(lines)
    fits = len(line) <= window or end <= window
    low = 0 if fits else max(0, min(start - int(window * _BEFORE), len(line) - window))
    high = low + window
    head = (CUT if low else "") + _shown(line[low:start])
    marked = _shown(line[start : min(end, high)])
    tail = _shown(line[max(start, min(end, high)) : high]) + (CUT if high < len(line) else "")
    return Excerpt(
        span.line,
        head + marked + tail,
        width(head),
        max(1, width(marked)),
        max(span.line, span.end_line),
        _shown(cut(lines[span.line].rstrip(), window)) if follows else "",
    )


def _shown(text: str) -> str:
    return defused(text.replace("\t", "    "))


def defused(text: str) -> str:
    """Return text that neither a terminal nor the log of a GitHub job takes for an order, at most 2,000 characters.

    Source: ActionCommand.TryParse of the runner obeys `##[command]` anywhere in a line,
    https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs (2026-10)
    """
    return clean(cut(text, _LONGEST)).replace("##[", "##\\[")


def inert(line: str) -> str:
    """Return a line that is no workflow command: the runner of GitHub obeys `::name::` behind blanks.

    Source: ActionCommand.TryParseV2 of the runner,
    https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs (2026-11)
    """
    bare = line.lstrip()
    return line if not bare.startswith("::") else line[: len(line) - len(bare)] + "\\" + bare
