"""The resolver: what an attribute refers to, and which attributes refer to an object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from guardrails.model.plan.change import Change
from guardrails.model.plan.configuration import Expression
from guardrails.model.plan.plan import Plan, References, Targets
from guardrails.model.plan.values import COMPUTED, UNSET, Path, path_of, read, read_all, show_path
from guardrails.terraform.references.expressions import all_meant, expressions_at, refers, texts_in
from guardrails.terraform.references.identities import Identities
from guardrails.terraform.references.scopes import Scopes
from guardrails.terraform.references.trails import Leads, Quest, Trails
from guardrails.terraform.references.values import OPAQUE, Ref, leaves, opaque_within
from guardrails.terraform.sources.places import Sources

if TYPE_CHECKING:
    from guardrails.terraform.references.symbols import Symbols

NOTHING = Targets()


class Definitions(Protocol):
    """What the resolver asks of the sources: the references in the definitions of locals."""

    def locals_of(self, module_path: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
        """Return the references of each local of a module, by the names of the calls that lead to it."""


def resolver_of(plan: Plan, sources: Definitions | None = None) -> References:
    """Return what follows references in a plan. Without the sources, what passes through a local is not certain."""
    return Resolver(plan, sources)


class Resolver:
    """Answers from the value where it is known, else from the names in the expression. Indexes are made when needed."""

    def __init__(self, plan: Plan, sources: Definitions | None = None) -> None:
        self._plan = plan
        self._sources = sources
        self._scopes: Scopes | None = None
        self._identities: Identities | None = None
        self._trails: Trails | None = None
        self._worked: Symbols | None = None
        self._reverse: dict[tuple[str, str | Path, str], _Reverse] = {}

    def targets(self, change: Change, attribute: str | Path, types: tuple[str, ...] = ()) -> Targets:
        """Return what an attribute refers to, of these resource types (none: any).

        What the value says, where it is known, goes before what the expression says.
        """
        found = self.leads(change, attribute, types)
        if found is None or not (found.sure or found.possible or found.open):
            return NOTHING
        sure = tuple(one for one, _ in found.sure.values())
        possible = tuple(one for at, (one, _) in found.possible.items() if at not in found.sure)
        return Targets(sure, not found.open and not possible, tuple(found.open), possible)

    def leads(self, change: Change, attribute: str | Path, types: tuple[str, ...]) -> Leads | None:
        """Return where an attribute leads; None where it is not set. A step `[]` is every item of a list."""
        path = path_of(attribute) if isinstance(attribute, str) else attribute
        if "[]" in path:
            return self._everywhere(change, path, types)
        value = read(change.settled, path)
        return None if value is UNSET or value is COMPUTED else self._leads(change, path, value, types)

    def _everywhere(self, change: Change, path: Path, types: tuple[str, ...]) -> Leads:
        leads = Leads()
        for where, value in read_all(change.settled, path):
            if value is not COMPUTED:
                # A list that is not known as a whole has no items to name.
                rest = tuple(step for step in path[len(where) :] if step != "[]")
                leads.add(self._leads(change, (*where, *rest), value, types))
        return leads

    def _leads(self, change: Change, path: Path, value: object, types: tuple[str, ...]) -> Leads:
        texts, hidden = texts_in(value)
        found = self._by_values(change, path, texts, types) if texts else Leads()
        if hidden:
            found.add(self._unknown(change, path, value, types))
        return found

    def sources(self, change: Change, type: str, attribute: str | Path) -> Targets:
        """Return the changes of a type whose attribute refers to this change: the other direction of `targets`."""
        key = (type, attribute, change.type)
        if key not in self._reverse:
            self._reverse[key] = _Reverse(self, self._plan.by_type.get(type, ()), attribute, change.type)
        return self._reverse[key].of(change.address)

    def _by_values(self, change: Change, path: Path, texts: tuple[str, ...], types: tuple[str, ...]) -> Leads:
        if self._identities is None:
            self._identities = Identities(self._plan)
        leads, unmatched = Leads(), []
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        for text in texts:
            owners = [one for one in self._identities.of(text, types, name, change.type) if one is not change]
            named = () if owners else self._identities.named_in(text, types) if text.startswith("arn:") else ()
            if len(owners) == 1:
                leads.sure[owners[0].address] = (owners[0], ())
            elif len(named) == 1 and named[0].type == "aws_s3_bucket":
                # No other bucket in the world has this name.
                leads.sure[named[0].address] = (named[0], ())
            elif owners or named:
                # Several with one name, or one whose ARN is not known: Region or account may tell them apart.
                leads.possible.update({one.address: (one, ()) for one in (*owners, *named)})
                leads.open[text] = True
            else:
                unmatched.append(text)
        if unmatched:
            self._by_names(change, path, unmatched, types, leads)
        return leads

    def _by_names(self, change: Change, path: Path, texts: list[str], types: tuple[str, ...], leads: Leads) -> None:
        """Add the objects named in the expression whose attribute is the value, or is in it."""
        expressions = self._expressions(change, path)
        if not refers(expressions):
            return
        for one, wanted in self._follow(change, expressions, types).sure.values():
            value = read(one.settled, wanted) if wanted else UNSET
            if not isinstance(value, str) or not value or one is change:
                continue
            if value in texts:
                leads.sure[one.address] = (one, wanted)
            elif any(value in text for text in texts):
                leads.possible[one.address] = (one, wanted)
                leads.open["a template or a function"] = True

    def _unknown(self, change: Change, path: Path, value: object, types: tuple[str, ...]) -> Leads:
        """What the names in the expression lead to, for a value that is not known."""
        worked_out = self._symbols().attribute(change, path) if isinstance(self._sources, Sources) else OPAQUE
        if worked_out is not OPAQUE:
            leads = self._referred(worked_out, types)
            if not opaque_within(worked_out):
                return leads
            named = self._named(change, path, value, types)
            named.doubt(show_path(path))
            leads.add(named)
            return leads
        return self._named(change, path, value, types)

    def _referred(self, value: object, types: tuple[str, ...]) -> Leads:
        """The objects that a value refers to, which was worked out from the sources."""
        leads = Leads()
        for one in leaves(value):
            if isinstance(one, Ref):
                leads.add(self._trail().reach(one.change, one.path, types))
        return leads

    def _named(self, change: Change, path: Path, value: object, types: tuple[str, ...]) -> Leads:
        """The objects named in the expression, from plan JSON alone."""
        if not refers(self._expressions(change, path)):
            # A `dynamic` block, or a plan without configuration: nothing is kept of the expression.
            return Leads(open={show_path(path): False})
        expressions = self._expressions(change, path)
        count = len(value) if isinstance(value, (list, tuple)) and len(expressions) == 1 else None
        leads = Leads()
        for one in expressions:
            found = self._follow(change, (one,), types)
            if len(found.sure) > 1 and not all_meant(found, path, count):
                found.doubt(f"one of several in {show_path(path)}")
            leads.add(found)
        return leads

    def _trail(self) -> Trails:
        if self._trails is None:
            self._trails = Trails(self._plan, self._scope(), self._local)
        return self._trails

    def _scope(self) -> Scopes:
        if self._scopes is None:
            self._scopes = Scopes(self._plan)
        return self._scopes

    def _symbols(self) -> Symbols:
        if self._worked is None:
            from guardrails.terraform.references.symbols import Symbols  # a plan alone does not pay for it
            from guardrails.terraform.sources.bodies import Bodies

            sources = self._sources if isinstance(self._sources, Sources) else Sources()
            self._worked = Symbols(self._plan, self._scope(), Bodies(sources))
        return self._worked

    def _follow(self, change: Change, expressions: tuple[Expression, ...], types: tuple[str, ...]) -> Leads:
        config = self._plan.configured(change)
        leads = Leads()
        if config is None:
            return leads
        frame = self._scope().frame(change, config.repetition)
        for one in expressions:
            leads.add(self._trail().follow(one.references, frame, Quest(types)))
        return leads

    def _expressions(self, change: Change, path: Path) -> tuple[Expression, ...]:
        config = self._plan.configured(change)
        return () if config is None else tuple(expressions_at(config.expressions, path, change.settled))

    def _local(self, module_path: tuple[str, ...], name: str) -> tuple[str, ...] | None:
        return self._sources.locals_of(module_path).get(name) if self._sources else None


class _Reverse:
    """For one type and attribute: which of its changes refer to each object of one type."""

    def __init__(self, resolver: Resolver, changes: tuple[Change, ...], attribute: str | Path, type: str) -> None:
        self._sure: dict[str, list[Change]] = {}
        self._possible: dict[str, list[Change]] = {}
        self._through: dict[str, dict[str, None]] = {}
        anywhere: dict[str, None] = {}
        for one in changes:
            found = None if one.deposed else resolver.leads(one, attribute, (type,))
            if found is None:
                continue
            for address in found.sure:
                self._sure.setdefault(address, []).append(one)
            for address in found.possible.keys() - found.sure.keys():
                self._possible.setdefault(address, []).append(one)
                self._through.setdefault(address, {}).update(dict.fromkeys(found.open))
            anywhere.update({text: None for text, bounded in found.open.items() if not bounded})
        self._anywhere = anywhere

    def of(self, address: str) -> Targets:
        """Return what refers to the object at an address."""
        sure, possible = self._sure.get(address, ()), self._possible.get(address, ())
        through = tuple({**self._anywhere, **self._through.get(address, {})})
        return Targets(tuple(sure), not through, through, tuple(possible))
