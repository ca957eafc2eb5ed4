"""Finds blocks in the text of a Terraform file: their type, labels and where they stand.

A scan and not a parser: it knows strings with templates, heredocs and comments, which is all that can hide a brace.
python-hcl2 would give values and lines, but not where in the text an inner block stands, which is what it takes to cut
one out of a copy; and it refuses a root with anything that its grammar does not know. A test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADER = re.compile(r'([A-Za-z_][\w-]*)((?:[ \t]+(?:"[^"\n]*"|[A-Za-z_][\w-]*))*)[ \t]*$')
_LABEL = re.compile(r'"[^"\n]*"|[A-Za-z_][\w-]*')
_HEREDOC = re.compile(r"<<-?([A-Za-z_][\w-]*)[ \t]*\r?\n")
_VEIL = str.maketrans(dict.fromkeys("{}[]()#/\"'=<", " "))


@dataclass(frozen=True, slots=True)
class Block:
    """A block: `start` to `end` is all of it in the text, `inside` (from, to) is what stands between its braces."""

    type: str
    labels: tuple[str, ...]
    start: int
    end: int
    inside: tuple[int, int]


def blocks(text: str, inside: tuple[int, int] | None = None) -> tuple[Block, ...]:
    """Return the blocks of a file, or those that stand directly inside the given part of it, in order."""
    low, high = inside or (0, len(text))
    return tuple(_blocks(text, veiled(text), low, high))


def attribute(text: str, block: Block, name: str) -> str | None:
    """Return the expression of a one-line attribute that stands directly in a block, or None."""
    low, high = block.inside
    plain = list(veiled(text)[low:high])
    for one in blocks(text, block.inside):
        plain[one.start - low : one.end - low] = " " * (one.end - one.start)
    match = re.search(rf"(?m)(?:^|(?<=[{{;]))[ \t]*{re.escape(name)}[ \t]*=[ \t]*([^\n]*)", "".join(plain))
    return text[low + match.start(1) : low + match.end(1)].strip() if match else None


def veiled(text: str) -> str:
    """Return the text, equally long, with nothing in its comments, strings and heredocs that has meaning."""
    parts, at = [], 0
    while at < len(text):
        end = _end_of_hidden(text, at)
        if end == at:
            parts.append(text[at])
            at += 1
            continue
        hidden = text[at:end]
        # The quotes of a string stay, for labels are read by them.
        keep = hidden[0] == '"' and hidden[-1] == '"' and end - at > 1
        parts.append(f'"{_veil(hidden[1:-1])}"' if keep else _veil(hidden))
        at = end
    return "".join(parts)


def _veil(text: str) -> str:
    return text.translate(_VEIL)


def _end_of_hidden(text: str, at: int) -> int:
    """Where the comment, string or heredoc that begins here ends; `at` itself when none begins here."""
    if text[at] == "#" or text.startswith("//", at):
        return _or_end(text, text.find("\n", at))
    if text.startswith("/*", at):
        return _or_end(text, text.find("*/", at), 2)
    if text[at] == '"':
        return _end_of_string(text, at)
    if match := _HEREDOC.match(text, at):
        close = re.compile(rf"(?m)^[ \t]*{re.escape(match[1])}[ \t]*\r?$").search(text, match.end())
        return close.end() if close else len(text)
    return at


def _or_end(text: str, found: int, more: int = 0) -> int:
    return len(text) if found < 0 else found + more


def _end_of_string(text: str, at: int) -> int:
    """Where a quoted template ends; its `${...}` and `%{...}` parts may hold strings again."""
    at += 1
    while at < len(text):
        if text[at] == "\\" or text[at : at + 3] in ("$${", "%%{"):
            at += 2 if text[at] == "\\" else 3
        elif text[at : at + 2] in ("${", "%{"):
            at = _end_of_template(text, at + 2)
        elif text[at] == '"':
            return at + 1
        else:
            at += 1
    return at


def _end_of_template(text: str, at: int) -> int:
    depth = 1
    while at < len(text) and depth:
        end = _end_of_hidden(text, at)
        depth += (text[at] == "{") - (text[at] == "}") if end == at else 0
        at = end if end > at else at + 1
    return at


def _blocks(text: str, plain: str, low: int, high: int) -> Iterator[Block]:
    at = since = low
    while at < high:
        if plain[at] in "\n}":
            since = at + 1
        if plain[at] != "{":
            at += 1
            continue
        end = _closing(plain, at, high)
        line = plain[since:at]
        if header := _HEADER.fullmatch(line.strip(" \t") and line[len(line) - len(line.lstrip()) :]):
            start = since + len(line) - len(line.lstrip())
            labels = text[start + header.start(2) : start + header.end(2)]
            names = tuple(label.strip('"') for label in _LABEL.findall(labels))
            yield Block(header[1], names, start, end, (at + 1, end - 1))
        at = since = end


def _closing(plain: str, at: int, high: int) -> int:
    depth = 0
    for place in range(at, high):
        depth += (plain[place] == "{") - (plain[place] == "}")
        if not depth:
            return place + 1
    return high
