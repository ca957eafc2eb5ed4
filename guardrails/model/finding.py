"""What is wrong, with a user's file or with what it would do: severity, rule, finding."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from guardrails.model.source import Location


class Severity(Enum):
    """How much a finding matters; only `ERROR` closes a gate by itself."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a stable id that is never reused, a slug (file, test and documentation anchor), what it demands."""

    id: str
    slug: str
    summary: str
    severity: Severity
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule broken at a place: the message says what was found, `help` how to mend it."""

    rule: str
    severity: Severity
    message: str
    location: Location
    help: str = ""
