"""Works out what an expression of the sources refers to: keys made of names, `for`, splats, conditions, locals.

Ids that AWS has yet to give stay references; what depends on anything else that is not known is OPAQUE.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Plan
from guardrails.model.plan.values import UNSET, Mark, Path
from guardrails.terraform.references.functions import call
from guardrails.terraform.references.operators import binary
from guardrails.terraform.references.scopes import Key, Scope, Scopes
from guardrails.terraform.references.types import converted
from guardrails.terraform.references.values import (
    OPAQUE,
    Instances,
    Ref,
    Root,
    items,
    leaves,
    plain,
    step,
    text,
)
from guardrails.terraform.sources.bodies import Bodies
from guardrails.terraform.sources.parsing import Node, parsed

_MOST = 200_000
_LARGEST = 20_000
"""Steps for one attribute, and parts of one value: a hundred times more than people write."""
_SILENT = {"path", "terraform", "self", "ephemeral"}


@dataclass(frozen=True, slots=True)
class Env:
    """Where an expression stands: module instance, block (its address in the module) with its key, names of `for`."""

    scope: Scope
    block: str = ""
    key: Key = None
    names: Mapping[str, object] = field(default_factory=dict)


class Symbols:
    """Evaluates expressions of the sources of one plan; what does not depend on an instance is worked out once."""

    def __init__(self, plan: Plan, scopes: Scopes, bodies: Bodies) -> None:
        self._plan = plan
        self._scopes = scopes
        self._bodies = bodies
        self._known: dict[tuple[str, str, str], object] = {}
        self._left = _MOST
        self._kinds: dict[str, Callable[[Node, Env], object]] = {
            "literal": lambda node, env: node.value,
            "template": self._template,
            "name": self._name,
            "get": lambda node, env: self._step(self.value(node.below[0], env), node.word, env),
            "index": self._index,
            "splat": lambda node, env: OPAQUE,
            "call": self._call,
            "list": lambda node, env: [self.value(one, env) for one in node.below],
            "object": self._object,
            "for": self._for,
            "if": self._if,
            "binary": self._binary,
            "not": self._not,
            "minus": lambda node, env: OPAQUE,
        }

    def attribute(self, change: Change, path: Path) -> object:
        """Return what an attribute of a change comes to; OPAQUE where the sources do not say, or it takes too long."""
        self._left = _MOST
        try:
            value = self._attribute(change, path)
        except RecursionError:
            return OPAQUE
        return value if _small(value) else OPAQUE

    def _attribute(self, change: Change, path: Path) -> object:
        scope = self._scopes.at(change.module)
        block = f"{'' if change.managed else 'data.'}{change.type}.{change.name}"
        found = self._bodies.expression(scope.names, block, path)
        if found is None:
            return OPAQUE
        env: Env | None = Env(scope, block, change.key)
        for name, over in found.dynamic:
            env = self._inside(name, over, env) if env else None
        value = self.expression(found.text, env) if env else OPAQUE
        for one in found.rest:
            value = step(value, one)
        return value

    def _inside(self, name: str, over: str, env: Env) -> Env | None:
        """Where the content of a `dynamic` block stands that makes one block; of several, which is unknown."""
        made = items(self.expression(over, env))
        if made is None or len(made) != 1:
            return None
        ((key, value),) = made
        return replace(env, names={**env.names, name: {"key": key, "value": value}})

    def expression(self, written: str, env: Env) -> object:
        """Return what the text of an expression comes to."""
        node = parsed(written.strip())
        return OPAQUE if node is None else self.value(node, env)

    def value(self, node: Node, env: Env) -> object:
        """Return what a node comes to."""
        self._left -= 1
        if self._left < 0:
            return OPAQUE
        if node.kind in ("get", "index") and (over := _splat_below(node)) is not None:
            return self._splat(node, over, env)
        return self._kinds[node.kind](node, env)

    def _name(self, node: Node, env: Env) -> object:
        if node.word in env.names:
            return env.names[node.word]
        return OPAQUE if node.word in _SILENT else Root(node.word)

    def _step(self, base: object, key: object, env: Env) -> object:
        """An attribute of a value, or what a name such as `var.x` or `aws_vpc.main` stands for."""
        if isinstance(base, Scope):
            return self._once(base, "output", str(key), self._output)
        if not isinstance(base, Root):
            return step(base, key)
        name = str(key)
        match base.name:
            case "var":
                return self._once(env.scope, "var", name, self._variable)
            case "local":
                return self._once(env.scope, "local", name, self._local)
            case "module":
                return self._module(env.scope, name)
            case "each" | "count":
                return self._each(name, env)
            case "data":
                return Root(f"data.{name}")
        return self._resource(env.scope, f"{base.name}.{name}")

    def _once(self, scope: Scope, kind: str, name: str, work: Callable[[Scope, str], object]) -> object:
        at = (scope.prefix, kind, name)
        if at not in self._known:
            # What refers to itself is OPAQUE while it is worked out.
            self._known[at] = OPAQUE
            value = work(scope, name)
            self._known[at] = value if _small(value) else OPAQUE
        return self._known[at]

    def _local(self, scope: Scope, name: str) -> object:
        written = self._bodies.local(scope.names, name)
        return OPAQUE if written is None else self.expression(written, Env(scope))

    def _variable(self, scope: Scope, name: str) -> object:
        written = self._bodies.expression(scope.names, f"variable.{name}", ("type",))
        return converted(self._given(scope, name), parsed(written.text.strip()) if written else None)

    def _given(self, scope: Scope, name: str) -> object:
        outside = self._scopes.outside(scope)
        if outside is None or scope.call is None:
            found = self._plan.variables.get(name, UNSET)
            default = self._plan.root.variables.get(name, UNSET) if self._plan.root else UNSET
            found = default if found is UNSET else found
            return OPAQUE if _hidden(found) else found
        if name not in scope.call.arguments:
            default = scope.call.module.variables.get(name, UNSET)
            return OPAQUE if _hidden(default) else default
        block = f"module.{scope.names[-1]}"
        found_text = self._bodies.expression(outside.scope.names, block, (name,))
        return OPAQUE if found_text is None else self.expression(found_text.text, Env(outside.scope, block, scope.key))

    def _output(self, scope: Scope, name: str) -> object:
        found = self._bodies.expression(scope.names, f"output.{name}", ("value",))
        return OPAQUE if found is None else self.expression(found.text, Env(scope))

    def _module(self, scope: Scope, name: str) -> object:
        keys = self._scopes.calls.get(f"{scope.prefix}module.{name}")
        if not keys:
            return OPAQUE
        below = {key: self._scopes.below(scope, name, key) for key in keys}
        return below[None] if None in below else Instances(below)

    def _resource(self, scope: Scope, subject: str) -> object:
        instances = self._scopes.instances(scope, subject)
        if None in instances:
            return Ref(instances[None])
        if instances:
            return Instances({key: Ref(one) for key, one in instances.items()})
        prior = self._plan.prior.get(scope.prefix + subject)
        if prior is not None and subject.startswith("data."):
            return prior
        config = scope.module.resources.get(subject) if scope.module else None
        # Nothing of it is in the plan: count is 0, or it was read before the plan.
        return Instances({}) if config is not None and config.repeats and config.mode == "managed" else OPAQUE

    def _each(self, name: str, env: Env) -> object:
        if name in ("key", "index"):
            return OPAQUE if env.key is None else env.key
        over = self._once(env.scope, "for_each", env.block, self._for_each)
        if isinstance(over, (list, tuple)):
            return OPAQUE if env.key is None else env.key
        return step(over, env.key)

    def _for_each(self, scope: Scope, block: str) -> object:
        found = self._bodies.expression(scope.names, block, ("for_each",))
        return OPAQUE if found is None else self.expression(found.text, Env(scope, block))

    def _template(self, node: Node, env: Env) -> object:
        parts = [text(self.value(one, env)) for one in node.below]
        whole = [one for one in parts if one]
        if None in parts:
            # `"${aws_vpc.main.id}"` alone is that id.
            inner = [one for one in node.below if not (one.kind == "literal" and one.value == "")]
            return self.value(inner[0], env) if len(inner) == 1 else OPAQUE
        return "".join(whole) if sum(map(len, whole)) <= _MOST else OPAQUE

    def _index(self, node: Node, env: Env) -> object:
        base, key = (self.value(one, env) for one in node.below)
        key = plain(key)
        return OPAQUE if key is OPAQUE or isinstance(base, Root) else self._step(base, key, env)

    def _splat(self, node: Node, over: Node, env: Env) -> object:
        """`x[*].id`: the steps behind the star for each of what stands before it; one object counts as a list of it."""
        base = self.value(over, env)
        if base is None:
            return []
        found = items(base)
        if found is None or isinstance(base, Ref):
            found = [] if base is OPAQUE else [(0, base)]
            if base is OPAQUE or (isinstance(base, Ref) and base.path):
                return OPAQUE
        names = {**env.names}
        values = []
        for _, one in found:
            names["*"] = one
            values.append(self.value(_replaced(node), replace(env, names=dict(names))))
        return values

    def _call(self, node: Node, env: Env) -> object:
        arguments = [self.value(one, env) for one in node.below]
        if node.value:
            last = items(arguments.pop())
            if last is None:
                return OPAQUE
            arguments += [one for _, one in last]
        return call(node.word, arguments)

    def _object(self, node: Node, env: Env) -> object:
        found: dict[object, object] = {}
        for name, one in zip(node.below[::2], node.below[1::2], strict=True):
            key = text(self.value(name, env))
            if key is None:
                return OPAQUE
            found[key] = self.value(one, env)
        return found

    def _for(self, node: Node, env: Env) -> object:
        collection, key, one, condition = node.below
        names, makes_object, groups = node.value if isinstance(node.value, tuple) else ((), False, False)
        over = items(self.value(collection, env))
        if over is None or groups:
            return OPAQUE
        pairs = []
        for at, item in over:
            bound = dict(zip(names, (at, item) if len(names) == 2 else (item,), strict=True))
            inner = replace(env, names={**env.names, **bound})
            wanted = plain(self.value(condition, inner))
            if not isinstance(wanted, bool):
                return OPAQUE
            if wanted:
                pairs.append((text(self.value(key, inner)) if makes_object else None, self.value(one, inner)))
        if not makes_object:
            return [value for _, value in pairs]
        return OPAQUE if any(name is None for name, _ in pairs) else dict(pairs)

    def _if(self, node: Node, env: Env) -> object:
        condition = plain(self.value(node.below[0], env))
        if isinstance(condition, bool):
            return self.value(node.below[1 if condition else 2], env)
        return OPAQUE

    def _binary(self, node: Node, env: Env) -> object:
        return binary(node.word, self.value(node.below[0], env), self.value(node.below[1], env))

    def _not(self, node: Node, env: Env) -> object:
        value = plain(self.value(node.below[0], env))
        return not value if isinstance(value, bool) else OPAQUE


def _small(value: object) -> bool:
    """Whether a value has so few parts that it can be gone through; sources may be made to grow without end."""
    return next(islice(leaves(value), _LARGEST, None), None) is None


def _hidden(value: object) -> bool:
    return any(one is OPAQUE or isinstance(one, Mark) for one in leaves(value))


def _splat_below(node: Node) -> Node | None:
    """What stands before the star, where one is among the steps of a name."""
    while node.kind in ("get", "index"):
        node = node.below[0]
    return node.below[0] if node.kind == "splat" else None


def _replaced(node: Node) -> Node:
    """The steps behind the star, taken of the name `*`."""
    if node.kind == "splat":
        return Node("name", "*")
    return Node(node.kind, node.word, (_replaced(node.below[0]), *node.below[1:]), node.value)
