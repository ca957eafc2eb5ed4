"""EC2 instance types: which carry accelerators, what they cost, and how to name all that are over a cap.

Sources (dates in `data/manifest.json`): names from botocore's model of EC2; accelerators from moto, the Kubernetes
cluster autoscaler and AWS's pages; prices on demand in us-east-1 from the Karpenter provider for AWS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from guardrails.catalog.store import read_json


@dataclass(frozen=True, slots=True)
class InstanceType:
    """One type. `accelerator_kind` is gpu, neuron, inference, fpga or media; None: it has no accelerator.

    `accelerator_count` is 0 for a fraction of one (`g6f`). `usd_per_hour` is the on-demand price in us-east-1, None
    where it is not known (all types without accelerator, and those sold in capacity blocks only).
    """

    name: str
    family: str
    accelerator_kind: str | None = None
    accelerator_count: int = 0
    accelerator_name: str = ""
    usd_per_hour: float | None = None
    vcpu: int | None = None


def instance_type_names() -> tuple[str, ...]:
    """Return the names of all 1,437 known types, in AWS's order."""
    return tuple(read_json("instance_types.json")["types"])


def instance_type(name: str) -> InstanceType | None:
    """Return the type of that exact name (AWS's names are lower case), or None when it is not known."""
    return _accelerated().get(name) or (InstanceType(name, name.partition(".")[0]) if name in _names() else None)


def accelerated_types() -> tuple[InstanceType, ...]:
    """Return the types that carry an accelerator, in order of name."""
    return tuple(_accelerated().values())


@cache
def _names() -> frozenset[str]:
    return frozenset(instance_type_names())


@cache
def _accelerated() -> dict[str, InstanceType]:
    return {
        row["type"]: InstanceType(
            row["type"],
            row["type"].partition(".")[0],
            row["kind"],
            row["count"] or 0,
            row["name"],
            row["usd_per_hour"],
            row["vcpu"],
        )
        for row in read_json("instance_types.json")["accelerators"]
    }


def close_instance_types(name: str) -> tuple[str, ...]:
    """Return up to three types that `name` may have been meant to be, the closest first."""
    from difflib import get_close_matches  # a millisecond that only a typing mistake pays for

    return tuple(get_close_matches(name.lower(), instance_type_names(), n=3, cutoff=0.7))


_STEM = re.compile(r"[a-z]+")
_SIZES = ("?xlarge", "??xlarge")
"""Sizes as one pattern: `2xlarge` to `9xlarge`, and `10xlarge` to `99xlarge`; neither is plain `xlarge`."""


def over_cap_patterns(families: Sequence[str], allowed: Sequence[str]) -> tuple[str, ...]:
    """Return patterns (`*`, `?`) for every known type of `families` that is not in `allowed`, and for none other.

    Families are globs (`p*`, `trn*`); allowed are types (`g5.xlarge`). The patterns reach future families and
    generations as well, for new accelerators appear monthly: a glob without an allowed type stays whole, a glob with
    one is cut as finely as the allowed types ask: `p1*`, `p7*`, `g5g.*`, `g5.2xlarge`.
    """
    found: list[str] = []
    for glob in families:
        found.extend(_cap(glob, frozenset(allowed)))
    return tuple(dict.fromkeys(found))


def _cap(glob: str, allowed: frozenset[str]) -> Iterator[str]:
    whole = glob if glob.endswith("*") else f"{glob}.*"
    if not _reaches(whole, allowed):
        yield whole
        return
    families = dict.fromkeys(map(_family, instance_type_names()))
    reached = {family for family in families if fnmatchcase(family, glob)}
    types = [name for name in instance_type_names() if _family(name) in reached]
    if re.fullmatch(r"[a-z]+\*", glob):
        for stem in _ordered(glob[:-1], (_stem(name) for name in types)):
            yield from _cap_stem(stem, [name for name in types if _stem(name) == stem], allowed)
    else:
        yield from _cap_families(types, allowed)


def _cap_stem(stem: str, types: Sequence[str], allowed: frozenset[str]) -> Iterator[str]:
    """Yield patterns for one stem: whole, or generation by generation, known and future ones alike."""
    if not _reaches(f"{stem}*", allowed):
        yield f"{stem}*"
        return
    for prefix in (f"{stem}{generation}" for generation in range(1, 10)):
        if _reaches(f"{prefix}*", allowed):
            yield from _cap_families([name for name in types if name.startswith(prefix)], allowed)
        else:
            yield f"{prefix}*"
    yield from _cap_families([name for name in types if not name.removeprefix(stem)[:1].isdigit()], allowed)


def _cap_families(types: Sequence[str], allowed: frozenset[str]) -> Iterator[str]:
    for family in dict.fromkeys(map(_family, types)):
        if _reaches(f"{family}.*", allowed):
            yield from _cap_sizes(family, [name for name in types if _family(name) == family], allowed)
        else:
            yield f"{family}.*"


def _cap_sizes(family: str, types: Sequence[str], allowed: frozenset[str]) -> Iterator[str]:
    over = [name for name in types if name not in allowed]
    for pattern in (f"{family}.{size}" for size in _SIZES):
        if not _reaches(pattern, allowed):
            yield pattern
            over = [name for name in over if not fnmatchcase(name, pattern)]
    yield from over


def _reaches(pattern: str, allowed: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for name in allowed)


def _family(name: str) -> str:
    return name.partition(".")[0]


def _stem(name: str) -> str:
    found = _STEM.match(name)
    return found.group() if found else ""


def _ordered(first: str, stems: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((first, *stems)))
