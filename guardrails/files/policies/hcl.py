"""Reads HCL: blocks and attributes with their places; the value of an expression where it is static.

Parsing is python-hcl2's; it is loaded only for files that name what we look for, because it is slow to start.
Source of the language: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md (2026-09)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from guardrails.model.source import Span

MAX_CHARACTERS = 400_000
"""Some 3 seconds of parsing; a Terraform file of this length is generated."""

MAX_DEPTH = 60

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)


class NotHcl(Exception):
    """The text is not HCL; the message says where."""


@dataclass(frozen=True, slots=True)
class Expression:
    """The right side of an attribute: a node of the parse tree of `text`."""

    node: Any
    text: str

    @property
    def span(self) -> Span:
        """Where it stands."""
        return span_of(self.node)

    @property
    def whole(self) -> str:
        """The expression as written, on one line."""
        return whole(self.node, self.text)

    @property
    def written(self) -> str:
        """The expression as written, on one line and not too long."""
        return written(self.node, self.text)


@dataclass(slots=True)
class Block:
    """One block with its labels, or (no type) a whole file."""

    type: str
    labels: tuple[str, ...]
    span: Span
    attributes: dict[str, Expression] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)

    def of_type(self, type: str, *labels: str) -> Iterator[Block]:
        """Yield the inner blocks of a type whose labels begin so."""
        return (one for one in self.blocks if one.type == type and one.labels[: len(labels)] == labels)


def read_hcl(text: str) -> Block:
    """Return the blocks of a text. Raises `NotHcl`."""
    if len(text) > MAX_CHARACTERS:
        raise NotHcl(f"longer than {MAX_CHARACTERS:,} characters")
    from hcl2.api import parses_to_tree
    from lark.exceptions import LarkError

    try:
        tree = parses_to_tree(text)
    except LarkError as error:
        line = getattr(error, "line", None)
        raise NotHcl(f"not valid HCL{f' at line {line}' if isinstance(line, int) and line > 0 else ''}") from None
    except RecursionError:
        raise NotHcl("nested too deep") from None
    file = Block("", (), Span(1, 1, 1, 1))
    _fill(file, trees(tree)[0], text)
    return file


def read_expression(text: str) -> Expression:
    """Return one expression, as it stands between `${` and `}`. Raises `NotHcl`."""
    return read_hcl(f"it = ({text}\n)").attributes["it"]


def _fill(block: Block, body: Any, text: str, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise NotHcl("nested too deep")
    for node in trees(body):
        if node.data == "attribute":
            name, value = str(trees(node)[0].children[0]), trees(node)[-1]
            block.attributes[name] = Expression(value, text)
        elif node.data == "block":
            labels = [_label(one) for one in trees(node) if one.data not in ("body", "new_line_or_comment")]
            inner = Block(labels[0], tuple(labels[1:]), span_of(node))
            _fill(inner, next(one for one in trees(node) if one.data == "body"), text, depth + 1)
            block.blocks.append(inner)


def _label(node: Any) -> str:
    if node.data != "string":
        return str(node.children[0])
    return "".join(str(part.children[0]) for part in trees(node) if not trees(part))


def trees(node: Any) -> list[Any]:
    """Return the children of a node that are nodes themselves, without comments and ends of lines."""
    return [one for one in node.children if hasattr(one, "data") and one.data != "new_line_or_comment"]


def span_of(node: Any) -> Span:
    """Return where a node stands."""
    meta = node.meta
    return Span(1, 1, 1, 1) if meta.empty else Span(meta.line, meta.column, meta.end_line, meta.end_column)


def whole(node: Any, text: str) -> str:
    """Return a node as written, on one line."""
    return "" if node.meta.empty else " ".join(text[node.meta.start_pos : node.meta.end_pos].split())


def written(node: Any, text: str) -> str:
    """Return a node as written, on one line and not too long."""
    found = whole(node, text)
    return found if len(found) <= 80 else found[:79] + "…"


def unescaped(text: str) -> str:
    """Return what a quoted text says: `\\n` is a line break, `\\"` a quote."""
    return _ESCAPE.sub(_escape, text) if "\\" in text else text


def _escape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        number = int(code, 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else match[0]
    return _ESCAPES.get(match[3], match[0])


def heredoc(token: str) -> str:
    """Return the lines inside of a heredoc as they stand; they begin on the line below its start."""
    return token[token.index("\n") + 1 : token.rstrip().rfind("\n") + 1]


def templates(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each `${...}` of a text: start, end and what stands inside; `$${` is plain text."""
    at = text.find("${")
    while at >= 0:
        if at and text[at - 1] == "$":
            at = text.find("${", at + 2)
            continue
        end = _closing(text, at + 2)
        yield at, end, text[at + 2 : end - 1]
        at = text.find("${", end)


def _closing(text: str, at: int) -> int:
    depth, quoted = 1, False
    while at < len(text) and depth:
        char = text[at]
        if char == "\\" and quoted:
            at += 1
        elif char == '"':
            quoted = not quoted
        elif not quoted:
            depth += (char == "{") - (char == "}")
        at += 1
    return at
