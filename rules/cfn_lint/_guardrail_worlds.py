"""The worlds of a template: one for each way in which its conditions can turn out. This file holds no rule.

A condition that compares a parameter is tried with each value that can matter: its AllowedValues, else the texts that
it is compared with, its default, and one that nobody named. So a flow log and its VPC that hang on one condition are
seen together, and a parameter has the same value wherever a world reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from _guardrail_functions import Reader, one_of
from _guardrail_nodes import ABSENT, UNKNOWN, Mark, Node, OneOf, Reference
from guardrail_settings import account, setting

MOST = 256
"""More worlds than these are not read; the rule says that it could not."""

_KEPT: list[tuple[Any, Any]] = []


class TooMany(Exception):
    """The conditions can turn out in more ways than a rule reads."""


class _Choice(Exception):
    """A parameter or a comparison has to be decided before a condition can be."""

    def __init__(self, key: str, values: tuple[Any, ...]) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class Resource:
    """One resource of a world: logical id, type, its properties and the rest of it."""

    def __init__(self, name: str, type: str, whole: Node) -> None:
        self.name = name
        self.type = type
        self.whole = whole

    @property
    def properties(self) -> Node:
        """The node of `Properties`; absent ones show the line of the resource."""
        return self.whole.get("Properties")

    def get(self, dotted: str) -> Node:
        """Return a property at a dotted path."""
        found = self.properties.get(dotted)
        return Node(ABSENT, found.path) if self.properties.absent else found


class World:
    """The template with all its conditions decided. `resources` are those that are made then, in their order."""

    def __init__(self, template: dict[str, Any], decided: dict[str, Any]) -> None:
        self.template = template
        self.decided = decided
        self._deciding = False
        self._busy: set[str] = set()
        self.reader = Reader(template, self.ref, self.holds)
        self.conditions = self._conditions()
        self.resources = list(self._resources())
        self.by_name = {one.name: one for one in self.resources}

    def _conditions(self) -> dict[str, Any]:
        self._deciding = True
        found = {name: self.holds({"Condition": name}) for name in self.template.get("Conditions") or {}}
        self._deciding = False
        return found

    def _resources(self) -> Iterator[Resource]:
        for name, told in (self.template.get("Resources") or {}).items():
            if not isinstance(told, dict) or not isinstance(told.get("Type"), str):
                continue
            if "Condition" in told and self.holds({"Condition": told["Condition"]}) is False:
                continue
            rest = {key: one for key, one in told.items() if key not in ("Condition", "Type", "Metadata", "DependsOn")}
            yield Resource(str(name), str(told["Type"]), self.reader.read(rest, ("Resources", name)))

    def of(self, *types: str) -> list[Resource]:
        """Return the resources of these types."""
        return [one for one in self.resources if one.type in types]

    def target(self, node: Node, *types: str) -> Any:
        """Return the resource that a node refers to; None for a value, UNKNOWN where it may be anything."""
        if isinstance(node.value, Reference):
            found = self.by_name.get(node.value.resource)
            return found if found is not None and (not types or found.type in types) else UNKNOWN
        return None if node.known or node.absent else UNKNOWN

    def ref(self, name: str) -> Any:
        """Return the value of a `Ref`."""
        if name == "AWS::NoValue":
            return ABSENT
        parameters = self.template.get("Parameters") or {}
        if name in parameters:
            return self._parameter(name, parameters[name] if isinstance(parameters[name], dict) else {})
        if name in (self.template.get("Resources") or {}):
            return Reference(name)
        own = account()
        if name == "AWS::AccountId" and own is not None and own["id"]:
            return own["id"]
        return setting("settings.partition", UNKNOWN) if name == "AWS::Partition" else UNKNOWN

    def _parameter(self, name: str, told: dict[str, Any]) -> Any:
        if name in self.decided:
            return self.decided[name]
        values = _values(told)
        if self._deciding and values is not UNKNOWN:
            named = values if UNKNOWN not in values else (*_compared(self.template), *values)
            raise _Choice(name, tuple(dict.fromkeys(named)))
        if values is UNKNOWN:
            return UNKNOWN
        return OneOf(values) if UNKNOWN in values else one_of(list(values))

    def holds(self, condition: Any) -> Any:
        """Whether a condition holds: True, False, or UNKNOWN for one that cannot be read."""
        if isinstance(condition, bool):
            return condition
        if not isinstance(condition, dict) or len(condition) != 1:
            return UNKNOWN
        name, told = next(iter(condition.items()))
        if name == "Condition":
            return self._named(told)
        if name == "Fn::Equals" and isinstance(told, list) and len(told) == 2:
            return self._equal(told)
        each = [self.holds(one) for one in told] if isinstance(told, list) else [UNKNOWN]
        if name == "Fn::Not":
            return UNKNOWN if each[0] is UNKNOWN else not each[0]
        if name in ("Fn::And", "Fn::Or"):
            ends = name == "Fn::Or"
            return ends if any(one is ends for one in each) else UNKNOWN if UNKNOWN in each else not ends
        return self._free(condition)

    def _named(self, name: Any) -> Any:
        conditions = self.template.get("Conditions") or {}
        if not isinstance(name, str) or name not in conditions or name in self._busy:
            return UNKNOWN
        self._busy.add(name)
        try:
            return self.holds(conditions[name])
        finally:
            self._busy.discard(name)

    def _equal(self, told: list[Any]) -> Any:
        sides = [self.reader.read(one, ()).value for one in told]
        for one, other in (sides, sides[::-1]):
            if isinstance(other, (str, int, bool)) and isinstance(one, (str, int, bool)):
                return _word(one) == _word(other)
            among = isinstance(one, OneOf) and UNKNOWN not in one.values and _plain(other)
            if among and _word(other) not in map(_word, one.values):
                return False
        if any(one is UNKNOWN for one in sides) and any(self._other(one) for one in told) and any(map(_plain, sides)):
            return False
        return self._free({"Fn::Equals": told})

    def _other(self, side: Any) -> bool:
        """Whether a side is a parameter that has, in this world, a value that no condition names."""
        name = side.get("Ref") if isinstance(side, dict) else None
        return isinstance(name, str) and name in self.decided

    def _free(self, condition: Any) -> Any:
        key = json.dumps(condition, sort_keys=True, default=str)
        if key in self.decided:
            return self.decided[key]
        if self._deciding:
            raise _Choice(key, (True, False))
        return UNKNOWN


def worlds(cfn: Any) -> list[World]:
    """Return every world of a template (a `cfnlint.template.Template`); raises TooMany.

    All rules ask for the same template one after the other, so the last one is kept.
    """
    told = (account() or {}).get("id", "")
    if not _KEPT or _KEPT[0][0] is not cfn or _KEPT[0][1][0] != told:
        _KEPT[:] = [(cfn, (told, _all(cfn.template)))]
    found = _KEPT[0][1][1]
    if isinstance(found, TooMany):
        raise found
    return list(found)


def _all(template: dict[str, Any]) -> list[World] | TooMany:
    found: list[World] = []
    open: list[dict[str, Any]] = [{}]
    while open:
        decided = open.pop()
        try:
            found.append(World(template, decided))
        except _Choice as choice:
            open += [{**decided, choice.key: one} for one in reversed(choice.values)]
        if len(found) + len(open) > MOST:
            return TooMany(f"its conditions can turn out in more than {MOST} ways")
    return found


def _values(told: dict[str, Any]) -> Any:
    """Return the values that a parameter can have, UNKNOWN among them; UNKNOWN alone where nothing is told.

    Values of `NoEcho` parameters are never read: they would end up in messages. Lists, and types that AWS looks up in
    the account (`AWS::EC2::VPC::Id`, `AWS::SSM::Parameter::Value<String>`), are not read either.
    """
    type = str(told.get("Type", ""))
    if _word(told.get("NoEcho", False)) == "true" or type not in ("String", "Number"):
        return UNKNOWN
    allowed = told.get("AllowedValues")
    if isinstance(allowed, list) and allowed:
        return tuple(str(one) if not isinstance(one, bool) else _word(one) for one in allowed)
    default = told.get("Default")
    return (UNKNOWN,) if default is None or isinstance(default, (Mark, list, dict)) else (str(default), UNKNOWN)


def _compared(template: dict[str, Any]) -> list[str]:
    """Return the texts that conditions compare something with, each once."""
    found: list[str] = []

    def look(value: Any) -> None:
        if isinstance(value, dict):
            for key, one in value.items():
                if key == "Fn::Equals" and isinstance(one, list):
                    found.extend(_word(side) for side in one if _plain(side))
                look(one)
        elif isinstance(value, list):
            for one in value:
                look(one)

    look(template.get("Conditions") or {})
    return found


def _plain(value: Any) -> bool:
    return isinstance(value, (str, int, float, bool))


def _word(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
