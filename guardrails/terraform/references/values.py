"""What an expression can come to while a plan is not applied: plain values, references, and what cannot be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from guardrails.model.plan.change import Change
from guardrails.model.plan.values import Mark, Path, read
from guardrails.terraform.references.scopes import Key, Scope


class Opaque(Enum):
    """The value of what could not be worked out."""

    OPAQUE = "opaque"


OPAQUE: Final = Opaque.OPAQUE


@dataclass(frozen=True, slots=True)
class Ref:
    """An attribute of an object of the plan, or with an empty path the object itself."""

    change: Change
    path: Path = ()


@dataclass(frozen=True, slots=True)
class Instances:
    """All instances of a resource or module that is repeated, by key, as objects or module instances."""

    by_key: Mapping[Key, Ref | Scope]


class Members(tuple[object, ...]):
    """The values of a set, sorted; run over, each is its own key."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Root:
    """The first part of a name: `var`, `data`, `aws_vpc` or `data.aws_vpc`."""

    name: str


def plain(value: object) -> object:
    """Return the known value behind a reference, or OPAQUE; any other value as it is."""
    if not isinstance(value, Ref):
        return OPAQUE if isinstance(value, Mark) else value
    known = read(value.change.settled, value.path) if value.path else OPAQUE
    return OPAQUE if isinstance(known, Mark) else known


def items(value: object) -> list[tuple[object, object]] | None:
    """Return keys and values of a list, a map, or the instances of a resource; None for everything else."""
    if isinstance(value, Ref):
        value = plain(value)
    if isinstance(value, Instances):
        keys = value.by_key
        numbers: list[object] = [*sorted(key for key in keys if isinstance(key, int))]
        return [(key, step(value, key)) for key in [*numbers, *sorted(key for key in keys if isinstance(key, str))]]
    if isinstance(value, Mapping):
        return [(key, value[key]) for key in sorted(value, key=str)]
    if isinstance(value, Members):
        return [(one, one) for one in value]
    return list(enumerate(value)) if isinstance(value, (list, tuple)) else None


def listed(value: object) -> list[object] | None:
    """Return the values of something that can be run over, or None."""
    found = items(value)
    return None if found is None else [one for _, one in found]


def step(value: object, key: object) -> object:
    """Return an attribute or item of a value."""
    if isinstance(value, Ref):
        return Ref(value.change, (*value.path, key)) if isinstance(key, (str, int)) else OPAQUE
    if isinstance(value, Instances):
        return value.by_key.get(key, OPAQUE) if isinstance(key, (str, int)) else OPAQUE
    if isinstance(value, Mapping):
        # A member that is not there may be an optional attribute with a default, which plan JSON does not show.
        return value.get(key, OPAQUE) if isinstance(key, (str, int)) else OPAQUE
    if isinstance(value, (list, tuple)):
        at = _position(key)
        return value[at] if 0 <= at < len(value) else OPAQUE
    return OPAQUE


def _position(key: object) -> int:
    """Return the position that a key of a list means, a text of digits too; -1 for what is none."""
    if isinstance(key, str) and key.isdecimal() and len(key) < 10:
        return int(key)
    return key if isinstance(key, int) and not isinstance(key, bool) else -1


def leaves(value: object) -> Iterator[object]:
    """Yield everything that is in a value: references, OPAQUE, texts and numbers."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from leaves(one)
    elif isinstance(value, Instances):
        yield from value.by_key.values()
    else:
        yield value


def opaque_within(value: object) -> bool:
    """Whether some part of a value could not be worked out, or may not be read."""
    return any(one is OPAQUE or isinstance(one, Mark) for one in leaves(value))


def text(value: object) -> str | None:
    """Return a value as a template shows it; None for what is no text, number or bool, or not known."""
    value = plain(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, (str, int, float)) else None
