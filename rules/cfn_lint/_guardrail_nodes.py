"""Values of a template as a rule sees them: read, absent, unknown, one of several; each knows where it is written.

This file holds no rule: its name begins with `_`, and cfn-lint loads `[A-Za-z1-9]*.py` only
(`cfnlint.helpers.load_plugins`, cfn-lint 1.58.0).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Mark(Enum):
    """Stands where there is no value that can be read."""

    ABSENT = "absent"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("a mark has no truth; compare it with `is`")


ABSENT = Mark.ABSENT
UNKNOWN = Mark.UNKNOWN

HOLE = "\0"
"""Stands in a partly known text where a part is not known."""


@dataclass(frozen=True)
class OneOf:
    """Several values are possible, as a parameter's AllowedValues; UNKNOWN among them: and others."""

    values: tuple[Any, ...]


@dataclass(frozen=True)
class Partial:
    """A text of which parts are not known: `arn:aws:iam::\\0:role/x`."""

    text: str


@dataclass(frozen=True)
class Reference:
    """Another resource of the template: `Ref` (attribute empty) or `Fn::GetAtt`."""

    resource: str
    attribute: str = ""


@dataclass(frozen=True)
class Node:
    """A value and the path in the template where it stands. Children of mappings and lists are nodes.

    A child that is not there is ABSENT and has the path of its parent: that is the line to show.
    """

    value: Any
    path: tuple[str | int, ...]

    def get(self, dotted: str) -> Node:
        """Return the node at a dotted path below this one; UNKNOWN below what is not known."""
        node = self
        for step in dotted.split("."):
            if isinstance(node.value, dict):
                node = node.value.get(step) or Node(ABSENT, node.path)
            else:
                node = Node(ABSENT if node.value is ABSENT else UNKNOWN, node.path)
        return node

    @property
    def absent(self) -> bool:
        """Whether nothing is written here."""
        return self.value is ABSENT

    @property
    def known(self) -> bool:
        """Whether this is a mapping, a list or one plain value."""
        return not isinstance(self.value, (Mark, OneOf, Partial, Reference))

    def each(self) -> Iterator[Any]:
        """Yield each plain value that this may have, UNKNOWN among them; nothing where it is absent."""
        if isinstance(self.value, OneOf):
            yield from (UNKNOWN if isinstance(one, Partial) else one for one in self.value.values)
        elif self.known:
            yield self.value
        elif not self.absent:
            yield UNKNOWN

    def texts(self) -> Iterator[str]:
        """Yield each text that this may be, HOLE in place of what is not known."""
        for one in self.value.values if isinstance(self.value, OneOf) else (self.value,):
            if isinstance(one, Partial):
                yield one.text
            elif isinstance(one, str):
                yield one
            elif not isinstance(one, (dict, list)) and one is not ABSENT:
                yield HOLE if isinstance(one, (Mark, Reference)) else str(one)

    def items(self) -> list[Node]:
        """Return the nodes of a list; one value counts as a list of one, what is not known as one unknown node."""
        if isinstance(self.value, list):
            return list(self.value)
        return [] if self.absent else [self]

    def under(self, dotted: str) -> Iterator[Node]:
        """Yield the nodes at a dotted path in which `x[]` means each item of the list x."""
        head, many, rest = dotted.partition("[]")
        found = self.get(head) if head else self
        if not many:
            if not found.absent:
                yield found
            return
        for one in found.items():
            yield from one.under(rest.lstrip(".")) if rest.lstrip(".") else [one]

    def plain(self) -> Any:
        """Return the whole value without paths: mappings and lists of plain values, UNKNOWN where a part is not."""
        if isinstance(self.value, dict):
            return {key: one.plain() for key, one in self.value.items()}
        if isinstance(self.value, list):
            return [one.plain() for one in self.value]
        return self.value if self.known or self.absent else UNKNOWN

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it."""
        yield self
        inner = self.value.values() if isinstance(self.value, dict) else self.value
        if isinstance(self.value, (dict, list)):
            for one in inner:
                yield from one.walk()


def document(node: Node) -> Node:
    """Return a document that is written as JSON in a text as nodes, all in the place of the text; others as is."""
    try:
        return _nodes(json.loads(node.value), node.path) if isinstance(node.value, str) else node
    except ValueError:
        return node


def _nodes(value: Any, path: tuple[str | int, ...]) -> Node:
    if isinstance(value, dict):
        return Node({key: _nodes(one, path) for key, one in value.items()}, path)
    return Node([_nodes(one, path) for one in value], path) if isinstance(value, list) else Node(value, path)


def truth(value: Any) -> Any:
    """Return a boolean written as one or as text (`"true"`); UNKNOWN for anything else."""
    word = str(value).lower() if isinstance(value, (bool, str)) else ""
    return word == "true" if word in ("true", "false") else UNKNOWN


def number(value: Any) -> Any:
    """Return a number written as one or as text; UNKNOWN for anything else."""
    try:
        return UNKNOWN if isinstance(value, (bool, Mark)) else float(value)
    except (TypeError, ValueError):
        return UNKNOWN
