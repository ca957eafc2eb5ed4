"""Which Checkov this is, and whether the shortcuts were tested with it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from .failing import Failed

TESTED = ((3, 3, 0), (3, 4, 0))
"""From the first (included) to the second (not) the shortcuts give what stock Checkov gives; tested with 3.3.30."""


def checkov_version() -> str:
    """Return Checkov's version. Raises Failed (usage) where this interpreter has no Checkov."""
    try:
        return version("checkov")
    except PackageNotFoundError:
        raise Failed("this interpreter has no Checkov", usage=True) from None


def tested(told: str) -> bool:
    """Whether a version (`3.3.30`) is in the tested range; one that is not made of numbers is not."""
    try:
        parts = tuple(int(one) for one in told.split(".")[:3])
    except ValueError:
        return False
    return TESTED[0] <= parts < TESTED[1]
