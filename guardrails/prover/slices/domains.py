"""What values a context key can have. When it is there at all: `presence.py`; who calls: `principals.py`.

A proof is over all values of a key's domain, so a domain may be too wide but never too narrow: it is narrower than the
key's type only where AWS documents the form of its values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Final

from guardrails.catalog.keys import ConditionKey, condition_key
from guardrails.model.proof import Scene
from guardrails.prover.slices.key_table import KEYS
from guardrails.prover.slices.places import (
    UNSPECIFIED,
    future_regions,
    partition_regions,
    region_formats,
    regions_of,
)
from guardrails.prover.slices.presence import (
    Presence,
    hangs_on_action,
    hangs_on_kind,
    kind_keys,
    of_the_call,
    presence_of,
)
from guardrails.prover.slices.principals import fixed_value, preferred_principals, principal_formats
from guardrails.prover.slices.service_keys import (
    FUTURE_INSTANCE_TYPES,
    INSTANCE_TYPE_FORMATS,
    INSTANCE_TYPES,
    MACHINE_KEYS,
    ML_INSTANCE_TYPE_FORMATS,
    ML_INSTANCE_TYPES,
    ML_MACHINE_KEYS,
    REGION_KEYS,
    VALUES,
    machine_types,
    ml_machine_types,
)

__all__ = [
    "Domain",
    "Presence",
    "domain_of",
    "fixed_value",
    "hangs_on_action",
    "hangs_on_kind",
    "kind_keys",
    "of_the_call",
    "preferred_principals",
    "presence_of",
    "principal_formats",
    "regions_of",
]


@dataclass(frozen=True, slots=True)
class Domain:
    """What values a key can have in a request of an account's principal.

    Attributes:
        name: the key in AWS's spelling; of one with a variable part (a tag) that part as it was asked for.
        type: string, arn, bool, date, numeric or ip, of each value; empty for a key that nobody documents.
        formats: forms of the values, one of which each has; empty: any text. Plain text stands for itself,
            `{a-z0-9-}` for one or more of these characters, `{0-9*}` for none or more, `{0-9?}` for exactly one,
            `{^:}` for all but these, `{}` for any character.
            Of a typed key only those texts count that are values of its type: no thirteenth month.
        finite: all the values there are; empty: not finite.
        preferred: ordinary values, the likeliest first, for witnesses.
        known: what gives the values that exist in the catalog; None: it does not list them.
        future: made-up values of the right form, to try before an ugly one.
        what: what a value that is not `known` is called in a report.
    """

    name: str
    multivalued: bool = False
    type: str = ""
    formats: tuple[str, ...] = ()
    finite: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()
    known: Callable[[], tuple[str, ...]] | None = None
    future: tuple[str, ...] = ()
    what: str = ""


_TRUTHS: Final = ("true", "false")
_DAY: Final = "{0-9?}{0-9?}{0-9?}{0-9?}-{01?}{0-9?}-{0-3?}{0-9?}"
_CLOCK: Final = "{0-2?}{0-9?}:{0-5?}{0-9?}:{0-5?}{0-9?}"
_DATES: Final = (f"{_DAY}T{_CLOCK}Z", f"{_DAY}T{_CLOCK}.{{0-9}}Z")
_EPOCH: Final = ("{0-9}",)
_FORMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "numeric": ("{0-9}", "{0-9}.{0-9}", "-{0-9}", "-{0-9}.{0-9}"),
        "date": (*_DATES, *_EPOCH),
        "ip": ("{0-9}.{0-9}.{0-9}.{0-9}", "{0-9a-f:}"),
    }
)
"""What values of a type look like. ARNs are not here: some keys of that type hold ids.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (2026-11)
"""
_TIMES: Final = MappingProxyType({"aws:currenttime": _DATES, "aws:tokenissuetime": _DATES, "aws:epochtime": _EPOCH})
_VARIABLE: Final = re.compile(r"\$\{[^}]*\}|<[^>]*>")
_OWN: Final = frozenset({"aws:vpceaccount", "aws:resourceaccount", "aws:principalaccount"})
_OWN_ORGANIZATION: Final = frozenset({"aws:vpceorgid", "aws:resourceorgid", "aws:principalorgid"})
_OWN_PATHS: Final = frozenset({"aws:vpceorgpaths", "aws:resourceorgpaths", "aws:principalorgpaths"})
_STRANGER: Final = "999999999999"


def domain_of(key: str, scene: Scene) -> Domain:
    """Return the domain of a context key (lower case) in requests of the scene's account."""
    found = _typed(key, condition_key(key))
    if key in REGION_KEYS:
        return _of_regions(found, scene)
    if key in MACHINE_KEYS:
        return _of_machines(found)
    if key in ML_MACHINE_KEYS:
        return _of_ml_machines(found)
    if key in VALUES:
        return replace(found, preferred=VALUES[key])
    if key in KEYS:
        row = KEYS[key]
        formats = row.formats or found.formats
        found = replace(found, formats=formats, finite=row.finite, preferred=row.finite or row.preferred)
    return replace(found, preferred=tuple(dict.fromkeys((*_of_scene(key, scene), *found.preferred))))


def _typed(key: str, known: ConditionKey | None) -> Domain:
    """What the catalog says of a key: AWS's spelling, its type, and how many values it has."""
    if known is None:
        return Domain(key)
    truths = _TRUTHS if known.type == "bool" else ()
    formats = _TIMES.get(key) or _FORMS.get(known.type, ())
    return Domain(_spelled(key, known.name), known.multivalued, known.type, formats, truths, truths)


def _spelled(key: str, name: str) -> str:
    head, *tail = _VARIABLE.split(name)
    if len(tail) != 1:
        return name
    return f"{head}{key[len(head) : len(key) - len(tail[0])]}{tail[0]}"


def _of_regions(found: Domain, scene: Scene) -> Domain:
    known = partial(_regions, scene.partition)
    return replace(
        found,
        formats=region_formats(scene.partition),
        preferred=tuple(dict.fromkeys((*scene.regions, *partition_regions(scene.partition)))),
        known=known,
        future=future_regions(scene.partition),
        what="Region",
    )


def _regions(partition: str) -> tuple[str, ...]:
    return (*partition_regions(partition), UNSPECIFIED)


def _of_machines(found: Domain) -> Domain:
    return replace(
        found,
        formats=INSTANCE_TYPE_FORMATS,
        preferred=INSTANCE_TYPES,
        known=machine_types,
        future=FUTURE_INSTANCE_TYPES,
        what="instance type",
    )


def _of_ml_machines(found: Domain) -> Domain:
    return replace(
        found,
        formats=ML_INSTANCE_TYPE_FORMATS,
        preferred=ML_INSTANCE_TYPES,
        known=ml_machine_types,
        future=tuple(f"ml.{one}" for one in FUTURE_INSTANCE_TYPES),
        what="instance type",
    )


def _of_scene(key: str, scene: Scene) -> tuple[str, ...]:
    """Values that the scene knows for keys about accounts and organizations, its own first."""
    if key in _OWN:
        own = (scene.account_id, *scene.accounts, scene.management_id)
        return tuple(one for one in (*own, _STRANGER) if one)
    if key in _OWN_ORGANIZATION:
        return (scene.organization_id,) if scene.organization_id else ()
    if key in _OWN_PATHS:
        return (scene.path,) if scene.path else ()
    return ()
