"""Which versions of the AWS provider may apply a plan, and whether a row for some versions counts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from guardrails.terraform.requests.scene import Scene

Version = tuple[int, ...]
Interval = tuple[Version, Version]
"""From (included) and to (excluded)."""

FOREVER: Final[Version] = (1_000_000,)
_TERM: Final = re.compile(r"(>=|<=|>|<|~>|=|)\s*v?(\d+(?:\.\d+)*)")


def applies(scene: Scene, wanted: str) -> bool | None:
    """Return whether the provider is one of the versions that a row asks for (`<6.23`); None where it may be."""
    low, high = _possible(scene)
    first, last = interval_of(wanted)
    if first <= low and high <= last:
        return True
    return None if max(low, first) < min(high, last) else False


def _possible(scene: Scene) -> Interval:
    """The interval that the plan leaves: the constraint of the provider block, and what the resource's schema shows.

    From 6.0 resources have the attribute `region`, and buckets `bucket_region`, which took its old meaning.
    Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade (2026-11)
    """
    change = scene.change
    versions = scene.around.versions
    if change.provider_key not in versions:
        configured = scene.around.plan.providers.get(change.provider_key)
        versions[change.provider_key] = interval_of(configured.version if configured else "")
    low, high = versions[change.provider_key]
    shown = "bucket_region" if change.type == "aws_s3_bucket" else "region"
    if shown in change.after or shown in change.before:
        return max(low, (6,)), high
    return (low, min(high, (6,))) if change.type == "aws_s3_bucket" else (low, high)


@lru_cache(maxsize=256)
def interval_of(constraint: str) -> Interval:
    """Return the interval of a version constraint such as `>= 5.100.0, < 6.0.0`; without one all versions.

    Source: https://developer.hashicorp.com/terraform/language/expressions/version-constraints (2026-11)
    """
    low: Version = (0,)
    high: Version = FOREVER
    for term in constraint.split(","):
        match = _TERM.fullmatch(term.strip())
        if match is None:
            continue
        sign, version = match[1], _cut(tuple(map(int, match[2].split("."))))
        given = len(match[2].split("."))
        if sign in (">=", ">", "~>", "=", ""):
            low = max(low, version)
        if sign == "<":
            high = min(high, version)
        elif sign in ("<=", "=", ""):
            high = min(high, (*version, 0, 0, 1))
        elif sign == "~>":
            parts = tuple(map(int, match[2].split(".")))
            high = min(high, (*parts[: max(given - 2, 0)], parts[max(given - 2, 0)] + 1))
    return low, high


def _cut(version: Version) -> Version:
    """Return a version without the zeros at its end, so that 6 and 6.0.0 are the same."""
    while len(version) > 1 and version[-1] == 0:
        version = version[:-1]
    return version
