"""Condition keys: type, whether several values may come at once, and, for global keys, when AWS sends them.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (global keys, by hand)
and the service reference (service keys); dates in `data/manifest.json`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache

from guardrails.catalog.store import read_compressed_json, read_json


class Presence(Enum):
    """When AWS sends a global key: with every request, with every signed one, or under the condition in `when`."""

    ALWAYS = "always"
    SIGNED = "signed"
    CONDITIONAL = "conditional"


@dataclass(frozen=True, slots=True)
class ConditionKey:
    """One condition key, in AWS's spelling; a key with a variable part is written `aws:RequestTag/${TagKey}`.

    `type` is string, arn, bool, date, numeric or ip (of each value, where the key is multivalued). `presence` and
    `when` are known for global keys only; for a service key see the actions that list it.
    """

    name: str
    type: str
    multivalued: bool
    presence: Presence | None = None
    when: str = ""


@cache
def condition_key(name: str) -> ConditionKey | None:
    """Return the key of that name (case does not matter), or None when no service documents it.

    A concrete name finds its template: `aws:RequestTag/env` is `aws:RequestTag/${TagKey}`.
    """
    folded = name.lower()
    exact = _exact().get(folded)
    if exact is not None:
        return exact
    found = [key for head, tail, key in _templates() if _fits(folded, head, tail)]
    return max(found, key=lambda key: len(key.name), default=None)


def is_multivalued(name: str) -> bool:
    """Return whether a request may carry several values of the key; False for a key that nobody documents."""
    key = condition_key(name)
    return key is not None and key.multivalued


def global_keys() -> tuple[ConditionKey, ...]:
    """Return the keys that do not belong to one service, and those that role credentials carry, in AWS's order."""
    return tuple(
        ConditionKey(row["name"], row["type"], row["multivalued"], Presence(row["presence"]), row["when"])
        for row in read_json("global_keys.json")["keys"]
    )


def close_keys(name: str) -> tuple[str, ...]:
    """Return up to three condition keys that `name` may have been meant to be, the closest first."""
    from difflib import get_close_matches  # a millisecond that only a typing mistake pays for

    exact = _exact()
    return tuple(exact[key].name for key in get_close_matches(name.lower(), exact, n=3, cutoff=0.75))


@cache
def _exact() -> dict[str, ConditionKey]:
    types: dict[str, str] = read_compressed_json("condition_keys.zlib")
    keys = [ConditionKey(name, kind.strip("[]"), kind.startswith("[")) for name, kind in types.items()]
    return {key.name.lower(): key for key in (*keys, *global_keys())}


_VARIABLE = re.compile(r"\$\{[^}]*\}|<[^>]*>")


@cache
def _templates() -> tuple[tuple[str, str, ConditionKey], ...]:
    return tuple(_split(_exact().values()))


def _split(keys: Iterable[ConditionKey]) -> Iterable[tuple[str, str, ConditionKey]]:
    """Yield what stands before and after the variable part, in lower case, for each key that has one."""
    for key in keys:
        parts = _VARIABLE.split(key.name.lower())
        if len(parts) == 2:
            yield parts[0], parts[1], key


def _fits(name: str, head: str, tail: str) -> bool:
    return len(name) > len(head) + len(tail) and name.startswith(head) and name.endswith(tail)
