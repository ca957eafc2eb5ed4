"""Texts that are no document yet, because placeholders stand where JSON or YAML wants a value."""

from __future__ import annotations

import re

from guardrails.files.policies.found import Documents
from guardrails.model.finding import Finding
from guardrails.model.policy.locate import Lines
from guardrails.model.policy.placeholders import placeholders_with_places
from guardrails.model.policy.text_rules import PLACEHOLDER
from guardrails.model.source import Location

_STRING = re.compile(r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"')
_JSON_WORDS = ("[true]", "[false]", "[null]")
_SHOWN = 6

_Placeholders = list[tuple[str, int]]


def placeholders_outside_strings(text: str) -> _Placeholders:
    """Return the placeholders that keep a text from being JSON, with their offsets: not those inside of strings.

    One that holds quotes itself counts, too: `"${join("\\", \\"", var.regions)}"` ends the string that it stands in.
    """
    found = list(placeholders_with_places(text))
    if not found:
        return []
    quoted = [match.span() for match in _STRING.finditer(text)]
    return [
        (one, at)
        for one, at in found
        if one not in _JSON_WORDS and ('"' in one or not any(start < at < end for start, end in quoted))
    ]


def unfilled(file: str, text: str) -> Documents | None:
    """Return what can be said of a text that nobody can read before its placeholders are filled in: one finding.

    None where no placeholder keeps the text from being read.
    """
    found = placeholders_outside_strings(text)
    if not found:
        return None
    words = f"{_listed(found)} must be filled in first: render it"
    return Documents(unreadable=[words], findings=[_finding(file, text, found)])


def _finding(file: str, text: str, found: _Placeholders) -> Finding:
    lines = Lines(text)
    places = [Location(file, (), lines.span(at, at + len(one))) for one, at in found]
    message = f"{_listed(found)} must be filled in before this is a document; nothing else in it was checked"
    help = "render the template and check what comes out of it"
    related = tuple((place, one) for place, (one, _) in zip(places[1:20], found[1:20], strict=True))
    token = found[0][0]
    return Finding(PLACEHOLDER.id, PLACEHOLDER.severity, message, places[0], help, token=token, related=related)


def _listed(found: _Placeholders) -> str:
    """Return the placeholders for a message, each once, in backticks."""
    names = list(dict.fromkeys(" ".join(one.split())[:60] for one, _ in found))
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(f"`{name}`" for name in names[:_SHOWN]) + more
