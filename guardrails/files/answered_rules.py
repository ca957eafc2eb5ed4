"""Entries that answer for findings (suppressions, waivers) name rules that exist and may be answered for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from guardrails.files import codes
from guardrails.model.finding import Finding
from guardrails.model.source import Location

_OF_CFN_LINT: Final = re.compile(r"[EWI][0-8]\d{3}")
"""Rules of cfn-lint itself, which come and go with its versions; a waiver may name each."""


class Entry(Protocol):
    """What names a rule at a place."""

    @property
    def rule(self) -> str:
        """The id of the rule."""

    @property
    def place(self) -> Location:
        """Where the entry stands."""


def unknown_rules(entries: Iterable[Entry], known: Mapping[str, str], done: str) -> tuple[Finding, ...]:
    """Return a finding for each entry whose rule does not exist, or is none that may be answered for.

    Args:
        known: the slugs of those that may, by id.
        done: what the entry does with a finding, such as `suppressed`.
    """
    from difflib import get_close_matches

    findings = []
    for one in entries:
        if one.rule in known or (done == "waived" and _OF_CFN_LINT.fullmatch(one.rule)):
            continue
        ids = {slug: id for id, slug in known.items()} | {id.lower(): id for id in known}
        close = get_close_matches(one.rule.lower(), sorted(ids), n=1)
        help = f"did you mean {ids[close[0]]}?" if close else "guardrails explain --list shows them all"
        findings.append(codes.finding(codes.REFERENCE, f"{one.rule} is no rule that can be {done}", one.place, help))
    return tuple(findings)
