"""The value of an HCL expression that needs nothing but the files at hand; anything else is named and refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from guardrails.files.policies.hcl import MAX_DEPTH, Node, NotHcl, heredoc, read_expression, templates, unescaped
from guardrails.model.policy.json_text import MAX_LENGTH
from guardrails.model.source import Pointer, Span

MAX_VALUES = 200_000
_MOST_EXPRESSIONS = 200
"""So many different expressions in one text are worked out; the rest stays as written."""

_CONSTANTS: Mapping[str, object] = {"true": True, "false": False, "null": None}


class Dynamic(Exception):
    """An expression whose value is not known before Terraform runs; the message is the expression."""


@dataclass(slots=True)
class Values:
    """Evaluates expressions of one module. `local` returns the value of a local, or raises `Dynamic`.

    `file` returns the text of a file named by a path, `fileset` the names of the files of a folder that fit a pattern.
    `each` is the key and value of the instance of a resource. Where each value of the last expression stands is in
    `spans`.
    """

    local: Callable[[str], object]
    file: Callable[[str], str]
    fileset: Callable[[str, str], list[str]]
    each: Mapping[str, object] = field(default_factory=dict)
    spans: dict[Pointer, Span] = field(default_factory=dict)

    def of(self, expression: Node, pointer: Pointer = ()) -> object:
        """Return the value; unknown parts of a text stay in it as `${...}`. Raises `Dynamic`."""
        return bounded(self._value(expression, pointer, 0))

    def _elsewhere(self) -> Values:
        """Return what evaluates a part whose places do not matter."""
        return Values(self.local, self.file, self.fileset, self.each)

    def _value(self, node: Node, pointer: Pointer, depth: int) -> object:
        if depth > MAX_DEPTH * 3:
            raise Dynamic("something nested too deep")
        node = node.bare
        read = _READERS.get(node.kind)
        if read is None:
            raise Dynamic(node.written)
        self.spans[pointer] = node.span
        return read(self, node, pointer, depth + 1)

    def _string(self, node: Node, pointer: Pointer, depth: int) -> str:
        return _assembled(self._part(part, depth) for part in node.children)

    def _part(self, part: Node, depth: int) -> str:
        if part.kind == "template_literal":
            return unescaped(part.text).replace("$${", "${").replace("%%{", "%{")
        if part.kind != "template_interpolation":
            raise Dynamic(part.written)
        try:
            return as_text(self._elsewhere()._value(part.children[0], (), depth))
        except Dynamic:
            return part.whole

    def _heredoc(self, node: Node, pointer: Pointer, depth: int) -> str:
        return self.filled(heredoc(node.text))

    def filled(self, body: str) -> str:
        """Return the text of a heredoc: static parts put in, others left as `${...}`."""
        text = _assembled(self._pieces(body))
        directive = re.search(r"(?<!%)%\{[^}\n]{0,80}\}?", text)
        if directive:
            raise Dynamic(directive[0])
        return text.replace("$${", "${").replace("%%{", "%{")

    def _pieces(self, body: str) -> Iterator[str]:
        last, known = 0, dict[str, str]()
        for start, end, inside in templates(body):
            whole = body[start:end]
            if whole not in known:
                known[whole] = self._inserted(inside, whole) if len(known) < _MOST_EXPRESSIONS else whole
            yield from (body[last:start], known[whole])
            last = end
        yield body[last:]

    def _inserted(self, inside: str, otherwise: str) -> str:
        try:
            return as_text(self._elsewhere().of(read_expression(inside.strip("~"))))
        except (Dynamic, NotHcl, KeyError):
            return otherwise

    def _object(self, node: Node, pointer: Pointer, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        for element in node.children:
            name, value = element.children
            key = self._key(name, depth)
            found[key] = self._value(value, (*pointer, key), depth)
        return found

    def _key(self, node: Node, depth: int) -> str:
        """The key of an object: a bare word stands for itself, one in parentheses for its value."""
        word = node.bare.kind in ("variable_expr", "bool_lit", "null_lit") and not node.text.startswith("(")
        return node.text if word else as_text(self._value(node, (), depth))

    def _tuple(self, node: Node, pointer: Pointer, depth: int) -> list[object]:
        return [self._value(one, (*pointer, at), depth) for at, one in enumerate(node.children)]

    def _number(self, node: Node, pointer: Pointer, depth: int) -> object:
        text = node.text[:300]
        return int(text) if text.isdigit() else float(text)

    def _negative(self, node: Node, pointer: Pointer, depth: int) -> object:
        value = self._value(node.children[0], pointer, depth)
        if not node.text.startswith("-") or isinstance(value, bool) or not isinstance(value, int | float):
            raise Dynamic(node.written)
        return -value

    def _constant(self, node: Node, pointer: Pointer, depth: int) -> object:
        return _CONSTANTS[node.text]

    def _call(self, node: Node, pointer: Pointer, depth: int) -> object:
        name, *arguments = node.children
        values = arguments[0].children if arguments else []
        known = FUNCTIONS.get(name.text)
        if known is None or not values or any(one.type == "ellipsis" for one in arguments[0].raw.children):
            raise Dynamic(node.written)
        given = [bounded(self._value(one, pointer if at == 0 else (), depth)) for at, one in enumerate(values)]
        try:
            return known(self, *given)
        except (TypeError, ValueError, AttributeError):
            raise Dynamic(node.written) from None

    def _chain(self, node: Node, pointer: Pointer, depth: int) -> object:
        """A value with attributes and indexes behind it: `local.regions["home"].name`."""
        base, *steps = node.children
        names = [base.text, *(one.children[0].text if one.kind == "get_attr" else "" for one in steps)]
        if names[:2] == ["data", "aws_partition"] and names[3:] in (["partition"], ["id"]):
            return "aws"  # what is wrong with a policy there is wrong with it in the other partitions, too
        if names == ["path", "module"]:
            return "."
        if names[0] == "local" and names[1]:
            value = self.local(names[1])
        elif names[0] == "each" and names[1] in self.each:
            value = self.each[names[1]]
        elif base.bare.kind in ("variable_expr", "identifier"):
            raise Dynamic(node.written)
        else:
            value, steps = self._value(base, (), depth), [base, *steps]
        for step in steps[1:]:
            value = _member(value, self._step(step, node, depth), node.written)
        return value

    def _step(self, step: Node, node: Node, depth: int) -> object:
        """The name or the place that one step of a chain asks for."""
        inner = step.children[0]
        if step.kind == "get_attr":
            return inner.text
        if step.kind != "index" or inner.kind != "new_index":
            raise Dynamic(node.written)
        return self._value(inner.children[0], (), depth)


def _member(value: object, key: object, expression: str) -> object:
    if isinstance(value, dict) and key in value:
        return value[key]
    if isinstance(value, list) and isinstance(key, int) and not isinstance(key, bool) and 0 <= key < len(value):
        return value[key]
    raise Dynamic(expression)


def bounded(value: object) -> object:
    """Return the value if it is not much longer than any policy; locals may repeat each other without end.

    Raises `Dynamic` for one that is.
    """
    left, waiting = MAX_VALUES, [value]
    while waiting and left > 0:
        one = waiting.pop()
        left -= 1 + (len(one) // 16 if isinstance(one, str) else 0)
        if isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one[: max(left, 0)])
    if waiting:
        raise Dynamic("a value that is longer than any policy")
    return value


def _assembled(pieces: Iterable[str]) -> str:
    found: list[str] = []
    length = 0
    for piece in pieces:
        found.append(piece)
        length += len(piece)
        if length > MAX_LENGTH:
            raise Dynamic("a text that is longer than any policy")
    return "".join(found)


def as_text(value: object) -> str:
    """Return a value as Terraform puts it into a text. Raises `Dynamic` for what has no text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        return str(value)
    raise Dynamic("a value that is no text")


def _joined(values: Values, between: str, *lists: list[str]) -> str:
    items = [one for each in lists for one in each]
    if sum(map(len, items)) + len(between) * len(items) > MAX_LENGTH:
        raise ValueError
    return between.join(items)


def _concatenated(values: Values, *lists: object) -> list[object]:
    if sum(len(_list(each)) for each in lists) > MAX_VALUES:
        raise ValueError
    return [one for each in lists for one in _list(each)]


def _merged(values: Values, *objects: dict[str, object]) -> dict[str, object]:
    return {key: value for one in objects for key, value in one.items()}


FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "concat": _concatenated,
    "join": _joined,
    "merge": _merged,
    "tolist": lambda values, one: list(_list(one)),
    "toset": lambda values, one: list(dict.fromkeys(_list(one))),
    "distinct": lambda values, one: list(dict.fromkeys(_list(one))),
    "trimspace": lambda values, one: one.strip(),
    "jsonencode": lambda values, one: json.dumps(one),
    "jsondecode": lambda values, one: json.loads(one),
    "file": lambda values, path: values.file(path),
    "fileset": lambda values, folder, pattern: values.fileset(folder, pattern),
}
"""The functions that are worked out; each takes the values and the arguments."""


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


_READERS: Mapping[str, Callable[[Values, Node, Pointer, int], object]] = {
    "string_lit": Values._string,
    "quoted_template": Values._string,
    "heredoc_template": Values._heredoc,
    "object": Values._object,
    "tuple": Values._tuple,
    "numeric_lit": Values._number,
    "unary_operation": Values._negative,
    "bool_lit": Values._constant,
    "null_lit": Values._constant,
    "function_call": Values._call,
    "expression": Values._chain,
}
