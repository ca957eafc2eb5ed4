"""Condition keys: type, whether several values may come at once, and, for global keys, when AWS sends them.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (global keys, by hand)
and the service reference (service keys); dates in `data/manifest.json`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

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


@lru_cache(maxsize=4096)
def condition_key(name: str) -> ConditionKey | None:
    """Return the key of that name (case does not matter), or None when no service documents it.

    A concrete name finds its template: `aws:RequestTag/env` is `aws:RequestTag/${TagKey}`.
    """
    folded = name.lower()
    spelling = _spellings().get(folded)
    if spelling is None:
        fitting = [known for head, tail, known in _templates() if _fits(folded, head, tail)]
        spelling = max(fitting, key=len, default=None)
    if spelling is None:
        return None
    kind = _types().get(spelling, "")
    return _global_keys().get(spelling) or ConditionKey(spelling, kind.strip("[]"), kind.startswith("["))


def is_multivalued(name: str) -> bool:
    """Return whether a request may carry several values of the key; False for a key that nobody documents."""
    key = condition_key(name)
    return key is not None and key.multivalued


def global_keys() -> tuple[ConditionKey, ...]:
    """Return the keys that do not belong to one service, and those that role credentials carry, in AWS's order."""
    return tuple(_global_keys().values())


def close_keys(name: str) -> tuple[str, ...]:
    """Return up to three condition keys that `name` may have been meant to be, the closest first."""
    from difflib import get_close_matches  # a millisecond that only a typing mistake pays for

    spellings = _spellings()
    return tuple(spellings[key] for key in get_close_matches(name.lower(), spellings, n=3, cutoff=0.75))


@cache
def _global_keys() -> dict[str, ConditionKey]:
    rows = read_json("global_keys.json")["keys"]
    return {
        row["name"]: ConditionKey(row["name"], row["type"], row["multivalued"], Presence(row["presence"]), row["when"])
        for row in rows
    }


def _types() -> dict[str, str]:
    """Return the type of each service key by its spelling; `[string]` is multivalued."""
    types: dict[str, str] = read_compressed_json("condition_keys.zlib")
    return types


@cache
def _spellings() -> dict[str, str]:
    return {name.lower(): name for name in (*_types(), *_global_keys())}


_VARIABLE = re.compile(r"\$\{[^}]*\}|<[^>]*>")


@cache
def _templates() -> tuple[tuple[str, str, str], ...]:
    """Return what stands before and after the variable part, in lower case, of each key that has one; its spelling."""
    split = ((_VARIABLE.split(folded), name) for folded, name in _spellings().items() if "{" in name or "<" in name)
    return tuple((parts[0], parts[1], name) for parts, name in split if len(parts) == 2)


def _fits(name: str, head: str, tail: str) -> bool:
    return len(name) > len(head) + len(tail) and name.startswith(head) and name.endswith(tail)
