"""Text for people: each group of accounts with what was done to its policies, and what that newly allows and denies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Final

from guardrails.model.difference import AccountsDifference, DiffReport, Region
from guardrails.renderers.differences import wording
from guardrails.renderers.findings.excerpt import defused, inert
from guardrails.renderers.findings.text import Ink, ink_of
from guardrails.renderers.table import cut, table

MOST: Final = 8
"""Actions, resources or statements that a line names without `-v`."""

REGIONS: Final = 10
"""Regions of a kind that a group shows without `-v`."""

LONGEST: Final = 300
"""Characters of a condition that are shown without `-v`."""

_LABEL = 9
_NARROWEST = 40


def render(report: DiffReport, *, color: bool = False, verbose: bool = False, width: int | None = None) -> str:
    """Return what was compared, a block for each group of accounts, what it means in practice, and one line of counts.

    `verbose` shows every region, action and statement; text is wrapped to a terminal of `width` cells, and not at all
    without one.
    """
    page = _Page(report, ink_of(color), verbose, width)
    lines = [*page.head(), *page.groups(), *page.examples(), *page.remarks()]
    return "\n".join([*map(inert, lines), "", page.totals()]) + "\n"


class _Page:
    """What all blocks of one text share."""

    def __init__(self, report: DiffReport, ink: Ink, verbose: bool, width: int | None) -> None:
        self._report = report
        self._ink = ink
        self._most = 10_000 if verbose else MOST
        self._regions = 10_000 if verbose else REGIONS
        self._verbose = verbose
        self._width = None if width is None else max(_NARROWEST, width)

    def head(self) -> Iterator[str]:
        """Yield what was compared."""
        yield self._ink(defused(f"{self._report.before} -> {self._report.after}"), bold=True)

    def groups(self) -> Iterator[str]:
        """Yield the groups that something changes for, then the others in a line each."""
        for one in wording.changed_groups(self._report):
            yield ""
            yield from self._group(one)
        still = wording.equal_groups(self._report)
        yield from [""] if still else []
        for one in still:
            yield from self._wrapped("", f"{self._names(one)}: {wording.unchanged(one)}")
            yield from self._sources(one)

    def _group(self, group: AccountsDifference) -> Iterator[str]:
        difference = group.difference
        title = f"{self._names(group)}: {wording.verdict(difference)}"
        yield self._ink(defused(title), bold=True, underline=True)
        yield from self._sources(group)
        yield from self._kind("NEWLY ALLOWED", "yellow", difference.newly_allowed)
        yield from self._kind("NEWLY DENIED", "red", difference.newly_denied)
        for reason in difference.undecided:
            yield ""
            yield from self._labelled(self._ink("NOT DECIDED", fg="yellow", bold=True), reason)

    def _names(self, group: AccountsDifference) -> str:
        return wording.listed(group.accounts, self._most)

    def _sources(self, group: AccountsDifference) -> Iterator[str]:
        rows = wording.sources(group)
        for label, text in rows[: self._most]:
            yield from self._row(label, text)
        if len(rows) > self._most:
            yield f"  and {len(rows) - self._most} more changes"

    def _kind(self, title: str, color: str, regions: tuple[Region, ...]) -> Iterator[str]:
        if not regions:
            return
        yield ""
        yield f"  {self._ink(title, fg=color, bold=True)}"
        for one in regions[: self._regions]:
            yield from self._region(one)
        if len(regions) > self._regions:
            yield f"    and {wording.many(len(regions) - self._regions, 'more region')}; -v shows all"

    def _region(self, region: Region) -> Iterator[str]:
        count = wording.known(region)
        actions = wording.phrase(region.actions, wording.EVERY_ACTION, self._most) + (f" ({count})" if count else "")
        yield from self._wrapped("  - ", actions)
        if not wording.everywhere(region.resources):
            yield from self._row("on", wording.phrase(region.resources, wording.EVERY_RESOURCE, self._most), 4)
        for at, one in enumerate(region.conditions):
            yield from self._row("and" if at else "when", one if self._verbose else cut(one, LONGEST), 4)
        if region.unless:
            yield from self._row("unless", wording.unless(region, self._most // 2), 4)
        if region.causes:
            yield from self._row("by", wording.listed(region.causes, self._most), 4)
        yield f"    {'such as':<{_LABEL}}{self._ink(defused(wording.command(region.witness)), fg='cyan')}"
        if region.witness.outside:
            yield from self._row("", f"not in the catalog: {wording.outside(region.witness)}", 4)

    def examples(self) -> Iterator[str]:
        """Yield the scenarios that change, and the resources of plans that are hit."""
        report = self._report
        if report.scenarios:
            yield from ("", self._ink(f"Scenarios that change ({len(report.scenarios)})", bold=True))
            rows = [(one.name, one.account, one.before, one.after, one.expected) for one in report.scenarios]
            yield from self._table(("SCENARIO", "ACCOUNT", "BEFORE", "AFTER", "EXPECTED"), rows)
        if report.hits:
            yield from ("", self._ink(f"Resources of plans that are hit ({len(report.hits)})", bold=True))
            hits = [(one.plan, one.address, one.action, one.before, one.after, one.decider) for one in report.hits]
            yield from self._table(("PLAN", "ADDRESS", "ACTION", "BEFORE", "AFTER", "BY"), hits)

    def _table(self, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
        shown = rows if self._verbose else rows[:20]
        yield from (f"  {line}" for line in table(header, [tuple(map(defused, row)) for row in shown]))
        if len(rows) > len(shown):
            yield f"  and {len(rows) - len(shown)} more; -v shows all"

    def remarks(self) -> Iterator[str]:
        """Yield accounts of one side, what is not known of a side, notes, and over what was compared."""
        report = self._report
        lines = [
            *wording.arrivals(report),
            *(f"not decided: {one}" for one in report.open),
            *(f"note: {one}" for one in report.notes),
            *wording.scope(report),
        ]
        yield from [""] if lines else []
        for line in lines:
            yield from self._wrapped("", line)

    def totals(self) -> str:
        """Return one line: how much is newly allowed and denied, and where."""
        return self._ink(defused(wording.summary(self._report)), bold=True)

    def _row(self, label: str, text: str, indent: int = 2) -> Iterator[str]:
        yield from self._labelled(f"{label:<{_LABEL - 1}}", text, indent)

    def _labelled(self, label: str, text: str, indent: int = 2) -> Iterator[str]:
        yield from self._wrapped(f"{' ' * indent}{label} ", text, " " * (indent + _LABEL))

    def _wrapped(self, start: str, text: str, later: str | None = None) -> Iterable[str]:
        safe = defused(text)
        if self._width is None:
            return [f"{start}{safe}"]
        after = later if later is not None else " " * len(start)
        room = max(_NARROWEST, self._width - len(after))
        lines = wrap(safe, room, break_long_words=False, break_on_hyphens=False) or [""]
        return [f"{start}{lines[0]}", *(f"{after}{line}" for line in lines[1:])]
