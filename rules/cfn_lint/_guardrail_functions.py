"""Intrinsic functions of a template, evaluated in one world as far as they can be. This file holds no rule.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
(2026-09).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from typing import Any

from _guardrail_nodes import ABSENT, HOLE, UNKNOWN, Mark, Node, OneOf, Partial, Reference

_PLACE = re.compile(r"\$\{(!?)([^}]*)\}")
_LATE = "{{resolve:"
_MANY = 64
"""More combinations of values than these are not read one by one; the value counts as unknown."""

Path = tuple[Any, ...]


class Reader:
    """Evaluates values. `ref` and `holds` are the world's: the value of a name, and whether a condition holds."""

    def __init__(self, template: dict[str, Any], ref: Callable[[str], Any], holds: Callable[[Any], Any]) -> None:
        self.template = template
        self.ref = ref
        self.holds = holds

    def read(self, value: Any, path: Path) -> Node:
        """Return a value of the template as a node."""
        if isinstance(value, dict):
            if len(value) == 1:
                name, told = next(iter(value.items()))
                if name in ("Ref", "Condition") or str(name).startswith("Fn::"):
                    return self._function(str(name), told, path)
            if "Fn::Transform" in value:
                return Node(UNKNOWN, path)
            children = {str(key): self.read(one, (*path, key)) for key, one in value.items()}
            return Node({key: one for key, one in children.items() if not one.absent}, path)
        if isinstance(value, list):
            nodes = (self.read(one, (*path, place)) for place, one in enumerate(value))
            return Node([one for one in nodes if not one.absent], path)
        if value is None:
            return Node(ABSENT, path)
        late = isinstance(value, str) and _LATE in value
        return Node(UNKNOWN if late else value, path)

    def _function(self, name: str, told: Any, path: Path) -> Node:
        within = (*path, name)
        if name == "Ref":
            return Node(self.ref(str(told)), path)
        if name == "Fn::If":
            return self._if(told, within)
        if name == "Condition":
            return Node(told, path) if not isinstance(told, str) else Node({"Condition": Node(told, within)}, path)
        known = _FUNCTIONS.get(name)
        return Node(known(self, told, within) if known else UNKNOWN, path)

    def _if(self, told: Any, path: Path) -> Node:
        if not isinstance(told, list) or len(told) != 3:
            return Node(UNKNOWN, path)
        holds = self.holds({"Condition": told[0]})
        if isinstance(holds, Mark):
            return Node(UNKNOWN, path)
        return self.read(told[1], (*path, 1)) if holds else self.read(told[2], (*path, 2))

    def get_att(self, told: Any, _: Path) -> Any:
        """A reference to an attribute of a resource."""
        parts = told.split(".", 1) if isinstance(told, str) else told
        if not isinstance(parts, list) or len(parts) != 2 or not all(isinstance(one, str) for one in parts):
            return UNKNOWN
        return Reference(str(parts[0]), str(parts[1]))

    def sub(self, told: Any, path: Path) -> Any:
        """A text with its `${...}` filled in."""
        text, own = told if isinstance(told, list) and len(told) == 2 else (told, {})
        if not isinstance(text, str) or not isinstance(own, dict):
            return UNKNOWN
        parts: list[Any] = []
        end = 0
        for place in _PLACE.finditer(text):
            parts.append(text[end : place.start()])
            name, end = place[2].strip(), place.end()
            if place[1]:
                parts.append("${" + name + "}")
            elif name in own:
                parts.append(self.read(own[name], (*path, 1, name)).value)
            else:
                parts.append(self.get_att(name, path) if "." in name else self.ref(name))
        return joined("", [*parts, text[end:]])

    def join(self, told: Any, path: Path) -> Any:
        """The items of a list with a delimiter between them."""
        if not isinstance(told, list) or len(told) != 2 or not isinstance(told[0], str):
            return UNKNOWN
        items = self.read(told[1], (*path, 1)).value
        return joined(told[0], [one.value for one in items]) if isinstance(items, list) else UNKNOWN

    def select(self, told: Any, path: Path) -> Any:
        """One item of a list."""
        if not isinstance(told, list) or len(told) != 2:
            return UNKNOWN
        place = self.read(told[0], (*path, 0)).value
        items = self.read(told[1], (*path, 1)).value
        if isinstance(items, OneOf):
            items = UNKNOWN
        try:
            return items[int(place)].value if isinstance(items, list) else UNKNOWN
        except (IndexError, TypeError, ValueError):
            return UNKNOWN

    def split(self, told: Any, path: Path) -> Any:
        """The parts of a text between a delimiter."""
        if not isinstance(told, list) or len(told) != 2:
            return UNKNOWN
        text = self.read(told[1], (*path, 1)).value
        if not isinstance(told[0], str) or not isinstance(text, str):
            return UNKNOWN
        return [Node(one, path) for one in text.split(told[0])]

    def find_in_map(self, told: Any, path: Path) -> Any:
        """Every value of a mapping that the keys allow; a key that is not known allows each."""
        if not isinstance(told, list) or len(told) < 3:
            return UNKNOWN
        name = self.read(told[0], (*path, 0)).value
        level = (self.template.get("Mappings") or {}).get(name) if isinstance(name, str) else None
        if not isinstance(level, dict) or len(told) > 3:
            return UNKNOWN
        found: list[Any] = [level]
        for place in (1, 2):
            keys = list(self.read(told[place], (*path, place)).each())
            found = [
                one
                for each in found
                if isinstance(each, dict)
                for one in (each.values() if UNKNOWN in keys else (each[key] for key in map(str, keys) if key in each))
            ]
        if any(isinstance(one, list) for one in found):
            return self.read(found[0], path).value if len(found) == 1 else UNKNOWN
        return one_of(found)


_FUNCTIONS: dict[str, Callable[[Reader, Any, Path], Any]] = {
    "Fn::GetAtt": Reader.get_att,
    "Fn::Sub": Reader.sub,
    "Fn::Join": Reader.join,
    "Fn::Select": Reader.select,
    "Fn::Split": Reader.split,
    "Fn::FindInMap": Reader.find_in_map,
}
"""The others (`Fn::ImportValue`, `Fn::GetAZs`, `Fn::Cidr`, ...) are answered by AWS when the stack is made."""


def one_of(values: list[Any]) -> Any:
    """Return the one value of a list, or what stands for several; UNKNOWN for none."""
    some: list[Any] = []
    for one in values:
        if one not in some:
            some.append(one)
    if not some:
        return UNKNOWN
    return some[0] if len(some) == 1 else OneOf(tuple(some))


def joined(delimiter: str, parts: list[Any]) -> Any:
    """Return the text of all parts: one text, one of several, or a partly known one."""
    each = [one.values if isinstance(one, OneOf) else (one,) for one in parts]
    count = 1
    for some in each:
        count *= len(some)
    if count > _MANY:
        each = [some if len(some) == 1 else (UNKNOWN,) for some in each]
    texts = [delimiter.join(map(_text, chosen)) for chosen in product(*each)]
    return one_of([Partial(one) if HOLE in one else one for one in texts])


def _text(part: Any) -> str:
    if isinstance(part, Partial):
        return part.text
    if isinstance(part, bool):
        return "true" if part else "false"
    return str(part) if isinstance(part, (str, int, float)) else HOLE
