"""Follows the names of one expression to the objects of the plan that they lead to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from guardrails.model.plan.change import Change
from guardrails.model.plan.configuration import Expression
from guardrails.model.plan.plan import Plan
from guardrails.model.plan.values import SENSITIVE, UNSET, Path
from guardrails.terraform.references.names import Name, names_of
from guardrails.terraform.references.scopes import Frame, Key, Scope, Scopes

Locals = Callable[[tuple[str, ...], str], tuple[str, ...] | None]
"""Module path and name -> the references in the definition of a local; None where nobody knows it."""

_DEEPEST = 24
_MOST = 20_000
"""Names followed for one attribute: a hundred times more than people write, and soon over in a plan made to be slow."""


@dataclass(slots=True)
class Leads:
    """Where names lead: `sure` and `possible` objects with the attribute that was named, by address; `open` ends.

    An end is True where what it can lead to is all in `possible`, else False.
    """

    sure: dict[str, tuple[Change, Path]] = field(default_factory=dict)
    possible: dict[str, tuple[Change, Path]] = field(default_factory=dict)
    open: dict[str, bool] = field(default_factory=dict)
    groups: list[int] = field(default_factory=list)
    """How many instances each name stood for that means all instances of a resource."""

    def doubt(self, why: str) -> None:
        """Nothing of this is sure any more."""
        self.possible.update(self.sure)
        self.sure.clear()
        self.open[why] = False

    def add(self, other: Leads) -> None:
        """Take in what another expression leads to."""
        self.sure.update(other.sure)
        self.possible.update(other.possible)
        self.open.update(other.open)
        self.groups += other.groups


@dataclass(frozen=True, slots=True)
class Quest:
    """What is looked for: objects of these types (none: any), at most so deep."""

    types: tuple[str, ...]
    depth: int = 0


class Trails:
    """Follows names through resources, module calls, outputs, variables, locals and what `for_each` runs over."""

    def __init__(self, plan: Plan, scopes: Scopes, locals: Locals) -> None:
        self._plan = plan
        self._scopes = scopes
        self._locals = locals
        self._left = _MOST
        self._named = {address for address, _ in plan.relevant}
        self._candidates: dict[tuple[str, ...], dict[str, tuple[Change, Path]]] = {}

    def follow(self, references: tuple[str, ...], frame: Frame, quest: Quest, rest: Path = ()) -> Leads:
        """Return where the names of an expression lead. `rest` are steps into its value: one part of it is meant."""
        leads = Leads()
        names = names_of(references)
        self._left = _MOST if quest.depth == 0 else self._left - len(names)
        if quest.depth > _DEEPEST or self._left < 0:
            leads.open["too deep"] = False
            return leads
        deeper = Quest(quest.types, quest.depth + 1)
        for at, name in enumerate(names):
            after = names[at + 1] if at + 1 < len(names) else None
            leads.add(self._one(name, after, frame, deeper, rest))
        several = len({name.text for name in names if name.kind in ("resource", "module", "var", "local")}) > 1
        if rest and several and (leads.sure or leads.open):
            leads.doubt(f"one part of {names[0].text}")
        return leads

    def reach(self, change: Change, wanted: Path, types: tuple[str, ...]) -> Leads:
        """Return what an attribute of an object is a reference to: the object, or what it was given itself."""
        return self._instance(change, wanted, Quest(types, 1), change.address)

    def _one(self, name: Name, after: Name | None, frame: Frame, quest: Quest, rest: Path) -> Leads:
        match name.kind:
            case "resource":
                return self._resource(name, after, frame, quest, rest)
            case "module":
                return self._output(name, after, frame, quest, rest)
            case "var":
                return self._variable(name, frame.scope, quest, rest)
            case "local":
                return self._local(name, frame.scope, quest, rest)
            case "each" if name.subject == "value":
                return self._each_value(name, frame, quest, rest)
            case "other":
                return Leads(open={name.text: False})
        return Leads()

    def _resource(self, name: Name, after: Name | None, frame: Frame, quest: Quest, rest: Path) -> Leads:
        instances = self._scopes.instances(frame.scope, name.subject)
        wanted = (*name.rest, *rest)
        # Nothing here: read before the plan, or count is 0. What is unknown does not come from it.
        if not instances:
            return Leads()
        if name.key is not None:
            return self._instance(instances.get(name.key), wanted, quest, name.text)
        if None in instances:
            return self._instance(instances[None], wanted, quest, name.text)
        key = self._index(after, frame, frame.scope.prefix + name.subject)
        if key is not None:
            return self._instance(instances.get(key), wanted, quest, name.text)
        if wanted and isinstance(wanted[0], (str, int)) and wanted[0] in instances:
            return self._instance(instances[wanted[0]], wanted[1:], quest, name.text)
        return self._all(list(instances.values()), wanted, after, quest, name)

    def _index(self, after: Name | None, frame: Frame, subject: str) -> Key:
        """The key that stands in brackets behind a name, if that can be told.

        Plan JSON lists `fe[each.key].id` as `fe`, `each.key`: what is in brackets comes right after. Keys made of
        `each.key` (`fe["x-${each.key}"]`) look the same. Were it `each.key` itself, an instance without a counterpart
        of the same key would be an error of Terraform; so it is taken for `each.key` only where every instance has its
        counterpart. The same holds for `count.index`. Where the value is known, it decides and not this.
        """
        if after is None or after.rest or (after.kind, after.subject) not in (("each", "key"), ("count", "index")):
            return None
        return frame.key if self._scopes.paired(frame.block, subject) else None

    def _all(self, instances: list[Change], wanted: Path, after: Name | None, quest: Quest, name: Name) -> Leads:
        """All instances of a resource, or one that cannot be told."""
        leads = Leads()
        for one in instances:
            leads.add(self._instance(one, wanted, quest, name.text))
        if len(instances) > 1:
            if after is not None and after.indexes:
                leads.doubt(f"{name.text}[{after.text}]")
            else:
                leads.groups.append(len(instances))
        return leads

    def _instance(self, one: Change | None, wanted: Path, quest: Quest, text: str) -> Leads:
        if one is None:
            return Leads(open={text: False})
        if not quest.types or one.type in quest.types:
            return Leads(sure={one.address: (one, wanted)})
        return self._through(one, wanted, quest, text)

    def _through(self, one: Change, wanted: Path, quest: Quest, text: str) -> Leads:
        """What an attribute of an object leads to that is none of the types looked for, but was given such a name."""
        config = self._plan.configured(one)
        # The id of what belongs to a bucket is the bucket's name.
        step = "bucket" if wanted == ("id",) and one.type.startswith("aws_s3_bucket_") else wanted[0] if wanted else ""
        if config is not None and step in config.expressions:
            given = config.expressions[str(step)]
            return self.follow(given.references, self._scopes.frame(one, config.repetition), quest, wanted[1:])
        # An attribute that AWS gives to an object of another type is no name of what is looked for.
        foreign = one.mode == "data" or not one.type.startswith("aws_")
        return Leads(open={text: False}) if foreign else Leads()

    def _variable(self, name: Name, scope: Scope, quest: Quest, rest: Path) -> Leads:
        outside = self._scopes.outside(scope)
        if scope.call is None or outside is None:
            value = self._plan.variables.get(name.subject, UNSET)
            return Leads(open={name.text: False}) if value is SENSITIVE or scope.names else Leads()
        given = scope.call.arguments.get(name.subject)
        if given is None:
            return Leads()
        return self.follow(given.references, outside, quest, (*name.rest, *rest))

    def _local(self, name: Name, scope: Scope, quest: Quest, rest: Path) -> Leads:
        references = self._locals(scope.names, name.subject)
        if references is None:
            return self._relevant(name.text, quest.types)
        return self.follow(references, Frame(scope), quest, (*name.rest, *rest))

    def _relevant(self, text: str, types: tuple[str, ...]) -> Leads:
        """What a local can lead to whose definition is not known.

        Terraform lists every attribute that contributed to a change of the plan.
        Source: https://developer.hashicorp.com/terraform/internals/json-format#plan-representation (2026-11)
        """
        if not self._named or not types:
            return Leads(open={text: False})
        if types not in self._candidates:
            every = (one for type in types for one in self._plan.by_type.get(type, ()))
            self._candidates[types] = {one.address: (one, ()) for one in every if self._is_named(one)}
        return Leads(possible=dict(self._candidates[types]), open={text: True})

    def _is_named(self, change: Change) -> bool:
        return change.address in self._named or self._scopes.address(change) in self._named

    def _each_value(self, name: Name, frame: Frame, quest: Quest, rest: Path) -> Leads:
        """What `for_each` runs over, at the key of this instance: a resource with the same keys, or a part of a map."""
        if not frame.repetition.references:
            # Terraform leaves out what it runs over where that is a function of constants; those are known values.
            return Leads()
        path: Path = () if frame.key is None else (frame.key,)
        return self.follow(frame.repetition.references, frame, quest, (*path, *name.rest, *rest))

    def _output(self, name: Name, after: Name | None, frame: Frame, quest: Quest, rest: Path) -> Leads:
        keys = self._scopes.calls.get(f"{frame.scope.prefix}module.{name.subject}", set())
        key = name.key
        if key is None and keys and None not in keys:
            key = self._index(after, frame, f"{frame.scope.prefix}module.{name.subject}")
            if key is None and len(keys) == 1 and (after is None or not after.indexes):
                key = next(iter(keys))
            if key not in keys:
                return Leads(open={name.text: False})
        inner = self._scopes.below(frame.scope, name.subject, key)
        if inner.module is None:
            return Leads(open={name.text: False})
        wanted = (*name.rest, *rest)
        if wanted and wanted[0] in inner.module.outputs:
            return self.follow(inner.module.outputs[str(wanted[0])].references, Frame(inner), quest, wanted[1:])
        return self._any_output(list(inner.module.outputs.values()), Frame(inner), quest, name.text)

    def _any_output(self, outputs: list[Expression], frame: Frame, quest: Quest, text: str) -> Leads:
        """Which output is meant is lost (`module.mc[each.key].id` is `module.mc`, `each.key`).

        Sure only where types are looked for and all outputs together lead to one object of them: another output is
        then of another kind.
        """
        leads = Leads()
        for one in outputs:
            leads.add(self.follow(one.references, frame, quest))
        if not quest.types or len(leads.sure) > 1 or leads.open:
            leads.doubt(text)
        return leads
