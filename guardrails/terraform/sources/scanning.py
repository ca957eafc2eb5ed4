"""Finds the blocks, attributes and comments in the text of a Terraform file.

A scan and not a parser: strings with templates, heredocs and comments are all that can hide a bracket.
Source: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md (2026-11)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = r"[^\W\d][\w-]*"
_HEADER = re.compile(rf'({_NAME})((?:[ \t]+(?:"[^"\n]*"|{_NAME}))*)[ \t]*(?=\{{)')
_ATTRIBUTE = re.compile(rf"({_NAME})[ \t]*=(?![=>])[ \t]*")
_LABEL = re.compile(rf'"[^"\n]*"|{_NAME}')
_HIDING = re.compile(rf'[{{}}\[\]()]|"|#|//|/\*|\n|<<-?({_NAME})[ \t]*\r?\n')
_COMMENT = re.compile(r"#[^\n]*|//[^\n]*|/\*.*?(?:\*/|\Z)", re.S)
_SPACE = re.compile(r"[\s,]+")
_PLAIN = re.compile(r'"(?:[^"\\$%\n]|\\.)*"')
_TEMPLATE = re.compile(r'\\.|\$\$\{|%%\{|[$%]\{|"', re.S)


@dataclass(frozen=True, slots=True)
class Attribute:
    """`name = expression`, and where the expression stands in the text."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A block: `start` to `header` is its type and labels, `inside` to `end` what stands between its braces.

    `above` are the comments right above it, without a blank line between: where each begins and ends.
    """

    type: str
    labels: tuple[str, ...]
    start: int
    header: int
    inside: int
    end: int
    above: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """What stands in a file or between the braces of a block. `leading` are the comments before anything else."""

    attributes: tuple[Attribute, ...] = ()
    blocks: tuple[Block, ...] = ()
    leading: tuple[tuple[int, int], ...] = ()


def body(text: str, low: int = 0, high: int | None = None) -> Body:
    """Return what stands in a text, or in a part of it. What cannot be read is passed over, line by line."""
    at, high = low, len(text) if high is None else high
    attributes: list[Attribute] = []
    blocks: list[Block] = []
    leading: list[tuple[int, int]] = []
    comments: list[tuple[int, int]] = []
    while at < high:
        if space := _SPACE.match(text, at, high):
            # A comment is about what follows directly; one at the end of a line is about that line.
            comments = [] if space[0].count("\n") > 1 else comments
            at = space.end()
        elif comment := _COMMENT.match(text, at, high):
            if not attributes and not blocks:
                leading.append(comment.span())
            comments = [*comments, comment.span()] if not text[_line(text, at) : at].strip() else []
            at = comment.end()
        elif header := _HEADER.match(text, at, high):
            labels = tuple(label.strip('"') for label in _LABEL.findall(header[2]))
            end = closing(text, header.end(), high)
            stop = header.end(2)
            blocks.append(Block(header[1], labels, at, stop, header.end() + 1, end - 1, tuple(comments)))
            at, comments = end, []
        elif attribute := _ATTRIBUTE.match(text, at, high):
            end = _end_of_expression(text, attribute.end(), high)
            attributes.append(Attribute(attribute[1], attribute.end(), end))
            at, comments = end, []
        else:
            at, comments = _past(text, at, high), []
    return Body(tuple(attributes), tuple(blocks), tuple(leading))


def _line(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _past(text: str, at: int, high: int) -> int:
    """Go on behind the hidden part, bracket or line that begins here."""
    if text[at] in "{[(":
        return closing(text, at, high)
    found = text.find("\n", at, high)
    return high if found < 0 else found + 1


def closing(text: str, at: int, high: int) -> int:
    """Return the place behind the bracket that closes the one at `at`; `high` where none does."""
    depth = 0
    while match := _HIDING.search(text, at, high):
        sign = match[0]
        if sign in ("{", "[", "("):
            depth += 1
        elif sign in ("}", "]", ")"):
            depth -= 1
        at = hidden_end(text, match, high)
        if depth == 0 and sign != "\n":
            return at
    return high


def hidden_end(text: str, match: re.Match[str], high: int) -> int:
    """Return where the string, comment or heredoc ends that a match begins; else where the match ends."""
    sign, at = match[0], match.start()
    if sign == '"':
        return string_end(text, at, high)
    if sign in ("#", "//"):
        found = text.find("\n", at, high)
        return high if found < 0 else found
    if sign == "/*":
        found = text.find("*/", at, high)
        return high if found < 0 else found + 2
    if match[1] is not None:
        return heredoc_end(text, match[1], match.end(), high)
    return match.end()


def heredoc_end(text: str, tag: str, at: int, high: int) -> int:
    """Return where a heredoc ends whose text begins at `at`: behind the line that is its tag."""
    close = re.compile(rf"(?m)^[ \t]*{re.escape(tag)}[ \t]*\r?$").search(text, at, high)
    return close.end() if close else high


def string_end(text: str, at: int, high: int) -> int:
    """Return where a quoted template ends; its `${...}` and `%{...}` parts may hold strings again."""
    if plain := _PLAIN.match(text, at, high):
        return plain.end()
    at += 1
    while match := _TEMPLATE.search(text, at, high):
        if match[0] == '"':
            return match.end()
        at = closing(text, match.end() - 1, high) if match[0] in ("${", "%{") else match.end()
    return high


def _end_of_expression(text: str, at: int, high: int) -> int:
    """Return where an expression ends: at the first line end outside brackets, or at the closing brace around it."""
    while match := _HIDING.search(text, at, high):
        sign = match[0]
        if sign == "\n" or sign in ("}", "]", ")", "#", "//"):
            return match.start()
        at = closing(text, match.start(), high) if sign in ("{", "[", "(") else hidden_end(text, match, high)
        if match[1] is not None:
            return at
    return high
