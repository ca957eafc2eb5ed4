"""Markdown for a comment on a pull request, in which text from files stays text.

Nothing can leave its place: text is written in character entities wherever Markdown or HTML would read it as an order,
and names that would notify somebody (`@name`, `#1`) are broken.
Source: https://github.github.com/gfm/ (2026-10)
"""

from __future__ import annotations

import re

from guardrails.renderers.table import clean, cut

LIMIT = 65_536
"""Characters that GitHub accepts in a comment. Source: https://github.com/orgs/community/discussions/27190 (2026-10)"""

RESERVE = 300
"""Characters kept free for the line that says what was cut."""

LONGEST = 600
"""Characters of one text of a finding."""

_SPECIAL = r"[&<>|`*_\[\]~\\{}$\"']"
_ADDRESS = r"(?i)\b(?:https?|ftp|mailto|xmpp):|\bwww\."


class Room:
    """How many characters are left."""

    def __init__(self, size: int) -> None:
        self._left = size

    def take(self, *lines: str) -> bool:
        """Return whether the lines still fit; if so, their room is taken."""
        size = sum(len(line) + 1 for line in lines)
        if size > self._left:
            return False
        self._left -= size
        return True


def words(text: str) -> str:
    """Return text in which only what stands between backticks looks different: as code."""
    parts = clean(cut(text, LONGEST)).split("`")
    if len(parts) % 2 == 0:  # the last backtick has no partner
        parts[-2:] = ["`".join(parts[-2:])]
    return "".join(_code_of(part) if at % 2 else _quiet(_escaped(part)) for at, part in enumerate(parts))


def code(text: str) -> str:
    """Return text that is shown as code; empty for nothing."""
    return _code_of(clean(cut(text, LONGEST)))


def _code_of(text: str) -> str:
    return f"<code>{_apart(_escaped(text))}</code>" if text else ""


def _escaped(text: str) -> str:
    return re.sub(_SPECIAL, lambda found: f"&#{ord(found.group())};", text)


def _quiet(text: str) -> str:
    """Return text that notifies nobody and links to nothing: a zero-width space breaks mentions and references."""
    return re.sub(r"@(?=\w)|(?<!&)#(?=\d)", lambda found: f"{found.group()}&#8203;", _apart(text))


def _apart(text: str) -> str:
    """Return text in which no bare address becomes a link: its last sign is an entity."""
    return re.sub(_ADDRESS, lambda found: f"{found.group()[:-1]}&#{ord(found.group()[-1])};", text)
