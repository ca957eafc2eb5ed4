"""Counts of a report, its rules by id, and the worst findings first."""

from __future__ import annotations

from dataclasses import dataclass

from guardrails.model.finding import Rule, Severity
from guardrails.model.report import CheckReport, FileStatus, Suppressed
from guardrails.model.source import Location

WORST_FIRST = tuple(reversed(Severity))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are of each; `fixable` are the findings whose fix `--fix` applies unasked."""

    errors: int
    warnings: int
    notes: int
    suppressed: int
    fixable: int
    checked: int
    not_policies: int
    unreadable: int

    @property
    def found(self) -> str:
        """The findings in words: `2 errors, 1 warning, 0 notes, 1 suppressed`."""
        words = [_many(self.errors, "error"), _many(self.warnings, "warning"), _many(self.notes, "note")]
        return ", ".join([*words, *([f"{self.suppressed} suppressed"] if self.suppressed else [])])

    @property
    def files(self) -> str:
        """The files in words: `16 files checked, 2 not policies, 1 unreadable`."""
        words = [f"{_many(self.checked, 'file')} checked"]
        if self.not_policies:
            words.append("1 not a policy" if self.not_policies == 1 else f"{self.not_policies} not policies")
        if self.unreadable:
            words.append(f"{self.unreadable} unreadable")
        return ", ".join(words)


def tally(report: CheckReport) -> Tally:
    """Return the counts of a report."""
    of = [finding.severity for finding in report.findings]
    became = [file.status for file in report.files]
    return Tally(
        of.count(Severity.ERROR),
        of.count(Severity.WARNING),
        of.count(Severity.NOTE),
        len(report.suppressed),
        sum(finding.fix is not None and finding.fix.safe for finding in report.findings),
        became.count(FileStatus.CHECKED),
        became.count(FileStatus.NOT_A_POLICY),
        became.count(FileStatus.UNREADABLE),
    )


def rules_by_id(report: CheckReport) -> dict[str, Rule]:
    """Return the rules of a report by their id."""
    return {rule.id: rule for rule in report.rules}


def docs_anchor(rule: Rule) -> str:
    """Return where the rule's page stands in the repository: `docs/rules/absent-key.md`."""
    return f"docs/rules/{rule.slug}.md"


def place_of(location: Location) -> str:
    """Return `file:line:column`, or only the file where no line is known."""
    span = location.span
    return f"{location.file}:{span.line}:{span.column}" if span else location.file


def answered(one: Suppressed) -> str:
    """Return until when and by whom a finding was answered for, and why; a comment in the source names neither."""
    return (
        f"until {one.expires.isoformat()} by {one.owner}: {one.reason}"
        if one.expires
        else f"in the source: {one.reason}"
    )


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
