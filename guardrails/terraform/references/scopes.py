"""Module instances: where a name in a module's expression is looked up, and with which keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.configuration import Expression, ModuleCall, ModuleConfig
from guardrails.model.plan.plan import Plan
from guardrails.terraform.references.names import unquoted

Key = str | int | None
NONE = Expression()
_GONE = (Verb.DELETE, Verb.FORGET)

_CALL = re.compile(r'module\.([\w-]+)(?:\[(?:(\d+)|("(?:[^"\\]|\\.)*"))\])?')


@dataclass(frozen=True, slots=True)
class Scope:
    """One instance of a module. `prefix` stands before the addresses in it (`module.cell[0].`), `key` is its own key.

    `module` None: the plan has no configuration of it.
    """

    prefix: str
    names: tuple[str, ...]
    key: Key
    module: ModuleConfig | None
    call: ModuleCall | None = None
    parent: Scope | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an expression stands: in a module instance, in something with an instance key that repeats over a value.

    `block` is the address of that something without its key.
    """

    scope: Scope
    key: Key = None
    repetition: Expression = NONE
    block: str = ""


class Scopes:
    """The module instances of a plan, and the instances of each resource and module in them."""

    def __init__(self, plan: Plan) -> None:
        self.root = Scope("", (), None, plan.root)
        self._known = {"": self.root}
        self.resources: dict[str, dict[Key, Change]] = {}
        """Address without the last key (`module.cell[0].aws_subnet.private`) -> instance key -> change."""
        self.calls: dict[str, set[Key]] = {}
        """Address of a module call without the last key -> its instance keys that hold something."""
        self._paired: dict[tuple[str, str], bool] = {}
        for one in plan.changes:
            # What goes away is no longer there for an expression to lead to.
            if not one.deposed and one.verb not in _GONE:
                self.resources.setdefault(self.address(one), {})[one.key] = one
                if one.module not in self._known:
                    self.at(one.module)

    def address(self, change: Change) -> str:
        """Return the address of a change without its last key."""
        start = f"{change.module}." if change.module else ""
        return f"{start}{'data.' if change.mode == 'data' else ''}{change.type}.{change.name}"

    def paired(self, block: str, subject: str) -> bool:
        """Whether every instance of one resource or module call has one of the same key in another."""
        known = self._paired.get((block, subject))
        if known is None:
            own = self.resources.get(block) or self.calls.get(block) or ()
            other = self.resources.get(subject) or self.calls.get(subject) or ()
            known = self._paired[block, subject] = set(own) <= set(other)
        return known

    def at(self, address: str) -> Scope:
        """Return the module instance at an address such as `module.cell[0].module.db`; the empty one is the root."""
        scope = self._known.get(address)
        if scope is None:
            scope = self.root
            for match in _CALL.finditer(address):
                key = int(match[2]) if match[2] else unquoted(match[3]) if match[3] else None
                self.calls.setdefault(f"{scope.prefix}module.{match[1]}", set()).add(key)
                scope = self.below(scope, match[1], key, address[: match.end()])
            self._known[address] = scope
        return scope

    def below(self, scope: Scope, name: str, key: Key, address: str = "") -> Scope:
        """Return the instance of a module called in this one."""
        address = address or f"{scope.prefix}module.{name}{_shown(key)}"
        found = self._known.get(address)
        if found is None:
            call = scope.module.calls.get(name) if scope.module else None
            module = call.module if call else None
            found = Scope(f"{address}.", (*scope.names, name), key, module, call, scope)
            self._known[address] = found
        return found

    def frame(self, change: Change, repetition: Expression) -> Frame:
        """Return where the expressions of a change's block stand."""
        return Frame(self.at(change.module), change.key, repetition, self.address(change))

    def outside(self, scope: Scope) -> Frame | None:
        """Return where the arguments of a module instance stand; None for the root."""
        if scope.call is None or scope.parent is None:
            return None
        block = f"{scope.parent.prefix}module.{scope.names[-1]}"
        return Frame(scope.parent, scope.key, scope.call.repetition, block)

    def instances(self, scope: Scope, subject: str) -> Mapping[Key, Change]:
        """Return the instances of a resource named in a module."""
        return self.resources.get(scope.prefix + subject, {})


def _shown(key: Key) -> str:
    if key is None:
        return ""
    if isinstance(key, int):
        return f"[{key}]"
    text = key.replace("\\", "\\\\").replace('"', '\\"').replace("${", "$${").replace("%{", "%%{")
    return f'["{text}"]'
