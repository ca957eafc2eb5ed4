"""EC2 instance types: which carry accelerators, what they cost, and how to name all that are over a cap.

Sources (dates in `data/manifest.json`): names from botocore's model of EC2; accelerators from moto, the Kubernetes
cluster autoscaler and AWS's pages; prices on demand in us-east-1 from the Karpenter provider for AWS.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


def over_cap_patterns(families: Sequence[str], allowed: Sequence[str]) -> tuple[str, ...]:
    """Return patterns (`*`, `?`) for every type of `families` that is not in `allowed`, and for none of these.

    Families are globs (`p*`, `trn*`); allowed are types (`g5.xlarge`). The patterns reach types that AWS does not sell
    yet, for new accelerators appear monthly: a glob without an allowed type stays whole; one with some is cut by size
    (`g*.m*`) and, for the sizes that are allowed, by family (`g6.xlarge`). See `over_cap.py` for how far they reach.
    """
    from guardrails.catalog.over_cap import cover  # only the documents of a cap need it

    known = instance_type_names()
    return tuple(dict.fromkeys(pattern for glob in families for pattern in cover(glob, frozenset(allowed), known)))
