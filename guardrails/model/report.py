"""What a whole check found: findings, what was set aside on purpose, and what became of every file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from guardrails.model.finding import Finding, Rule
from guardrails.model.source import Location


class FileStatus(Enum):
    """What became of a file that was looked at; nothing is passed over in silence."""

    CHECKED = "checked"
    NOT_A_POLICY = "not a policy"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file, as shown; `reason` says why it is not a policy, or why it cannot be read."""

    file: str
    status: FileStatus
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that somebody answered for until and including the day `expires`; `place` is the entry.

    No day and no owner: a scanner's own skip comment in the sources, which names neither.
    """

    finding: Finding
    owner: str
    reason: str
    expires: date | None
    place: Location


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Everything one check says. Findings are in order: severity, file, place, rule.

    `rules` are those that could have been found; `sources` holds the text of each file that a finding points into, so
    that a renderer can show the line. `pages` may hold rules' Markdown pages by id, for the formats that carry them.
    """

    findings: tuple[Finding, ...]
    files: tuple[CheckedFile, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    rules: tuple[Rule, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)
    version: str = ""
    pages: Mapping[str, str] = field(default_factory=dict, repr=False)
