"""The value of an HCL expression that needs nothing but the files at hand; anything else is named and refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from guardrails.files.policies.hcl import (
    MAX_DEPTH,
    Expression,
    NotHcl,
    heredoc,
    read_expression,
    span_of,
    templates,
    trees,
    unescaped,
    whole,
    written,
)
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

    def of(self, expression: Expression, pointer: Pointer = ()) -> object:
        """Return the value; unknown parts of a text stay in it as `${...}`. Raises `Dynamic`."""
        return bounded(self._value(expression.node, expression.text, pointer, 0))

    def _elsewhere(self) -> Values:
        """Return what evaluates a part whose places do not matter."""
        return Values(self.local, self.file, self.fileset, self.each)

    def _value(self, node: Any, text: str, pointer: Pointer, depth: int) -> object:
        if depth > MAX_DEPTH * 3:
            raise Dynamic("something nested too deep")
        while node.data == "expr_term" and len(trees(node)) == 1:
            node = trees(node)[0]
        read = _READERS.get(node.data)
        if read is None:
            raise Dynamic(written(node, text))
        self.spans[pointer] = span_of(node)
        return read(self, node, text, pointer, depth + 1)

    def _string(self, node: Any, text: str, pointer: Pointer, depth: int) -> str:
        return _assembled(self._part(part, text, depth) for part in trees(node))

    def _part(self, part: Any, text: str, depth: int) -> str:
        inner = trees(part)
        if not inner:
            token = str(part.children[0])
            return token[1:] if part.children[0].type.startswith("ESCAPED") else unescaped(token)
        if inner[0].data != "interpolation":
            raise Dynamic(written(inner[0], text))
        try:
            return as_text(self._elsewhere()._value(trees(inner[0])[0], text, (), depth))
        except Dynamic:
            return whole(inner[0], text)

    def _heredoc(self, node: Any, text: str, pointer: Pointer, depth: int) -> str:
        return self.filled(heredoc(str(node.children[0])))

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

    def _object(self, node: Any, text: str, pointer: Pointer, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        for element in trees(node):
            key = self._key(trees(trees(element)[0])[0], text, depth)
            found[key] = self._value(trees(element)[-1], text, (*pointer, key), depth)
        return found

    def _key(self, node: Any, text: str, depth: int) -> str:
        names = trees(node)
        if node.data == "keyword":
            return str(node.children[0])
        if node.data == "expr_term" and len(node.children) == 1 and names and names[0].data == "identifier":
            return str(names[0].children[0])
        return as_text(self._value(node, text, (), depth))

    def _tuple(self, node: Any, text: str, pointer: Pointer, depth: int) -> list[object]:
        return [self._value(one, text, (*pointer, at), depth) for at, one in enumerate(trees(node))]

    def _integer(self, node: Any, text: str, pointer: Pointer, depth: int) -> object:
        return int(str(node.children[0])[:300])

    def _float(self, node: Any, text: str, pointer: Pointer, depth: int) -> object:
        return float(str(node.children[0]))

    def _negative(self, node: Any, text: str, pointer: Pointer, depth: int) -> object:
        value = self._value(trees(node)[0], text, pointer, depth)
        if str(node.children[0]).strip() != "-" or not isinstance(value, int | float):
            raise Dynamic(written(node, text))
        return -value

    def _constant(self, node: Any, text: str, pointer: Pointer, depth: int) -> object:
        return _CONSTANTS[str(node.children[0])]

    def _call(self, node: Any, text: str, pointer: Pointer, depth: int) -> object:
        name, *arguments = trees(node)
        values = trees(arguments[0]) if arguments else []
        known = FUNCTIONS.get(str(name.children[0]))
        if known is None or not values or (arguments and any(str(one) == "..." for one in arguments[0].children)):
            raise Dynamic(written(node, text))
        given = [bounded(self._value(one, text, pointer if at == 0 else (), depth)) for at, one in enumerate(values)]
        try:
            return known(self, *given)
        except (TypeError, ValueError, AttributeError):
            raise Dynamic(written(node, text)) from None

    def _attribute(self, node: Any, text: str, pointer: Pointer, depth: int) -> object:
        path = whole(node, text).split(".")
        if path[:2] == ["data", "aws_partition"] and path[3:] in (["partition"], ["id"]):
            return "aws"  # what is wrong with a policy there is wrong with it in the other partitions, too
        if path == ["path", "module"]:
            return "."
        base, name = trees(node)[0], str(trees(trees(node)[-1])[0].children[0])
        if path[0] == "local" and len(path) == 2:
            return self.local(name)
        if path[0] == "each" and len(path) == 2 and name in self.each:
            return self.each[name]
        if path[0] not in ("local", "each") or len(path) < 3:
            raise Dynamic(written(node, text))
        return _member(self._value(base, text, (), depth), name, written(node, text))

    def _index(self, node: Any, text: str, pointer: Pointer, depth: int) -> object:
        base, index = trees(node)[0], trees(node)[-1]
        if index.data != "braces_index":
            raise Dynamic(written(node, text))
        key = self._value(trees(index)[0], text, (), depth)
        return _member(self._value(base, text, (), depth), key, written(node, text))


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


_READERS: Mapping[str, Callable[[Values, Any, str, Pointer, int], object]] = {
    "string": Values._string,
    "heredoc_template": Values._heredoc,
    "heredoc_template_trim": Values._heredoc,
    "object": Values._object,
    "tuple": Values._tuple,
    "int_lit": Values._integer,
    "float_lit": Values._float,
    "unary_op": Values._negative,
    "literal_value": Values._constant,
    "function_call": Values._call,
    "get_attr_expr_term": Values._attribute,
    "index_expr_term": Values._index,
}
