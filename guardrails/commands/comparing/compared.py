"""What a comparison is of: two projects, each with how its side was called and the day that it is read for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guardrails.files.loaded import Project


@dataclass(frozen=True, slots=True)
class Side:
    """One side: the project, how the user named it, and the day on which exceptions are looked at."""

    label: str
    project: Project
    day: date


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides. `of` says what has policies: an `account`, or a `policy` that stands alone.

    `open` says what of either side is not known, so that nothing can be decided about it.
    """

    before: Side
    after: Side
    of: str = "account"
    open: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
