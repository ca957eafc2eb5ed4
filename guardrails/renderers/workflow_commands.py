"""Workflow commands of GitHub: annotations that a job writes to its standard output.

The runner shows ten annotations of each level per step and drops the rest without a word, so ten at most are written,
the last of which says how many more there are. A command starts a line, and each is one line, for everything in it
that ends a line is escaped: so `::` inside of it orders nothing.
Sources: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands (2026-10),
https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md (2026-10)
"""

from __future__ import annotations

from collections.abc import Sequence

from guardrails.model.finding import Severity
from guardrails.model.source import Location
from guardrails.renderers.table import clean, cut

PER_LEVEL = 10
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_LONGEST = 4000


def capped(commands: Sequence[str], level: str, title: str, rest: str) -> list[str]:
    """Return the commands, or the first nine and one that says how many more there are and where they are (`rest`)."""
    if len(commands) <= PER_LEVEL:
        return list(commands)
    more = len(commands) - (PER_LEVEL - 1)
    return [*commands[: PER_LEVEL - 1], command(level, {"title": title}, f"{more} more, {rest}")]


def place_properties(location: Location) -> dict[str, object]:
    """Return file and lines of an annotation."""
    span = location.span
    properties: dict[str, object] = {"file": location.file.removeprefix("./")}
    if span:
        properties |= {"line": max(1, span.line), "endLine": max(1, span.end_line)}
    if span and span.line == span.end_line:  # columns count only within one line
        properties |= {"col": span.column, "endColumn": span.end_column}
    return properties


def command(level: str, properties: dict[str, object], *lines: str) -> str:
    """Return one command; its message may have several lines, each of which stays one whatever it holds."""
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{level} {listed}::{'%0A'.join(_data(line) for line in lines)}"


def _data(text: str) -> str:
    """Return text with percent signs escaped; what ends a line is no longer in it."""
    return clean(cut(text, _LONGEST)).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
