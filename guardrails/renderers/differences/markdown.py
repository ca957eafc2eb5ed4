"""Markdown for the comment on a pull request: the difference in a line, a table for each group, calls to copy, folded.

A comment holds 65,536 characters, a summary 1 MiB, so the smaller limit holds for both.
Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary (2026-11)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from guardrails.model.difference import AccountsDifference, DiffReport, Region
from guardrails.renderers.comment import LIMIT, RESERVE, Room, code, words
from guardrails.renderers.differences import wording
from guardrails.renderers.table import clean, cut

MARKER: Final = "<!-- guardrails:diff -->"
"""First line, by which a bot finds the comment that it wrote before."""

MOST: Final = 12
"""Actions, resources, statements or accounts that a cell names; the details have all."""

_COMMAND = 2_000
_ALLOWED, _DENIED = "newly allowed", "newly denied"


def render(report: DiffReport) -> str:
    """Return the difference, at most `LIMIT` characters; what does not fit is counted in the last line."""
    page = _Page(report)
    lines = [*page.head(), *page.groups(), *page.still(), *page.examples(), *page.remarks(), *page.details()]
    return "\n".join([*lines, *page.missing()]) + "\n"


class _Page:
    """The comment as it grows: what fits, and what did not."""

    def __init__(self, report: DiffReport) -> None:
        self._report = report
        self._room = Room(LIMIT - RESERVE)
        self._told: list[tuple[int, str, Region]] = []
        self._left = 0

    def head(self) -> list[str]:
        """Return marker, summary, and what was compared."""
        report = self._report
        compared = f"{code(report.before)} → {code(report.after)}"
        head = [MARKER, f"### {_sign(report)} guardrails diff: {words(wording.summary(report))}", "", compared]
        self._room.take(*head)
        return head

    def groups(self) -> list[str]:
        """Return a table for each group that something changes for."""
        return [line for group in wording.changed_groups(self._report) for line in self._group(group)]

    def _group(self, group: AccountsDifference) -> list[str]:
        names = words(wording.listed(group.accounts, MOST))
        head = ["", f"#### {names}: {wording.verdict(group.difference)}", "", *_sources(group)]
        if not self._room.take(*head):
            self._left += 1
            return []
        kinds = ((_ALLOWED, group.difference.newly_allowed), (_DENIED, group.difference.newly_denied))
        regions = [(kind, region) for kind, some in kinds for region in some]
        return [*head, *self._table(regions), *self._open(group.difference.undecided)]

    def _table(self, regions: Sequence[tuple[str, Region]]) -> list[str]:
        head = ["", "| # | | Actions | Resources | When | By |", f"|{' --- |' * 6}"]
        if not regions or not self._room.take(*head):
            self._left += len(regions)
            return []
        rows = []
        for kind, region in regions:
            number = len(self._told) + 1
            row = f"| {number} | **{kind}** | {' | '.join(_cells(region))} |"
            if self._room.take(row):
                rows.append(row)
                self._told.append((number, kind, region))
            else:
                self._left += 1
        return [*head, *rows]

    def _open(self, reasons: Iterable[str]) -> list[str]:
        return self._fitting([""], [f"- **not decided:** {words(reason)}" for reason in reasons])

    def still(self) -> list[str]:
        """Return the groups that nothing changes for, each with the reason."""
        rows = []
        for group in wording.equal_groups(self._report):
            names = words(wording.listed(group.accounts, MOST))
            changes = "; ".join(f"{label} {words(text)}" for label, text in wording.sources(group)[:MOST])
            rows.append(f"- {names}: {wording.unchanged(group)}{f' ({changes})' if changes else ''}")
        return self._fitting([""], rows)

    def examples(self) -> list[str]:
        """Return tables of scenarios that change and of resources that are hit."""
        scenarios, hits = self._report.scenarios, self._report.hits
        return [
            *self._rows(
                f"Scenarios that change ({len(scenarios)})",
                ("Scenario", "Account", "Before", "After", "Expected"),
                [tuple(map(words, (one.name, one.account, one.before, one.after, one.expected))) for one in scenarios],
            ),
            *self._rows(
                f"Resources of plans that are hit ({len(hits)})",
                ("Resource", "Action", "Before", "After", "By", "Plan"),
                [
                    (code(one.address), code(one.action), one.before, one.after, words(one.decider), code(one.plan))
                    for one in hits
                ],
            ),
        ]

    def _rows(self, title: str, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
        head = ["", f"#### {title}", "", f"| {' | '.join(header)} |", f"|{' --- |' * len(header)}"]
        return self._fitting(head, [f"| {' | '.join(row)} |" for row in rows])

    def remarks(self) -> list[str]:
        """Return accounts of one side, what is not known of a side, and notes."""
        report = self._report
        lines = [*wording.arrivals(report), *(f"not decided: {one}" for one in report.open), *report.notes]
        return self._fitting([""], [f"- {words(line)}" for line in lines])

    def details(self) -> list[str]:
        """Return, folded, a call for each region with what the table cut, and over what was compared."""
        told = [list(_detail(*one)) for one in self._told]
        over = [f"- {words(line)}" for line in wording.scope(self._report)]
        return [
            *self._folded("A call that shows each", told),
            *self._folded("Over what was compared", [over] if over else []),
        ]

    def _folded(self, title: str, blocks: list[list[str]]) -> list[str]:
        frame = ["", f"<details><summary>{title}</summary>", "", "</details>"]
        if not blocks or not self._room.take(*frame):
            return []
        kept = [lines for lines in blocks if self._room.take(*lines, "")]
        return [*frame[:-1], *(line for lines in kept for line in (*lines, "")), frame[-1]]

    def missing(self) -> list[str]:
        """Return what was cut, if anything was."""
        if not self._left:
            return []
        more = wording.many(self._left, "more row")
        return ["", f"**Cut:** {more} are not shown, a comment holds {LIMIT:,} characters."]

    def _fitting(self, head: list[str], rows: list[str]) -> list[str]:
        if not rows or not self._room.take(*head):
            self._left += len(rows)
            return []
        kept = [row for row in rows if self._room.take(row)]
        self._left += len(rows) - len(kept)
        return [*head, *kept]


def _sign(report: DiffReport) -> str:
    if report.undecided or not report.groups:
        return "❔"
    return "⚠️" if wording.changed_groups(report) or report.gone else "✅"


def _sources(group: AccountsDifference) -> list[str]:
    rows = wording.sources(group)
    lines = [f"- {label}: {words(text)}" for label, text in rows[:MOST]]
    return [*lines, *([f"- and {len(rows) - MOST} more changes"] if len(rows) > MOST else [])]


def _cells(region: Region) -> tuple[str, ...]:
    count = wording.known(region)
    actions = _phrase(region.actions, wording.EVERY_ACTION) + (f" ({count})" if count else "")
    resources = _phrase(region.resources, "any" if wording.everywhere(region.resources) else wording.EVERY_RESOURCE)
    unless = [f"unless {wording.unless(region, MOST // 3)}"] if region.unless else []
    when = "<br>".join(map(words, [*(region.conditions or ("always",)), *unless]))
    return actions, resources, when, _codes(region.causes)


def _phrase(texts: Sequence[str], every: str) -> str:
    start, named, but, left_out = wording.patterns(texts, every)
    parts = (start, _codes(named) + ("," if but else ""), but, _codes(left_out))
    return " ".join(part for part in parts if part)


def _codes(texts: Sequence[str]) -> str:
    more = len(texts) - MOST
    return ", ".join(map(code, texts[:MOST])) + (f" and {more:,} more" if more > 0 else "")


def _detail(number: int, kind: str, region: Region) -> Iterator[str]:
    yield f"**{number}** {kind}:"
    yield from _fenced(wording.command(region.witness))
    if region.witness.outside:
        yield f"<br>Not in the catalog: {words(wording.outside(region.witness))}"
    for label, texts in (("actions", region.actions), ("resources", region.resources), ("by", region.causes)):
        if len(texts) > MOST:
            yield f"<br>All {label}: {', '.join(map(code, texts))}"
    if len(region.unless) > MOST // 3:
        yield f"<br>Unless denied by: {', '.join(map(code, region.unless))}"


def _fenced(command: str) -> list[str]:
    """Return a command as a block to copy, in a fence longer than any row of backticks within."""
    line = clean(cut(command, _COMMAND))
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return ["", f"{fence}sh", line, fence, ""]
