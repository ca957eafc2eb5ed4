"""Waivers during a check of sources: the project's file, comments above blocks, and Checkov's own skip comments."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from guardrails.commands.outcomes import Misused
from guardrails.files.answered_rules import unknown_rules
from guardrails.files.waivers import FILE_NAME, WORD, read_waivers, waiver_of_comment
from guardrails.gate.waiving import UNUSED, expired, unexplained
from guardrails.model.finding import Finding
from guardrails.model.report import Suppressed
from guardrails.model.scan import Answer, Scan
from guardrails.model.waiver import Waiver
from guardrails.terraform.sources.places import WaiverComment

if TYPE_CHECKING:
    from guardrails.files.loaded import Project
    from guardrails.model.source import Location

_NO_WORDS: Final = ("", "No comment provided")
"""What Checkov says of a skip comment without a reason (checkov/terraform/context_parsers/base_parser.py, 3.3.30)."""


@dataclass(slots=True)
class Answers:
    """What was found in all roots, before waivers. A finding has the address of its block in its root."""

    findings: list[Finding] = field(default_factory=list)
    skipped: list[tuple[Finding, str]] = field(default_factory=list)
    comments: list[WaiverComment] = field(default_factory=list)
    _said: dict[tuple[str, str], set[Answer]] = field(default_factory=dict)

    def looked(self, scan: Scan, checks: Iterable[str]) -> None:
        """Note what each of these checks said of each block."""
        wanted = frozenset(checks)
        for record in scan.records:
            if record.check in wanted:
                self._said.setdefault((record.check, record.address), set()).add(record.answer)

    def needs_none(self, waiver: Waiver) -> bool:
        """Whether the check of a waiver looked at blocks that the waiver names, and all is well with each of them."""
        said = [one for (check, at), one in self._said.items() if check == waiver.rule and waiver.speaks_of(at)]
        return bool(said) and all(one == {Answer.PASSED} for one in said)


@dataclass(frozen=True, slots=True)
class SourceWaivers:
    """The waivers of the project's file, and the rules that a waiver may name (id -> slug).

    `whole`: all roots are looked at that they are for. `forbid_skips`: Checkov's skip comments answer for nothing.
    """

    entries: tuple[Waiver, ...]
    known: Mapping[str, str]
    today: date
    whole: bool = False
    forbid_skips: bool = False

    def apply(self, answers: Answers) -> tuple[tuple[Finding, ...], tuple[Suppressed, ...]]:
        """Return the findings that stay, those about waivers included, and those that somebody answers for.

        A block of a module is said once, however many roots call it; it stays where one of them is not answered for.
        """
        comments, wrong = self._in_comments(answers.comments)
        waivers = tuple(dict.fromkeys((*comments, *self.entries)))
        active = [one for one in waivers if self.today <= one.expires]
        stay, silenced, used = list[Finding](), list[Suppressed](), set[Waiver]()
        for finding in answers.findings:
            by = next((one for one in active if one.covers(finding)), None)
            if by is None:
                stay.append(finding)
            else:
                used.add(by)
                silenced.append(Suppressed(finding, by.owner, by.reason, by.expires, by.place))
        over = [one for one in waivers if one not in active and any(map(one.covers, stay))]
        idle = [one for one in active if self.whole and one not in used and answers.needs_none(one)]
        about = [*wrong, *map(expired, over), *map(_unused, idle)]
        for finding, words in answers.skipped:
            if self.forbid_skips:
                stay.append(_forbidden(finding))
                continue
            silenced.append(Suppressed(finding, "", words, None, finding.location))
            if words in _NO_WORDS:
                about.append(unexplained(finding.rule, finding.address, finding.location))
        return _shown(stay, silenced, about)

    def _in_comments(self, comments: Iterable[WaiverComment]) -> tuple[list[Waiver], list[Finding]]:
        """Return the waivers in comments, and what is wrong with those that cannot be used."""
        read = [waiver_of_comment(one.text.removeprefix(WORD), one.address, one.location) for one in comments]
        waivers = [one for one in read if isinstance(one, Waiver)]
        wrong = [one for one in read if isinstance(one, Finding)]
        return waivers, [*wrong, *unknown_rules(waivers, self.known, "waived")]


def waivers_for(project: Project, named: Path | None, known: Mapping[str, str], today: date) -> tuple[Waiver, ...]:
    """Return the waivers of the file that was named, else of the project's. Raises Misused where it cannot be used."""
    default = project.root / "rules" / FILE_NAME
    file = named or (default if not project.bundled and os.path.lexists(default) else None)
    entries, findings = read_waivers(file, project.root) if file else ((), ())
    wrong = (*findings, *unknown_rules(entries, known, "waived"))
    if wrong:
        lines = (f"{one.location}: {one.message} [{one.rule}]" + (f"; {one.help}" if one.help else "") for one in wrong)
        raise Misused(list(lines))
    return entries


def _unused(waiver: Waiver) -> Finding:
    message = f"the waiver of {waiver.rule} at {waiver.address} covers no finding: all is well there"
    return Finding(UNUSED.id, UNUSED.severity, message, waiver.place, "remove it")


def _forbidden(finding: Finding) -> Finding:
    words = f"{finding.message}: not looked at, a checkov:skip comment says so, and such comments are forbidden here"
    return replace(finding, message=words, help="take the comment out; waive in rules/waivers.yaml what has to stay")


def _place(finding: Finding) -> tuple[str, Location, str]:
    return finding.rule, finding.location, finding.message


def _shown(
    stay: Iterable[Finding], silenced: Iterable[Suppressed], about: Iterable[Finding]
) -> tuple[tuple[Finding, ...], tuple[Suppressed, ...]]:
    """Return everything once for its block; what is not decided for one root gives way to what is for another."""
    first: dict[tuple[str, Location, str], Finding] = {}
    for one in stay:
        first.setdefault(_place(one), one)
    decided = {(one.rule, one.location) for one in first.values() if not one.undecided}
    stays = [one for one in first.values() if not one.undecided or (one.rule, one.location) not in decided]
    rest: dict[object, Suppressed] = {}
    for each in silenced:
        if _place(each.finding) not in first:
            rest.setdefault((_place(each.finding), each.place), replace(each, finding=_worded(each.finding)))
    remarks = {(one.rule, one.location): one for one in about}
    return (*map(_worded, stays), *map(_bare, remarks.values())), tuple(rest.values())


def _worded(finding: Finding) -> Finding:
    """Return a finding as a check shows it: with the address in its words, for it has no plan to stand under."""
    return _bare(replace(finding, message=f"{finding.address}: {finding.message}"))


def _bare(finding: Finding) -> Finding:
    """Return a finding that is known again by its file: an address names one block only within its root."""
    return replace(finding, token=finding.address or finding.token, address="", previous_address="")
