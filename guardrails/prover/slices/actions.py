"""Which actions a shape names: one by one where it lists them, else in classes that every statement treats alike.

Beside the actions of the catalog there are those that AWS will add: of a pattern such as `s3:Put*` they are asked
about, too, as actions of which nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from guardrails.catalog.services import action, names_of, prefixes
from guardrails.evaluation.reach import UNRESTRICTABLE_SERVICES
from guardrails.model.policy.document import Element
from guardrails.prover.languages.emptiness import OutOfBudget
from guardrails.prover.languages.language import language_of
from guardrails.prover.languages.tokens import action as action_tokens
from guardrails.prover.languages.tokens import formatted
from guardrails.prover.slices.naming import Naming, naming
from guardrails.prover.slices.shapes import Shape
from guardrails.prover.slices.splitting import Split
from guardrails.prover.variables.texts import TextVariable, Values

_LIKELY: Final = ("dynamodb", "lambda", "sqs", "sns", "ec2", "s3")
"""Services to take witnesses from first."""
_MOST_NAMES: Final = 256


@dataclass(frozen=True, slots=True)
class Actions:
    """Actions that all statements treat alike. `known` False: AWS has no such action (yet), or no catalog entry."""

    names: tuple[str, ...]
    known: bool = True
    whole_services: bool = False
    """Whether each name stands for all actions of its service."""

    @property
    def first(self) -> str:
        """The one to ask about in their stead."""
        return self.names[0]


def actions_of(shape: Shape, split: Split, among: Sequence[Naming] | None = None) -> Iterator[Actions]:
    """Yield all actions of a shape, in classes; none is left out. `among`: only those that some element lists.

    Actions of services that no policy restricts are not part of any property.
    """
    if among is not None:
        yield from _among(among, shape, split)
        return
    elements = tuple(dict.fromkeys(element for one in (shape, *split.shapes) for element, _ in one.actions))
    listed = _listed(shape)
    yield from _classes(shape, elements, split) if listed is None else _of_list(listed, shape, elements, split)


def _among(listing: Sequence[Naming], shape: Shape, split: Split) -> Iterator[Actions]:
    """Yield the classes of those actions that some element lists."""
    elements = tuple(dict.fromkeys(element for one in (shape, *split.shapes) for element, _ in one.actions))
    mentioned = _mentioned(elements)
    for prefix in sorted({prefix for one in listing for prefix in one.services} - UNRESTRICTABLE_SERVICES):
        for actions in _of_service(prefix, shape, tuple(mentioned[prefix]), split):
            names = tuple(name for name in actions.names if any(one.lists(name) for one in listing))
            if names:
                yield replace(actions, names=names)


def _of_list(names: tuple[str, ...], shape: Shape, elements: tuple[Element, ...], split: Split) -> Iterator[Actions]:
    """Yield the classes of actions that are written out."""
    readers = tuple(naming(one) for one in elements)
    groups: dict[tuple[object, ...], list[str]] = {}
    for name in names:
        prefix = name.partition(":")[0].lower()
        if prefix not in UNRESTRICTABLE_SERVICES and shape.names(name):
            known = action(name)
            told = (known is not None, split.told(name), *(one.names(name) for one in readers))
            groups.setdefault(told, []).append(known.name if known else name)
    yield from (Actions(tuple(some), bool(told[0])) for told, some in groups.items())


def _listed(shape: Shape) -> tuple[str, ...] | None:
    """The action names of a shape that lists them without wildcards."""
    for element, wanted in shape.actions:
        if element.negated is not wanted and not any("*" in one or "?" in one for one in element.patterns):
            return tuple(dict.fromkeys(element.patterns))
    return None


def _classes(shape: Shape, elements: tuple[Element, ...], split: Split) -> Iterator[Actions]:
    mentioned = _mentioned(elements)
    rest: dict[tuple[bool, object], list[str]] = {}
    unlisted = (one for one in mentioned if one.replace("-", "").isalnum() and one not in UNRESTRICTABLE_SERVICES)
    for prefix in dict.fromkeys((*_services(shape), *(unlisted if shape.services is None else ()))):
        differing = prefix == "kms" and any(split.reach(prefix))  # RCPs do not reach one of its actions
        if prefix in mentioned or differing:
            yield from _of_service(prefix, shape, tuple(mentioned.get(prefix, ())), split)
            continue
        name = next(iter(names_of(prefix)), f"{prefix}:FutureAction")
        if shape.names(name):
            rest.setdefault((bool(names_of(prefix)), split.told(name)), []).append(name)
    for (known, _), names in rest.items():
        yield Actions(tuple(names), known, whole_services=True)


def _mentioned(elements: Iterable[Element]) -> dict[str, dict[Element, None]]:
    """Services (lower case) that some pattern names, with the elements that do."""
    found: dict[str, dict[Element, None]] = {}
    for element in elements:
        for prefix in naming(element).services:
            found.setdefault(prefix, {})[element] = None
    return found


def _services(shape: Shape) -> tuple[str, ...]:
    """The services that a shape may name: those of its patterns, or all, likely ones first, and one to come."""
    every = (*_LIKELY, *(one for one in prefixes() if one not in _LIKELY), "futureservice")
    chosen = every if shape.services is None else shape.services
    return tuple(one for one in chosen if one not in UNRESTRICTABLE_SERVICES)


def _of_service(prefix: str, shape: Shape, elements: tuple[Element, ...], split: Split) -> Iterator[Actions]:
    """Yield the classes of one service that policies name actions of: known ones, then those to come."""
    readers = tuple(naming(one) for one in elements)
    groups: dict[tuple[object, ...], list[str]] = {}
    for name in names_of(prefix):
        if shape.names(name):
            told = (split.reach(name), *(one.names(name) for one in readers))
            groups.setdefault(told, []).append(name)
    yield from (Actions(tuple(names)) for names in groups.values())
    for name in _future(prefix, shape, elements, split.denied):
        if shape.names(name) and action(name) is None:
            yield Actions((name,), False)


def _future(prefix: str, shape: Shape, elements: tuple[Element, ...], denied: frozenset[Element]) -> Iterator[str]:
    """Yield a name for each way in which patterns tell names of a shape apart, and every listed name of no action.

    Names that a pattern writes out are single actions of the catalog, or asked about by themselves. Of patterns that
    only `denied` elements write, a name that fits more of them is left out where one that fits fewer has been yielded:
    who goes on has found nothing there, and more statements deny the other.
    """
    exact, wild, variable = _variable(prefix, elements)
    yield from exact
    kept = {one.lower() for element in elements if element not in denied for one in element.patterns}
    rest, free = [one for one in wild if one in kept], [one for one in wild if one not in kept]
    place = {one: 1 << at for at, one in enumerate(wild)}
    marks, count = sum(place[one] for one in rest), 0
    yielded: dict[int, list[int]] = {}
    for passed, failed in _cells(shape, place):
        passed |= sum(one for one in place.values() if variable.value(passed, failed | one) is None)
        cell = passed, failed
        bits = tuple(place[one] for one in (*rest, *free) if not place[one] & (passed | failed))
        for name in _walk(variable, bits, marks, yielded, cell):
            if (count := count + 1) > _MOST_NAMES:
                raise OutOfBudget(f"{_MOST_NAMES} classes of action names of {prefix}")
            yield name


def _cells(shape: Shape, place: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    """Yield the tests that a name of a shape passes (one of its patterns) and fails (all that it leaves out)."""
    failed = 0
    named: tuple[int, ...] | None = None
    for element, wanted in shape.actions:
        written = tuple(place[one.lower()] for one in element.patterns if one.lower() in place)
        if wanted is element.negated:
            failed |= sum(dict.fromkeys(written))
        elif not naming(element).everything and named is None:
            named = written
    for passed in (0,) if named is None else named:
        if not passed & failed:
            yield passed, failed


def _walk(
    variable: TextVariable, bits: tuple[int, ...], rest: int, yielded: dict[int, list[int]], cell: tuple[int, int]
) -> Iterator[str]:
    """Yield a text of each class below a cell, those that pass fewer tests first."""
    passed, failed = cell
    if any(one & ~passed == 0 for one in yielded.get(passed & rest, ()) if (passed | failed) & rest == rest):
        return
    sample = variable.value(passed, failed)
    if sample is None:
        return
    if not bits:
        yield str(sample.value)
        yielded.setdefault(passed & rest, []).append(passed & ~rest)
        return
    first, *others = bits
    for after in ((passed, failed | first), (passed | first, failed)):
        yield from _walk(variable, tuple(others), rest, yielded, after)


@lru_cache(maxsize=1024)
def _variable(prefix: str, elements: tuple[Element, ...]) -> tuple[tuple[str, ...], tuple[str, ...], TextVariable]:
    """Names that patterns write out, patterns with wildcards, and the variable of all other names, a test for each."""
    patterns = [one for element in elements for one in element.patterns if one.lower().startswith(f"{prefix}:")]
    wild = tuple(dict.fromkeys(one.lower() for one in patterns if "*" in one or "?" in one))
    exact = tuple(one for one in dict.fromkeys(patterns) if one.lower() not in wild)
    variable = TextVariable("action name", _names(prefix, exact))
    for pattern in wild:
        variable.within(language_of((action_tokens(pattern) or (),)))
    return exact, wild, variable


def _names(prefix: str, exact: tuple[str, ...]) -> Values:
    barred = language_of(tuple(tokens for one in exact if (tokens := action_tokens(one)) is not None))
    return Values(
        formats=language_of((formatted(f"{prefix}:{{a-z0-9}}"),)),
        barred=barred,
        preferred=(f"{prefix}:futureaction",),
        known=None,
    )
