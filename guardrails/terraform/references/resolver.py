"""The resolver: what an attribute refers to, and which attributes refer to an object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Protocol

from guardrails.model.plan.change import Change
from guardrails.model.plan.configuration import Expression
from guardrails.model.plan.plan import Plan, References, Targets
from guardrails.model.plan.values import COMPUTED, UNSET, Mark, Path, path_of, read, show_path
from guardrails.terraform.references.identities import Identities
from guardrails.terraform.references.scopes import Scopes
from guardrails.terraform.references.symbols import Symbols
from guardrails.terraform.references.trails import Leads, Quest, Trails
from guardrails.terraform.references.values import OPAQUE, Ref, leaves, opaque_within
from guardrails.terraform.sources.bodies import Bodies
from guardrails.terraform.sources.places import Sources

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
        path = path_of(attribute) if isinstance(attribute, str) else attribute
        value = read(change.settled, path)
        if value is UNSET or value is COMPUTED:
            return NOTHING
        texts, hidden = _leaves(value)
        found = self._by_values(change, path, texts, types) if texts else Leads()
        if hidden:
            found.add(self._unknown(change, path, value, types))
        if not (found.sure or found.possible or found.open):
            return NOTHING
        sure = tuple(one for one, _ in found.sure.values())
        possible = tuple(one for at, (one, _) in found.possible.items() if at not in found.sure)
        return Targets(sure, not found.open and not possible, tuple(found.open), possible)

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
                leads.open[text] = None
            else:
                unmatched.append(text)
        if unmatched:
            self._by_names(change, path, unmatched, types, leads)
        return leads

    def _by_names(self, change: Change, path: Path, texts: list[str], types: tuple[str, ...], leads: Leads) -> None:
        """Add the objects named in the expression whose attribute is the value, or is in it."""
        expressions = self._expressions(change, path)
        if not _references(expressions):
            return
        for one, wanted in self._follow(change, expressions, types).sure.values():
            value = read(one.settled, wanted) if wanted else UNSET
            if not isinstance(value, str) or not value or one is change:
                continue
            if value in texts:
                leads.sure[one.address] = (one, wanted)
            elif any(value in text for text in texts):
                leads.possible[one.address] = (one, wanted)
                leads.open["a template or a function"] = None

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
        if not _references(self._expressions(change, path)):
            # A `dynamic` block, or a plan without configuration: nothing is kept of the expression.
            return Leads(open={show_path(path): None})
        expressions = self._expressions(change, path)
        count = len(value) if isinstance(value, (list, tuple)) and len(expressions) == 1 else None
        leads = Leads()
        for one in expressions:
            found = self._follow(change, (one,), types)
            if len(found.sure) > 1 and not _all_meant(found, path, count):
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
        return () if config is None else tuple(_at(config.expressions, path, change.settled))

    def _local(self, module_path: tuple[str, ...], name: str) -> tuple[str, ...] | None:
        return self._sources.locals_of(module_path).get(name) if self._sources else None


class _Reverse:
    """For one type and attribute: which of its changes refer to each object of one type."""

    def __init__(self, resolver: Resolver, changes: tuple[Change, ...], attribute: str | Path, type: str) -> None:
        self._sure: dict[str, list[Change]] = {}
        self._possible: dict[str, list[Change]] = {}
        through: dict[str, None] = {}
        for one in changes:
            if one.deposed:
                continue
            found = resolver.targets(one, attribute, (type,))
            for target in found.changes:
                self._sure.setdefault(target.address, []).append(one)
            for target in found.possible:
                self._possible.setdefault(target.address, []).append(one)
            if not found.certain:
                through.update(dict.fromkeys(found.through))
        self._through = tuple(through)

    def of(self, address: str) -> Targets:
        """Return what refers to the object at an address."""
        sure, possible = self._sure.get(address, ()), self._possible.get(address, ())
        return Targets(tuple(sure), not self._through, self._through, tuple(possible))


def _leaves(value: object) -> tuple[tuple[str, ...], bool]:
    """The texts in a value, and whether some of it is not known."""
    if isinstance(value, str):
        return (value,), False
    if isinstance(value, Mark):
        return (), value is not UNSET and value is not COMPUTED
    if isinstance(value, Mapping):
        value = list(value.values())
    if not isinstance(value, (list, tuple)):
        return (), False
    texts: list[str] = []
    hidden = False
    for item in value:
        more, unknown = _leaves(item)
        texts += more
        hidden = hidden or unknown
    return tuple(texts), hidden


def _references(expressions: tuple[Expression, ...]) -> bool:
    return any(one.references for one in expressions)


def _at(block: Mapping[str, Expression], path: Path, values: object) -> Iterator[Expression]:
    """Yield the expressions at a path: one, or those of all blocks of a name where the order of blocks says nothing."""
    expression = block.get(str(path[0])) if path else None
    if expression is None:
        return
    if not expression.blocks:
        yield expression
        return
    below = read(values, (path[0],))
    rest = path[1:]
    if rest and isinstance(rest[0], int):
        below, rest = read(below, (rest[0],)), rest[1:]
    for one in _meant(expression.blocks, below):
        if rest:
            yield from _at(one, rest, below)
        else:
            for name in one:
                yield from _at(one, (name,), below)


def _meant(blocks: tuple[Mapping[str, Expression], ...], values: object) -> tuple[Mapping[str, Expression], ...]:
    """The blocks that a value can come from: sets are sorted, so constants tell which, and not the position."""
    if len(blocks) == 1 or not isinstance(values, Mapping):
        return blocks
    agree = [one for one in blocks if all(_agrees(each, values.get(name)) for name, each in one.items())]
    return tuple(agree) or blocks


def _agrees(expression: Expression, value: object) -> bool:
    return expression.constant is UNSET or isinstance(value, Mark) or expression.constant == value


@lru_cache(maxsize=1024)
def _plural(path: Path) -> bool:
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    return name.endswith("s") and not name.endswith(("ss", "alias"))


def _all_meant(leads: Leads, path: Path, count: int | None) -> bool:
    """Whether several objects are all meant: a list with one item for each, or single names for a list attribute."""
    if count is not None:
        return count == len(leads.sure)
    return _plural(path) and not leads.groups
