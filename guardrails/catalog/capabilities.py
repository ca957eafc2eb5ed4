"""Capabilities: ends that somebody may want to make impossible, each with every path of AWS's API that leads there.

Kept by hand in `data/capabilities.json`; each capability carries its own sources and date. What only an organization
knows stands there as a placeholder such as `$regions`; `PLACEHOLDERS` says what each means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from guardrails.catalog.instance_types import accelerated_types
from guardrails.catalog.regions import HOME_REGIONS, REGIONAL_TOO
from guardrails.catalog.store import CatalogError, read_json
from guardrails.model.policy.document import EVERYTHING, Condition, Element
from guardrails.model.policy.operators import read_operator
from guardrails.model.proof import Calls

PLACEHOLDERS: Final[Mapping[str, str]] = {
    "$allowed_types": "instance types that the organization allows although they are accelerated",
    "$allowed_ml_types": "the same types as SageMaker names them",
    "$regions": "the Regions that the organization allows",
    "$state_objects": "ARNs of the bucket that holds Terraform's state, and of its objects",
    "$lock_table": "ARNs of the table that locks Terraform's state, and of its indexes",
    "$log_stores": "ARNs of the buckets that trails and AWS Config deliver to, and of their objects",
    "$exempt_roles": "ARNs of the roles that some policy exempts",
    "$exempt_users": "ARNs of the users that some policy exempts",
}
"""What an organization puts in. `$accelerated`, `$over_types` (those not allowed), their twins for SageMaker, and
`$global_services` are the catalog's own.
"""

_NEGATED: Final = re.compile(r"\w*Not\w+")


@dataclass(frozen=True, slots=True)
class Route:
    """One path: the calls that lead to the end, as a statement would name them, placeholders and all.

    `resource_type` is the one that the conditions are about (`instance` of ec2:RunInstances). `why` says what the path
    does, and what it gets round.
    """

    name: str
    action: Element
    resource: Element
    conditions: tuple[Condition, ...]
    resource_type: str
    why: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Calls to the same end that no SCP binds, or whose dangerous part no condition key shows; and what covers them."""

    calls: str
    why: str
    covered_by: str
    source: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Actions of the same services that are left out on purpose (patterns as in policies), and why."""

    actions: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Capability:
    """One end; the paths of the capabilities that it `includes` are among its own.

    `services` are the prefixes whose writing actions are all either in a path or ignored. `sentences` are patterns of
    other words for it, in lower case.
    """

    name: str
    title: str
    description: str
    routes: tuple[Route, ...]
    gaps: tuple[Gap, ...]
    ignored: tuple[Ignored, ...]
    services: tuple[str, ...]
    includes: tuple[str, ...]
    sentences: tuple[str, ...]
    sources: tuple[str, ...]
    date: str


@cache
def capabilities() -> tuple[Capability, ...]:
    """Return all capabilities, in order of name; raises CatalogError."""
    rows = read_json("capabilities.json")["capabilities"]
    by_name = {row["name"]: row for row in rows}
    return tuple(_capability(row, [by_name[part] for part in row.get("includes", ())]) for row in rows)


def capability(text: str) -> Capability | None:
    """Return the capability of that name, or that a sentence means, in any case and spacing; None where there is none.

    >>> capability("start accelerator outside settings.accelerators.allow").name
    'start-accelerator'
    """
    words = " ".join(text.lower().split())
    for one in capabilities():
        if words == one.name or any(re.fullmatch(pattern, words) for pattern in one.sentences):
            return one
    return None


def close_capabilities(name: str) -> tuple[str, ...]:
    """Return up to three names of capabilities that `name` may have been meant to be, the closest first."""
    from difflib import get_close_matches  # a millisecond that only a typing mistake pays for

    return tuple(get_close_matches(name.lower(), (one.name for one in capabilities()), n=3, cutoff=0.6))


@cache
def accelerated_patterns() -> tuple[str, ...]:
    """Return globs of the instance types that carry an accelerator: those known today, and AWS's names for more.

    This does not depend on what an organization calls an accelerator.
    """
    return tuple(read_json("capabilities.json")["accelerated"])


def calls_of(route: Route, meanings: Mapping[str, Sequence[str]]) -> Calls | None:
    """Return the calls of a path with every placeholder replaced; None where it has none for this organization.

    A negated row whose values are all gone is left out, for it holds of everything. Raises KeyError for a placeholder
    without meaning.
    """
    known = {**_own_meanings(meanings.get("$allowed_types", ())), **meanings}
    resources = tuple(_replaced(route.resource.patterns, known))
    actions = tuple(_replaced(route.action.patterns, known))
    rows = [(row, tuple(_replaced(row.values, known))) for row in route.conditions]
    if not resources or any(not values and not _NEGATED.fullmatch(row.operator) for row, values in rows):
        return None
    conditions = tuple(
        Condition(row.operator, row.key, values, row.set_operator, row.if_exists) for row, values in rows if values
    )
    action, resource = Element(actions, route.action.negated), Element(resources)
    return Calls(route.name, action, resource, conditions, route.resource_type)


def _own_meanings(allowed: Sequence[str]) -> dict[str, Sequence[str]]:
    families = accelerated_patterns()
    over = tuple(one.name for one in accelerated_types() if one.name not in allowed)
    return {
        "$over_types": over,
        "$over_ml_types": tuple(f"ml.{name}" for name in over),
        "$accelerated": families,
        "$accelerated_ml": tuple(f"ml.{one}" for one in families),
        "$global_services": tuple(f"{prefix}:*" for prefix in HOME_REGIONS if prefix not in REGIONAL_TOO),
    }


def _replaced(values: Iterable[str], meanings: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for value in values:
        if value.startswith("$") and not value.startswith("${"):
            yield from meanings[value]
        else:
            yield value


def _capability(row: Mapping[str, Any], included: Sequence[Mapping[str, Any]]) -> Capability:
    parts = (row, *included)
    return Capability(
        name=row["name"],
        title=row["title"],
        description=row["description"],
        routes=tuple(_route(one) for one in _all(parts, "routes")),
        gaps=tuple(Gap(one["calls"], one["why"], one["covered_by"], one["source"]) for one in _all(parts, "gaps")),
        ignored=tuple(Ignored(tuple(one["actions"]), one["reason"]) for one in _all(parts, "ignored")),
        services=tuple(dict.fromkeys(_all(parts, "services"))),
        includes=tuple(row.get("includes", ())),
        sentences=tuple(row.get("sentences", ())),
        sources=tuple(dict.fromkeys(_all(parts, "sources"))),
        date=row["date"],
    )


def _all(parts: Iterable[Mapping[str, Any]], key: str) -> Iterator[Any]:
    """Yield what a capability says under a key, then what those that it includes say."""
    return (one for part in parts for one in part.get(key, ()))


def _route(row: Mapping[str, Any]) -> Route:
    negated = "not_actions" in row
    action = Element(tuple(row["not_actions" if negated else "actions"]), negated)
    resource = Element(tuple(row["resources"])) if "resources" in row else EVERYTHING
    conditions = tuple(_conditions(row.get("conditions", {})))
    return Route(row["name"], action, resource, conditions, row.get("resource_type", ""), row["why"])


def _conditions(block: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[Condition]:
    for spelling, rows in block.items():
        found = read_operator(spelling)
        if found is None:
            raise CatalogError(f"catalog file capabilities.json names no operator {spelling}: install guardrails again")
        for key, values in rows.items():
            yield Condition(found.operator.name, key, tuple(values), found.set_operator, found.if_exists)
