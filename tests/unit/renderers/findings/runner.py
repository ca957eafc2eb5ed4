"""Workflow commands as the runner of GitHub reads them.

Source: ActionCommand.TryParseV2, https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
(2026-10)
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One command: its level, its properties and its data, all unescaped."""

    level: str
    properties: dict[str, str]
    data: str


def commands(text: str) -> list[Command]:
    """Return the command of each line; fails on a line that is none."""
    return [_command(line) for line in re.split("\r\n|\r|\n", text) if line]


def _command(line: str) -> Command:
    assert line.startswith("::"), f"not a command: {line!r}"
    head, separator, data = line[2:].partition("::")
    assert separator, f"not a command: {line!r}"
    level, _, listed = head.partition(" ")
    pairs = (each.partition("=") for each in listed.split(",") if each)
    return Command(level, {name: _unescaped(value, True) for name, _, value in pairs}, _unescaped(data, False))


def _unescaped(text: str, in_property: bool) -> str:
    text = text.replace("%0D", "\r").replace("%0A", "\n")
    if in_property:
        text = text.replace("%3A", ":").replace("%2C", ",")
    return text.replace("%25", "%")
