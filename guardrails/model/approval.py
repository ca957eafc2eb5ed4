"""What an earlier run of the gate said, so that what is applied can be held to what was judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Approval:
    """An earlier report. `accounts` are those of the plans in it, by the SHA-256 of the plan's JSON."""

    file: str
    passed: bool
    accounts: Mapping[str, str]
