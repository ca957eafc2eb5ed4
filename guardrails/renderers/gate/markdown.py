"""Markdown for the comment on a pull request or the summary of a job: the verdict, tables, and folded details.

A comment holds 65,536 characters, a summary 1 MiB, so the smaller limit holds for both.
Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary (2026-10)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from guardrails.model.finding import Finding, Severity
from guardrails.model.gate_report import Conclusion, GateReport, PlanVerdict
from guardrails.renderers.comment import LIMIT, RESERVE, Room, code, words
from guardrails.renderers.findings.tally import place_of
from guardrails.renderers.gate.grouping import (
    VERDICTS,
    account_words,
    called,
    decided,
    details,
    many,
    plan_name,
    request_words,
    rules_of,
    severities,
    short,
    undecided,
    unmapped_words,
    verbs,
)

_SIGNS = {Conclusion.PASSED: "✅", Conclusion.REFUSED: "⛔", Conclusion.UNDECIDED: "❔"}
_HEADINGS = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.NOTE: "Notes"}
_MOST_REASONS = 20


class _Row(NamedTuple):
    """A finding of a plan."""

    finding: Finding
    plan: PlanVerdict


def marker(report: GateReport) -> str:
    """Return the first line, by which a bot finds the comment that it wrote before: one per set of accounts."""
    names = dict.fromkeys(short(plan.account) for plan in report.plans)
    return f"<!-- guardrails:{'+'.join(list(names)[:20]) or 'gate'} -->"


def render(report: GateReport) -> str:
    """Return the verdict, what each plan does, and tables of findings, at most `LIMIT` characters.

    Errors go before what could not be decided, that before warnings and notes, and rows before details. What does not
    fit is counted in the last line.
    """
    page = _Page(report)
    head = [*page.head(), *page.plans(), *page.remarks()]
    scenarios = page.scenarios()  # their room is taken before that of findings, of which there may be thousands
    tables = [line for title, rows, fold in _groups(report) for line in page.table(title, rows, fold)]
    rest = [*page.waived(), *page.details()]
    return "\n".join([*head, *tables, *scenarios, *rest, *page.missing()]) + "\n"


def _groups(report: GateReport) -> Iterator[tuple[str, list[_Row], bool]]:
    """Yield the tables in the order of what matters: their title, their rows, and whether they are folded."""
    sure = [_Row(one, plan) for plan in report.plans for one in decided(plan)]
    open = [_Row(one, plan) for plan in report.plans for one in undecided(plan)]
    for severity in reversed(Severity):
        yield _HEADINGS[severity], [row for row in sure if row.finding.severity is severity], severity is Severity.NOTE
        if severity is Severity.ERROR:
            yield "Not decided", open, False


class _Page:
    """The comment as it grows: what fits, and what did not."""

    def __init__(self, report: GateReport) -> None:
        self._report = report
        self._room = Room(LIMIT - RESERVE)
        self._several = len(report.plans) > 1
        self._slugs = {id: called(rule) for id, rule in rules_of(report).items()}
        self._told: list[_Row] = []
        self._left = 0

    def head(self) -> list[str]:
        """Return marker, verdict and reasons."""
        report = self._report
        accounts = list(dict.fromkeys(plan.account for plan in report.plans))
        target = ", ".join(accounts) if len(accounts) <= 4 else many(len(accounts), "account")
        name = f" for {words(target)}" if accounts else ""
        reasons = [f"- {words(reason)}" for reason in report.reasons[:_MOST_REASONS]]
        self._left += max(0, len(report.reasons) - _MOST_REASONS)
        if report.bundled:
            reasons.append(f"- judged by the example organization that is built in: {words(report.organization)}")
        title = f"### {_SIGNS[report.conclusion]} guardrails gate: {VERDICTS[report.conclusion]}{name}"
        head = [marker(report), title, ""]
        self._room.take(*head)
        kept = [line for line in reasons if self._room.take(line)]
        self._left += len(reasons) - len(kept)
        return [*head, *kept]

    def plans(self) -> list[str]:
        """Return a table with a row for each plan."""
        head = ["", "| Account | Plan | Changes | Findings | Not decided | Set aside |", f"|{' --- |' * 6}"]
        rows = [_plan(plan) for plan in self._report.plans]
        return self._fitting(head, rows)

    def table(self, title: str, rows: list[_Row], fold: bool) -> list[str]:
        """Return one table of findings; the rows that do not fit are counted."""
        if not rows:
            return []
        account = "| Plan " if self._several else ""
        bar = f"|{' --- |' * (4 if self._several else 3)}"
        head = ["", f"#### {title} ({len(rows)})", "", f"{account}| Resource | Rule | What |", bar]
        tail = []
        if fold:
            head = ["", f"<details><summary>{title} ({len(rows)})</summary>", *head[2:]]
            tail = ["", "</details>"]
        if not self._room.take(*head, *tail):
            self._left += len(rows)
            return []
        kept = [(row, line) for row in rows if self._room.take(line := self._row(row))]
        self._told += [row for row, _ in kept]
        self._left += len(rows) - len(kept)
        return [*head, *(line for _, line in kept), *tail]

    def _row(self, row: _Row) -> str:
        finding = row.finding
        place = "" if finding.location.file == row.plan.file else code(place_of(finding.location))
        where = "<br>".join(part for part in (code(finding.address), place) if part) or "the plan as a whole"
        slug = self._slugs.get(finding.rule)
        rule = f"{code(finding.rule)} {words(slug)}" if slug else code(finding.rule)
        account = f"| {words(plan_name(row.plan, self._report))} " if self._several else ""
        most = [
            f"{label}: {code(text)}" for label, text in details(finding) if label not in ("shows", "help", "attribute")
        ]
        return f"{account}| {where} | {rule} | {'<br>'.join([words(finding.message), *most])} |"

    def scenarios(self) -> list[str]:
        """Return the scenarios that come out differently after the apply."""
        found = [(one, plan) for plan in self._report.plans for one in plan.scenarios]
        if not found:
            return []
        title = f"#### Scenarios that change ({len(found)})"
        head = ["", title, "", "| Scenario | Account | Before | After | Expected |", f"|{' --- |' * 5}"]
        cells = [(one.name, one.account, one.before, one.after, one.expected) for one, _ in found]
        return self._fitting(head, [f"| {' | '.join(map(words, row))} |" for row in cells])

    def waived(self) -> list[str]:
        """Return what somebody answers for; folded."""
        waived = [one for plan in self._report.plans for one in plan.waived]
        summary = f"<details><summary>Waived ({len(waived)})</summary>"
        head = ["", summary, "", "| Resource | Rule | Until | Owner | Reason |", f"|{' --- |' * 5}"]
        rows = [
            f"| {code(one.finding.address)} | {code(one.finding.rule)} "
            f"| {one.expires.isoformat() if one.expires else 'no expiry'} "
            f"| {words(one.owner) or 'nobody'} | {words(one.reason)} |"
            for one in waived
        ]
        return self._fitting(head, rows, ["", "</details>"])

    def remarks(self) -> list[str]:
        """Return the requests in words, what nobody can tell of them, and notes."""
        return self._fitting([""], [f"- {line}" for line in self._remarks()])

    def _remarks(self) -> Iterator[str]:
        for plan in self._report.plans:
            name = f"{words(plan_name(plan, self._report))}: " if self._several else ""
            if plan.requests:
                yield f"{name}{request_words(plan)}"
            if plan.unmapped:
                changes = many(len(plan.unmapped), "change")
                yield f"{name}{changes} with requests that nobody can tell: {words(unmapped_words(plan))}"
            yield from (f"{name}{words(note)}" for note in plan.notes)

    def details(self) -> list[str]:
        """Return what shows the findings and how to mend them, as far as there is room; folded."""
        frame = ["", "<details><summary>What shows it, and how to mend it</summary>", "", "</details>"]
        told = [lines for row in self._told if (lines := list(_detail(row.finding)))]
        if not told or not self._room.take(*frame):
            return []
        kept = [lines for lines in told if self._room.take(*lines, "")]
        return [*frame[:-1], *(line for lines in kept for line in (*lines, "")), frame[-1]]

    def missing(self) -> list[str]:
        """Return what was cut, if anything was."""
        if not self._left:
            return []
        return ["", f"**Cut:** {many(self._left, 'more row')} are not shown, a comment holds {LIMIT:,} characters."]

    def _fitting(self, head: list[str], rows: Iterable[str], tail: Iterable[str] = ()) -> list[str]:
        """Return the rows that fit below their head; the others are counted."""
        listed, end = list(rows), list(tail)
        if not listed:
            return []
        if not self._room.take(*head, *end):
            self._left += len(listed)
            return []
        kept = [row for row in listed if self._room.take(row)]
        self._left += len(listed) - len(kept)
        return [*head, *kept, *end]


def _plan(plan: PlanVerdict) -> str:
    aside = [f"{len(plan.waived)} waived"] if plan.waived else []
    aside += [f"{len(plan.baselined)} baselined"] if plan.baselined else []
    cells = (
        words(account_words(plan)),
        code(plan.file),
        words(verbs(plan.verbs)),
        severities(decided(plan)),
        str(len(undecided(plan)) or ""),
        ", ".join(aside),
    )
    return f"| {' | '.join(cells)} |"


def _detail(finding: Finding) -> Iterator[str]:
    extra = [(label, text) for label, text in details(finding) if label in ("shows", "help")]
    extra += [("from", f"{place_of(place)} {text}".rstrip()) for place, text in finding.related[:5]]
    if extra:
        yield f"**{code(finding.rule)}** {code(finding.address or place_of(finding.location))}"
        for label, text in extra:
            yield f"<br>{label.capitalize()}: {words(text)}"
