"""What a policy set says to one authorization of a case, as boxes: what is denied, and what each level allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from guardrails.model.policy.document import Effect, Element, PolicyDocument, PolicySet, PolicyType, Statement
from guardrails.prover.languages.language import language_of
from guardrails.prover.languages.tokens import glob
from guardrails.prover.slices.boxes import EVERYWHERE, Boxes, both, either, sure
from guardrails.prover.slices.case import Authorization
from guardrails.prover.slices.naming import Naming, naming
from guardrails.prover.slices.reaching import rcps_reach, unspared
from guardrails.prover.slices.shapes import Shape, matches, shape_of
from guardrails.prover.variables.literals import Literal
from guardrails.prover.variables.operators import Reading
from guardrails.prover.variables.texts import Test


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One statement of a policy set, with what it is to match."""

    type: PolicyType
    document: PolicyDocument
    statement: Statement
    shape: Shape


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that may match an authorization, and where it does."""

    entry: Entry
    boxes: Boxes


@dataclass(frozen=True, slots=True)
class Rules:
    """Denies that may match; and for each level (or limit) that does not allow outright, where it allows."""

    denies: tuple[Said, ...]
    levels: tuple[Boxes, ...]


@dataclass(frozen=True, slots=True)
class _Relevant:
    """The statements that name one action."""

    denies: tuple[Entry, ...]
    levels: tuple[tuple[Entry, ...], ...]


class Rulebook:
    """A policy set, its statements found by action. Raises ValueError for a resource policy: principals are its own."""

    def __init__(self, policies: PolicySet) -> None:
        if policies.resource is not None:
            raise ValueError("the prover does not read resource policies")
        self._denies = tuple(entry for entry in entries(policies) if entry.statement.effect is Effect.DENY)
        self._levels = tuple(
            tuple(entry for entry in level if entry.statement.effect is Effect.ALLOW) for level in levels(policies)
        )
        self._identity = len(policies.scps)
        """Which level is that of the identity policies: the root user needs none."""
        self._relevant: dict[str, _Relevant] = {}
        self._services: dict[str, tuple[tuple[Entry, ...], tuple[tuple[Entry, ...], ...]]] = {}

    def about(self, shape: Shape) -> tuple[Shape, ...]:
        """Return the shape of every statement that may name an action of a shape."""
        services = shape.services
        if services is None:
            every = (*self._denies, *(entry for level in self._levels for entry in level))
        else:
            told = [self._speaking_of(one) for one in services]
            levels = (entry for _, some in told for level in some for entry in level)
            every = (*(entry for denies, _ in told for entry in denies), *levels)
        return tuple({id(entry.shape): entry.shape for entry in every}.values())

    def rules(self, at: Authorization) -> Rules:
        """Return what the policies say to an authorization."""
        relevant = self._relevant.get(at.action)
        if relevant is None:
            relevant = self._relevant[at.action] = self._of(at.action)
        said = (Said(entry, _denied(entry, at)) for entry in relevant.denies)
        levels = (self._allowed(level, at, count) for count, level in enumerate(relevant.levels))
        return _rules(said, levels)

    def broad_rules(self, at: Authorization, without_exception: bool) -> Rules:
        """Return what statements say that name all actions (or all but a few); never more than the policies do."""
        is_broad = self._is_whole if without_exception else self._is_broad
        denies = (one for one in self._denies if is_broad(one) and one.type is not PolicyType.RCP)
        said = (Said(entry, _denied(entry, at)) for entry in denies)
        levels = ((count, level) for count, level in enumerate(self._levels) if all(is_broad(one) for one in level))
        return _rules(said, (self._allowed(level, at, count) for count, level in levels))

    @cached_property
    def denied(self) -> frozenset[Element]:
        """The `Action` elements that Denies write and no Allow."""
        allowed = {entry.statement.action for level in self._levels for entry in level}
        denied = {entry.statement.action for entry in self._denies}
        return frozenset(one for one in denied - allowed if not one.negated)

    @property
    def exceptions(self) -> tuple[Naming, ...]:
        """The elements that name all actions but a few, which they list."""
        every = (*self._denies, *(entry for level in self._levels for entry in level))
        return tuple(naming(one.statement.action) for one in every if one.statement.action.negated)

    @staticmethod
    def _is_whole(entry: Entry) -> bool:
        read = naming(entry.statement.action)
        return read.everything and not read.negated

    @staticmethod
    def _is_broad(entry: Entry) -> bool:
        return naming(entry.statement.action).broad

    def _allowed(self, level: tuple[Entry, ...], at: Authorization, count: int) -> Boxes:
        found = _allowed(level, at)
        return either((found, by_root(at))) if count == self._identity and found is not EVERYWHERE else found

    def _of(self, action: str) -> _Relevant:
        reached = rcps_reach(action)
        denies, levels = self._speaking_of(action.partition(":")[0].lower())
        return _Relevant(
            tuple(one for one in denies if one.shape.names(action) and (reached or one.type is not PolicyType.RCP)),
            tuple(tuple(one for one in level if one.shape.names(action)) for level in levels),
        )

    def _speaking_of(self, service: str) -> tuple[tuple[Entry, ...], tuple[tuple[Entry, ...], ...]]:
        """The statements that may name an action of a service."""
        found = self._services.get(service)
        if found is None:
            denies = tuple(one for one in self._denies if naming(one.statement.action).may_name(service))
            levels = tuple(
                tuple(one for one in level if naming(one.statement.action).may_name(service)) for level in self._levels
            )
            found = self._services[service] = denies, levels
        return found


def _rules(said: Iterable[Said], levels: Iterable[Boxes]) -> Rules:
    return Rules(
        tuple(one for one in said if one.boxes.possible), tuple(one for one in levels if () not in one.certain)
    )


_MOST_BOOKS: Final = 16
_BOOKS: Final[dict[int, tuple[PolicySet, Rulebook]]] = {}
"""Rulebooks by the identity of their policies, the newest last; many properties are asked of the same."""


def rulebook(policies: PolicySet) -> Rulebook:
    """Return the rulebook of a policy set; the same one for the same object. Raises ValueError as `Rulebook` does."""
    known = _BOOKS.pop(id(policies), None) or (policies, Rulebook(policies))
    while len(_BOOKS) >= _MOST_BOOKS:
        _BOOKS.pop(next(iter(_BOOKS)))
    _BOOKS[id(policies)] = known  # the policies stay, so that no others get their id
    return known[1]


def entries(policies: PolicySet) -> Iterator[Entry]:
    """Yield every statement of a policy set that takes part in a decision."""
    for level in policies.rcps:
        yield from (entry for one in level for entry in _of_document(PolicyType.RCP, one))
    for level in policies.scps:
        yield from (entry for one in level for entry in _of_document(PolicyType.SCP, one))
    yield from (entry for one in policies.identity for entry in _of_document(PolicyType.IDENTITY, one))
    for type, limit in ((PolicyType.BOUNDARY, policies.boundary), (PolicyType.SESSION, policies.session)):
        if limit is not None:
            yield from _of_document(type, limit)


def levels(policies: PolicySet) -> Iterator[tuple[Entry, ...]]:
    """Yield the statements of each level that has to allow: SCP levels, identity policies, and limits."""
    for level in policies.scps:
        yield tuple(entry for one in level for entry in _of_document(PolicyType.SCP, one))
    yield tuple(entry for one in policies.identity for entry in _of_document(PolicyType.IDENTITY, one))
    for type, limit in ((PolicyType.BOUNDARY, policies.boundary), (PolicyType.SESSION, policies.session)):
        if limit is not None:
            yield tuple(_of_document(type, limit))


def _of_document(type: PolicyType, document: PolicyDocument) -> Iterator[Entry]:
    for statement in document.statements:
        yield Entry(type, document, statement, shape_of(statement, document))


def _denied(entry: Entry, at: Authorization) -> Boxes:
    boxes = matches(entry.shape, at)
    if not reaches_everyone(entry.statement):
        boxes = Boxes((), boxes.possible)
    return both(boxes, unspared(at)) if entry.type is PolicyType.RCP else boxes


def reaches_everyone(statement: Statement) -> bool:
    """Return whether a statement is about all callers, as AWS has it of SCPs and RCPs."""
    element = statement.principal
    if element is None:
        return True
    return not element.negated and any(kind in ("*", "AWS") and value == "*" for kind, value in element.entries)


def by_root(at: Authorization) -> Boxes:
    """Return where the root user calls."""
    caller = at.case.principal
    test = Test(lambda held: isinstance(held, str) and _ROOT.has(held), Reading(_ROOT))
    return sure(Literal(caller, caller.bit(_ROOT, lambda: test), True))


_ROOT: Final = language_of((glob("arn:*:iam::*:root"),))


def _allowed(level: tuple[Entry, ...], at: Authorization) -> Boxes:
    found = []
    for entry in level:
        boxes = matches(entry.shape, at)
        if () in boxes.certain:
            return EVERYWHERE
        found.append(boxes)
    return either(found)
