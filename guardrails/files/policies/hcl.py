"""Reads HCL: blocks and attributes with their places; the value of an expression where it is static.

Parsing is tree-sitter's; it is loaded only for files that name what we look for. It mends what it cannot read and goes
on: a file with a mended place is refused here.
Source of the language: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md (2026-09)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from guardrails.model.source import Span

if TYPE_CHECKING:
    import tree_sitter

MAX_CHARACTERS = 400_000
"""A Terraform file of this length is generated."""

MAX_DEPTH = 60

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_HEREDOC = re.compile(r"<<-?[ \t]*([\w-]+)[ \t]*\r?\n.*?^[ \t]*\1[ \t]*$", re.DOTALL | re.MULTILINE)
_OPENING = re.compile(r"[$%](?=\{)")

_WRAPPINGS: Final = frozenset({"expression", "literal_value", "template_expr", "collection_value", "operation"})
"""Kinds of nodes around exactly one other that say nothing more."""


class NotHcl(Exception):
    """The text is not HCL; the message says where."""


class File:
    """The text of a file, and how to get from the parser's bytes to characters."""

    __slots__ = ("_data", "_lines", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._data = text.encode("utf-8", "replace")
        self._lines = None if text.isascii() else self._data.split(b"\n")

    def column(self, row: int, column: int) -> int:
        """Return the column in characters, from 1, of one in bytes, from 0."""
        if self._lines is None or row >= len(self._lines):
            return column + 1
        return len(self._lines[row][:column].decode("utf-8", "replace")) + 1

    def between(self, start: int, end: int) -> str:
        """Return the text between two bytes."""
        return self.text[start:end] if self._lines is None else self._data[start:end].decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the parse tree of a file."""

    raw: tree_sitter.Node
    file: File

    @property
    def kind(self) -> str:
        """What it is, in the words of the grammar: `string_lit`, `function_call`, ..."""
        return self.raw.type

    @property
    def children(self) -> list[Node]:
        """The nodes in it, without punctuation and comments."""
        return [Node(one, self.file) for one in self.raw.named_children if one.type not in _NO_PARTS]

    @property
    def text(self) -> str:
        """What is written there."""
        return self.file.between(self.raw.start_byte, self.raw.end_byte)

    @property
    def span(self) -> Span:
        """Where it stands."""
        (row, column), (end_row, end_column) = self.raw.start_point, self.raw.end_point
        return Span(row + 1, self.file.column(row, column), end_row + 1, self.file.column(end_row, end_column))

    @property
    def whole(self) -> str:
        """What is written there, on one line."""
        return " ".join(self.text.split())

    @property
    def written(self) -> str:
        """What is written there, on one line and not too long."""
        found = self.whole
        return found if len(found) <= 80 else found[:79] + "…"

    @property
    def bare(self) -> Node:
        """The node inside of parentheses and of nodes that only wrap one other."""
        node = self
        while node.kind in _WRAPPINGS and len(inner := node.children) == 1:
            node = inner[0]
        return node


_NO_PARTS: Final = frozenset(
    {
        "comment",
        "quoted_template_start",
        "quoted_template_end",
        "object_start",
        "object_end",
        "tuple_start",
        "tuple_end",
        "block_start",
        "block_end",
        "template_interpolation_start",
        "template_interpolation_end",
        "strip_marker",
        "ellipsis",
    }
)
"""Named nodes that are punctuation."""


@dataclass(slots=True)
class Block:
    """One block with its labels, or (no type) a whole file."""

    type: str
    labels: tuple[str, ...]
    span: Span
    attributes: dict[str, Node] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)

    def of_type(self, type: str, *labels: str) -> Iterator[Block]:
        """Yield the inner blocks of a type whose labels begin so."""
        return (one for one in self.blocks if one.type == type and one.labels[: len(labels)] == labels)


def read_hcl(text: str) -> Block:
    """Return the blocks of a text. Raises `NotHcl`."""
    if len(text) > MAX_CHARACTERS:
        raise NotHcl(f"longer than {MAX_CHARACTERS:,} characters")
    root = _parsed(text)
    if root.has_error:
        # The text of a heredoc is read on its own: what stands in `${...}` there may be a variable of IAM.
        root = _parsed(_HEREDOC.sub(lambda one: _OPENING.sub("_", one[0]), text))
    if root.has_error or _broken_text(root):
        line = _first_error(root)
        raise NotHcl(f"not valid HCL{f' at line {line}' if line else ''}")
    file = Block("", (), Span(1, 1, 1, 1))
    for body in Node(root, File(text)).children:
        if body.kind != "body":  # the grammar takes a lone object, too
            raise NotHcl(f"not valid HCL at line {body.span.line}")
        _fill(file, body)
    return file


def read_expression(text: str) -> Node:
    """Return one expression, as it stands between `${` and `}`. Raises `NotHcl`."""
    return read_hcl(f"it = ({text}\n)").attributes["it"]


@cache
def _grammar() -> tree_sitter.Language:
    import tree_sitter
    import tree_sitter_hcl

    return tree_sitter.Language(tree_sitter_hcl.language())


def _parsed(text: str) -> tree_sitter.Node:
    import tree_sitter

    return tree_sitter.Parser(_grammar()).parse(text.encode("utf-8", "replace")).root_node


@cache
def _texts() -> tree_sitter.Query:
    import tree_sitter

    return tree_sitter.Query(
        _grammar(), "(string_lit (template_literal) @text) (quoted_template (template_literal) @text)"
    )


def _broken_text(root: tree_sitter.Node) -> bool:
    """Whether a text in quotes runs over the end of its line, which the grammar lets pass and HCL does not."""
    import tree_sitter

    found = tree_sitter.QueryCursor(_texts()).captures(root).get("text", [])
    return any(one.end_point.row > one.start_point.row for one in found)


def _first_error(node: tree_sitter.Node) -> int:
    """Return the line of the first place that was mended; 0 where there is none."""
    while node.has_error and not (node.is_error or node.is_missing):
        node = next(one for one in node.children if one.has_error or one.is_missing)
    return node.start_point.row + 1 if node.is_error or node.is_missing else 0


def _fill(block: Block, body: Node, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise NotHcl("nested too deep")
    for node in body.children:
        parts = node.children
        if node.kind == "attribute":
            block.attributes[parts[0].text] = parts[-1]
        elif node.kind == "block":
            labels = [_label(one) for one in parts if one.kind != "body"]
            inner = Block(labels[0], tuple(labels[1:]), node.span)
            for each in parts:
                if each.kind == "body":
                    _fill(inner, each, depth + 1)
            block.blocks.append(inner)


def _label(node: Node) -> str:
    return node.text if node.kind == "identifier" else "".join(part.text for part in node.children)


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
