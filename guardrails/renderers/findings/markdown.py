"""Markdown for the comment on a pull request or the summary of a job: a table per severity, details folded away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guardrails.model.finding import Finding, Fix, Rule, Severity
from guardrails.model.report import CheckReport, FileStatus
from guardrails.renderers.comment import LIMIT, LONGEST, RESERVE, Room, code, words
from guardrails.renderers.findings.patch import patch
from guardrails.renderers.findings.tally import WORST_FIRST, place_of, rules_by_id, tally
from guardrails.renderers.table import clean, cut

MARKER = "<!-- guardrails:check -->"
"""First line, by which a bot finds the comment that it wrote before."""

_HEADINGS = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.NOTE: "Notes"}


def render(report: CheckReport) -> str:
    """Return the counts, the files that could not be read, and the findings, at most `LIMIT` characters.

    Rows go before details and errors before notes; what does not fit is counted in the last line.
    """
    counts, rules, room = tally(report), rules_by_id(report), Room(LIMIT - RESERVE)
    head = [MARKER, f"### guardrails check: {counts.found}", "", f"{counts.files}."]
    if counts.fixable:
        head[-1] += f" {counts.fixable} fixable with `guardrails check --fix`."
    room.take(*head)
    unread = [file for file in report.files if file.status is FileStatus.UNREADABLE]
    listed = [f"- {code(file.file)}: {words(file.reason)}" for file in unread]
    shown = [line for line in listed if room.take(line)]
    files = ["", "**Unreadable:**", "", *shown] if shown else []
    findings, rows = _findings(report, rules, room)
    missing = _missing(len(report.findings) - rows, len(listed) - len(shown))
    return "\n".join([*head, *files, *findings, *missing]) + "\n"


def _findings(report: CheckReport, rules: dict[str, Rule], room: Room) -> tuple[list[str], int]:
    """Return the tables and their details, and how many findings have a row."""
    tables: dict[Severity, list[str]] = {}
    told: dict[Severity, list[Finding]] = {}
    for severity in WORST_FIRST:
        found = [one for one in report.findings if one.severity is severity]
        head = ["", f"#### {_HEADINGS[severity]} ({len(found)})", "", "| Where | Rule | What |", "| --- | --- | --- |"]
        if not found or not room.take(*head):
            continue
        rows = [(one, _row(one, rules.get(one.rule))) for one in found]
        kept = [(one, row) for one, row in rows if room.take(row)]
        tables[severity] = [*head, *(row for _, row in kept)]
        told[severity] = [one for one, _ in kept]
    lines: list[str] = []
    for severity, table in tables.items():
        lines += [*table, *_folded(told[severity], room)]
    return lines, sum(map(len, told.values()))


def _row(finding: Finding, rule: Rule | None) -> str:
    name = f"{code(finding.rule)} {words(rule.slug)}" if rule else code(finding.rule)
    return f"| {code(place_of(finding.location))} | {name} | {words(finding.message)} |"


def _folded(findings: list[Finding], room: Room) -> list[str]:
    details = [lines for one in findings if (lines := list(_details(one))) and room.take(*lines, "")]
    frame = ["", "<details><summary>What shows it, and how to mend it</summary>", "", "</details>"]
    if not details or not room.take(*frame):
        return []
    return [*frame[:-1], *(line for lines in details for line in (*lines, "")), frame[-1]]


def _details(finding: Finding) -> Iterator[str]:
    if not (finding.witness or finding.help or finding.fix):
        return
    yield f"**{code(finding.rule)}** {code(place_of(finding.location))}"
    if finding.witness:
        yield f"<br>Shows: {words(finding.witness)}"
    if finding.help:
        yield f"<br>Help: {words(finding.help)}"
    if finding.fix:
        yield f"<br>Fix ({'applied by --fix' if finding.fix.safe else 'suggestion'}): {words(finding.fix.title)}"
        yield from _fenced(finding.fix)


def _fenced(fix: Fix) -> list[str]:
    """Return the lines that change, in a fence longer than any row of backticks within."""
    lines = [clean(f"{sign} {cut(line, LONGEST)}") for sign, line in patch(fix)]
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return ["", f"{fence}diff", *lines, fence] if lines else []


def _missing(findings: int, files: int) -> list[str]:
    cut = [f"{findings} more findings"] if findings else []
    cut += [f"{files} more unreadable files"] if files else []
    return ["", f"**Cut:** {' and '.join(cut)} are not shown, a comment holds {LIMIT:,} characters."] if cut else []
