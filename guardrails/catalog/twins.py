"""Renamed and equivalent APIs: what stays open when a Deny names one of them and forgets the other.

Kept by hand in `data/twins.json`; each group carries its own source and date.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache

from guardrails.catalog.store import read_json


class Kind(Enum):
    """How close the actions of a group are: one call under two names, or different calls to the same end."""

    RENAMED = "renamed"
    EQUIVALENT = "equivalent"


@dataclass(frozen=True, slots=True)
class Group:
    """Actions (full names, AWS's spelling) of which none should be left out, once a `trigger` among them is denied.

    `triggers` are the actions whose denial shows that the end itself is unwanted. `keys`: the group is about Denies
    that test one of these condition keys, and about no others; empty: about Denies that test no key of a service.
    `note` says what leaving one out leaves open; `confidence` is high, medium or low.
    """

    name: str
    kind: Kind
    triggers: tuple[str, ...]
    actions: tuple[str, ...]
    keys: tuple[str, ...]
    note: str
    confidence: str
    source: str
    date: str


@cache
def groups() -> tuple[Group, ...]:
    """Return all groups, in order of name; raises CatalogError."""
    return tuple(
        Group(
            row["name"],
            Kind(row["kind"]),
            tuple(row["triggers"]),
            tuple(row["actions"]),
            tuple(row["keys"]),
            row["note"],
            row["confidence"],
            row["source"],
            row["date"],
        )
        for row in read_json("twins.json")["groups"]
    )


@cache
def groups_by_service() -> dict[str, tuple[Group, ...]]:
    """Return the groups that a trigger of a service prefix (lower case) belongs to, by that prefix."""
    found: dict[str, list[Group]] = {}
    for group in groups():
        for prefix in dict.fromkeys(name.partition(":")[0] for name in group.triggers):
            found.setdefault(prefix, []).append(group)
    return {prefix: tuple(members) for prefix, members in found.items()}
