"""The names in an expression, as plan JSON lists them: for locals, of which plan JSON says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guardrails.terraform.sources.scanning import closing, heredoc_end, string_end

_NAME = r"[^\W\d][\w-]*"
_TOKEN = re.compile(
    rf'(?P<comment>#[^\n]*|//[^\n]*|/\*.*?(?:\*/|\Z))|<<-?(?P<heredoc>{_NAME})[ \t]*\r?\n|(?P<quote>")'
    rf"|(?P<name>{_NAME})|(?P<skip>\d[\w.]*|.)",
    re.S,
)
_ITERATORS = re.compile(rf"[\[{{]\s*for\s+({_NAME})(?:\s*,\s*({_NAME}))?\s+in\b")
_STEP = re.compile(rf'\s*\.\s*({_NAME}|\d+)|\[\s*(\d+)\s*\]|\[\s*("(?:[^"\\$%\n]|\\.)*")\s*\]')
_CALL = re.compile(r"\s*\(|::")
_SPLIT = re.compile(r"\\.|\$\$\{|%%\{|[$%]\{", re.S)


def references_in(expression: str, iterators: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the names that an expression refers to, each as long as it is written, in order.

    Names that `for` or a `dynamic` block defines (`iterators`) refer to nothing outside.
    """
    own = {name for match in _ITERATORS.finditer(expression) for name in match.groups() if name}
    return tuple(_names(expression, 0, len(expression), iterators | own))


def _names(text: str, at: int, high: int, iterators: frozenset[str]) -> Iterator[str]:
    while at < high and (match := _TOKEN.match(text, at, high)):
        at = match.end()
        if match["quote"]:
            at = string_end(text, match.start(), high)
            yield from _in_template(text, match.start() + 1, at - 1, iterators)
        elif match["heredoc"]:
            at = heredoc_end(text, match["heredoc"], match.end(), high)
            yield from _in_template(text, match.end(), at, iterators)
        elif match["name"]:
            at, name = _traversal(text, match.start(), match.end(), high)
            if name and match["name"] not in iterators:
                yield name
        elif match["skip"] == ".":
            # An attribute of what a bracket, a splat or a call gave: no name of its own.
            rest = re.compile(rf"\s*{_NAME}").match(text, at, high)
            at = rest.end() if rest else at


def _traversal(text: str, start: int, at: int, high: int) -> tuple[int, str]:
    """Return where a name ends, and the name in the form of plan JSON; empty for a function, a key or a word."""
    if _CALL.match(text, at, high):
        return at, ""
    name, steps = text[start:at], 0
    while match := _STEP.match(text, at, high):
        if match[1] is not None:
            name += f"[{match[1]}]" if match[1].isdigit() else f".{match[1]}"
        else:
            name += f"[{match[2] or match[3]}]"
        at, steps = match.end(), steps + 1
    return at, name if steps else ""


def _in_template(text: str, low: int, high: int, iterators: frozenset[str]) -> Iterator[str]:
    at = low
    while match := _SPLIT.search(text, at, high):
        at = match.end()
        if match[0] in ("${", "%{"):
            at = closing(text, match.end() - 1, high)
            yield from _names(text, match.end(), at - 1, iterators)
