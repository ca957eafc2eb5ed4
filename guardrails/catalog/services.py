"""The service reference: what each IAM action is authorized on, with which condition keys, and what it drags along.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/, snapshot in `data/manifest.json`. Where two
pages share one prefix (classic and v2 load balancers, API Gateway v1 and v2, Lex, Greengrass, SMS voice), their
resource types are united by `data/overlay.json`, all of them optional.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar

from guardrails.catalog.store import read_compressed_json, read_json, read_record

T = TypeVar("T")


class AccessLevel(Enum):
    """What an action does, in AWS's five words."""

    READ = "Read"
    LIST = "List"
    WRITE = "Write"
    TAGGING = "Tagging"
    PERMISSIONS = "Permissions management"


@dataclass(frozen=True, slots=True)
class ResourceUse:
    """One resource type that an action is authorized on; `keys` are the condition keys of this pair."""

    type: str
    required: bool
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """One IAM action; `name` is the full name in AWS's spelling (`ec2:RunInstances`).

    Without `resources` it is authorized on `*`. `dependents` are full names of other actions the caller may need too.
    """

    name: str
    level: AccessLevel
    resources: tuple[ResourceUse, ...] = ()
    keys: tuple[str, ...] = ()
    dependents: tuple[str, ...] = ()

    def use(self, resource_type: str) -> ResourceUse | None:
        """Return how the action uses that resource type, or None when it does not."""
        return next((use for use in self.resources if use.type == resource_type), None)


@dataclass(frozen=True, slots=True)
class ResourceType:
    """One resource type of a service: its ARN formats (`arn:${Partition}:s3:::${BucketName}`) and condition keys."""

    name: str
    arns: tuple[str, ...]
    keys: tuple[str, ...] = ()

    @property
    def arn(self) -> str:
        """The first ARN format; most types have only this one. Empty where AWS publishes none."""
        return self.arns[0] if self.arns else ""


class Lazy(Mapping[str, T]):
    """A mapping whose values are built when first asked for: EC2 has 826 actions, a request needs one."""

    def __init__(self, rows: Mapping[str, Any], build: Callable[[str, Any], T], fold: bool) -> None:
        self._names = {name.lower() if fold else name: name for name in rows}
        self._rows = rows
        self._build = build
        self._built: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        if key not in self._built:
            name = self._names[key]
            self._built[key] = self._build(name, self._rows[name])
        return self._built[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True, slots=True, eq=False)
class Service:
    """One service prefix: `actions` by lower-case bare name (`runinstances`), `resource_types` by name.

    `retired`: AWS no longer documents it; kept because policies and Terraform configurations still name it.
    """

    prefix: str
    actions: Mapping[str, Action]
    resource_types: Mapping[str, ResourceType]
    retired: bool = False


_LEVELS = {
    "R": AccessLevel.READ,
    "L": AccessLevel.LIST,
    "W": AccessLevel.WRITE,
    "T": AccessLevel.TAGGING,
    "P": AccessLevel.PERMISSIONS,
}


def prefixes() -> tuple[str, ...]:
    """Return all known service prefixes, in order."""
    return tuple(read_json("services_index.json"))


@lru_cache(maxsize=4096)
def service(prefix: str) -> Service | None:
    """Return the service of that prefix (case does not matter), or None when there is none."""
    folded = prefix.lower()
    if folded != prefix:
        return service(folded)
    place = read_json("services_index.json").get(folded)
    if place is None:
        return None
    record = read_record("services.zlib", *place)
    actions = Lazy(record["a"], lambda name, row: _action(f"{folded}:{name}", row), fold=True)
    types = Lazy(record["r"], lambda name, row: ResourceType(name, _arns(row[0]), tuple(row[1])), fold=False)
    return Service(folded, actions, types, retired="x" in record)


def _action(name: str, row: list[Any]) -> Action:
    uses = tuple(ResourceUse(kind, bool(required), tuple(keys)) for kind, required, keys in row[1])
    return Action(name, _LEVELS[row[0]], uses, tuple(row[2]), tuple(row[3]) if len(row) > 3 else ())


def _arns(text: str) -> tuple[str, ...]:
    return tuple(text.split(", ")) if text else ()


def action(name: str) -> Action | None:
    """Return the action of that full name (case does not matter), or None when there is none.

    >>> action("EC2:runinstances").name
    'ec2:RunInstances'
    """
    prefix, colon, bare = name.partition(":")
    found = service(prefix) if colon else None
    return found.actions.get(bare.lower()) if found else None


def keys_on(name: str, resource_type: str) -> frozenset[str]:
    """Return every condition key that may exist when the action is authorized on that resource type.

    The union of the keys of the action, of the pair, and of the type: AWS lists some on the type only (for example
    `rds:DatabaseClass` for `rds:CreateDBInstance`). Empty for an unknown action.
    """
    found = action(name)
    if found is None:
        return frozenset()
    home = service(name.partition(":")[0])
    kind = home.resource_types.get(resource_type) if home else None
    use = found.use(resource_type)
    return frozenset((*found.keys, *(use.keys if use else ()), *(kind.keys if kind else ())))


@lru_cache(maxsize=1024)
def names_of(prefix: str) -> tuple[str, ...]:
    """Return the full names of all actions of a service (its prefix in lower case), without reading what they are."""
    names: dict[str, list[str]] = read_compressed_json("action_names.zlib")
    return tuple(f"{prefix}:{name}" for name in names.get(prefix, ()))


@lru_cache(maxsize=1024)
def expand(pattern: str) -> tuple[str, ...]:
    """Return the full names of all actions that an Action element matches, in AWS's spelling and in order.

    `*` and `?` work in the name, not in the prefix; the bare `*` is every action. Nothing matches: the empty tuple.

    >>> expand("cloudtrail:stop*")
    ('cloudtrail:StopEventDataStoreIngestion', 'cloudtrail:StopImport', 'cloudtrail:StopLogging')
    """
    if pattern in ("*", "*:*"):
        names: dict[str, list[str]] = read_compressed_json("action_names.zlib")
        return tuple(f"{prefix}:{name}" for prefix, bare in names.items() for name in bare)
    prefix, colon, bare_pattern = pattern.partition(":")
    found = service(prefix) if colon else None
    if found is None:
        return ()
    if "*" not in bare_pattern and "?" not in bare_pattern:
        exact = found.actions.get(bare_pattern.lower())
        return (exact.name,) if exact else ()
    regex = _glob(bare_pattern.lower())
    return tuple(sorted(found.actions[name].name for name in found.actions if regex.fullmatch(name)))


def _glob(pattern: str) -> re.Pattern[str]:
    """Return the pattern as a regular expression that never backtracks: atomic groups between the stars."""
    first, *rest = ("".join("." if c == "?" else re.escape(c) for c in part) for part in pattern.split("*"))
    if not rest:
        return re.compile(first)
    return re.compile(first + "".join(f"(?>.*?{part})" for part in rest[:-1]) + ".*" + rest[-1])


def close_matches(name: str) -> tuple[str, ...]:
    """Return up to three action names that `name` may have been meant to be, the closest first.

    A bare name (`RunInstances`) is looked up in every service; a mistyped prefix is mended first.
    """
    from difflib import get_close_matches  # a millisecond that only a typing mistake pays for

    names: dict[str, list[str]] = read_compressed_json("action_names.zlib")
    prefix, colon, bare = name.lower().partition(":")
    if not colon:
        prefix, bare = "", prefix
    homes = [prefix] if prefix in names else get_close_matches(prefix, names, n=3, cutoff=0.6) if prefix else []
    same = [f"{home}:{known}" for home in homes or names for known in names[home] if known.lower() == bare]
    if same or not homes:
        return tuple(same[:3])
    candidates = {f"{home}:{known}".lower(): f"{home}:{known}" for home in homes for known in names[home]}
    return tuple(candidates[key] for key in get_close_matches(f"{prefix}:{bare}", candidates, n=3, cutoff=0.7))
