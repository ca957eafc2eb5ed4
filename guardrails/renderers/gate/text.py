"""Text for people: the verdict and its reasons, then each plan: what it does, what is wrong with it, what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Final

from guardrails.model.finding import Confidence, Finding, Severity
from guardrails.model.gate_report import Conclusion, GateReport, PlanVerdict
from guardrails.renderers.findings.excerpt import defused, inert
from guardrails.renderers.findings.tally import place_of
from guardrails.renderers.findings.text import Ink, ink_of
from guardrails.renderers.gate.grouping import (
    VERDICTS,
    Resource,
    account_words,
    blind,
    by_resource,
    called,
    decided,
    details,
    many,
    request_words,
    rules_of,
    severities,
    telling,
    undecided,
    unmapped_words,
    verbs,
    waiver_words,
    worst_first,
)

FOLD: Final = {Severity.ERROR: 20, Severity.WARNING: 5, Severity.NOTE: 3}
"""Findings of one rule and severity that a plan shows without `-v`; the rest is counted."""

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_VERDICT_COLORS = {Conclusion.PASSED: "green", Conclusion.REFUSED: "red", Conclusion.UNDECIDED: "yellow"}
_LABEL = 10
_NARROWEST = 40


def render(report: GateReport, *, color: bool = False, verbose: bool = False, width: int | None = None) -> str:
    """Return the verdict, a block for each plan, and the totals in the last line.

    `verbose` shows every finding, and lists what was waived and baselined and the rules that saw nothing; text is
    wrapped to a terminal of `width` cells, and not at all without one: a log is searched by line.
    """
    page = _Page(report, ink_of(color), verbose, width)
    lines = list(page.head())
    for plan in report.plans:
        lines += ["", *page.plan(plan)]
    return "\n".join(inert(line) for line in [*lines, "", page.totals()]) + "\n"


class _Page:
    """What all blocks of one text share: colors, width, the slugs of the rules."""

    def __init__(self, report: GateReport, ink: Ink, verbose: bool, width: int | None) -> None:
        self._report = report
        self._ink = ink
        self._verbose = verbose
        self._width = None if width is None else max(_NARROWEST, width)
        self._slugs = {id: called(rule) for id, rule in rules_of(report).items()}

    def head(self) -> Iterator[str]:
        """Yield the verdict, its reasons, and a remark where the organization is only the bundled example."""
        report = self._report
        yield self._ink(VERDICTS[report.conclusion], fg=_VERDICT_COLORS[report.conclusion], bold=True)
        for reason in report.reasons:
            yield from self._wrapped("  - ", reason)
        if report.bundled:
            yield from self._wrapped(
                "  - ", f"judged by the example organization that is built in: {report.organization}"
            )

    def plan(self, plan: PlanVerdict) -> Iterator[str]:
        """Yield everything about one plan."""
        yield self._ink(defused(f"{account_words(plan)}: {plan.file}"), bold=True, underline=True)
        yield f"  {defused(verbs(plan.verbs))}"
        yield from self._findings(decided(plan), plan, "")
        yield from self._findings(undecided(plan), plan, "Not decided")
        yield from self._scenarios(plan)
        rest = list(self._rest(plan))
        if rest:
            yield ""
            yield from rest

    def totals(self) -> str:
        """Return one line: the verdict, findings, what was set aside, requests."""
        plans, report = self._report.plans, self._report
        found = [one for one in report.findings if not one.undecided]
        open = len(report.findings) - len(found)
        parts = [severities(found), *([f"{open} undecided"] if open else [])]
        parts += [f"{count} {word}" for count, word in _set_aside(plans) if count]
        requests = sum(len(plan.requests) for plan in plans)
        counts = f"{many(len(plans), 'plan')}, {many(requests, 'request')} predicted"
        verdict = self._ink(VERDICTS[report.conclusion], fg=_VERDICT_COLORS[report.conclusion], bold=True)
        return f"{verdict}: {', '.join(parts)}; {counts}"

    def _findings(self, findings: tuple[Finding, ...], plan: PlanVerdict, title: str) -> Iterator[str]:
        shown, folded = self._fold(findings)
        if findings and title:
            yield ""
            yield f"  {self._ink(f'{title} ({len(findings)})', bold=True)}"
        for resource in by_resource(shown, plan):
            yield ""
            place = _common_place(resource, plan.file)
            words = "  ".join(defused(part) for part in (resource.verb, place) if part)
            name = defused(resource.address) if resource.address else "the plan as a whole"
            yield f"  {self._ink(name, bold=True)}  {words}".rstrip()
            for finding in resource.findings:
                yield from self._finding(finding, (place, plan.file))
        if folded:
            yield ""
        for rule, rest in folded.items():
            on = len({one.address for one in rest})
            words = f"{self._name(rule)}: {many(len(rest), 'more finding')} on {many(on, 'resource')} (-v shows them)"
            yield f"  {defused(words)}"

    def _fold(self, findings: Iterable[Finding]) -> tuple[list[Finding], dict[str, list[Finding]]]:
        """Return the findings to show, and by rule those to count."""
        seen: Counter[tuple[str, Severity]] = Counter()
        shown: list[Finding] = []
        folded: dict[str, list[Finding]] = {}
        for finding in worst_first(findings):
            kind = finding.rule, finding.severity
            seen[kind] += 1
            if self._verbose or seen[kind] <= FOLD[finding.severity]:
                shown.append(finding)
            else:
                folded.setdefault(finding.rule, []).append(finding)
        return shown, folded

    def _finding(self, finding: Finding, told: tuple[str, str]) -> Iterator[str]:
        plain = defused(f"{'undecided' if finding.undecided else finding.severity.value}[{finding.rule}]")
        label = self._ink(plain, fg=_COLORS[finding.severity], bold=True)
        slug = self._slugs.get(finding.rule)
        words = f"{slug}: {finding.message}" if slug else finding.message
        first, *more = self._cut(words, 4 + len(plain) + 1, 6)
        yield f"    {label} {first}"
        yield from (f"      {line}" for line in more)
        for name, words in _remarks(finding, told):
            first, *more = self._cut(words, 6 + _LABEL, 6 + _LABEL)
            yield f"      {self._ink(f'{name:<{_LABEL}}', fg='blue')}{first}"
            yield from (f"{' ' * (6 + _LABEL)}{line}" for line in more)

    def _scenarios(self, plan: PlanVerdict) -> Iterator[str]:
        if plan.scenarios:
            yield ""
            yield f"  {self._ink(f'Scenarios that change with this apply ({len(plan.scenarios)})', bold=True)}"
        for one in plan.scenarios:
            expected = f" (expected: {one.expected})" if one.expected else ""
            words = f"{one.name}, {one.account}: {one.before} -> {one.after}{expected}"
            yield from self._wrapped("    ", words)

    def _rest(self, plan: PlanVerdict) -> Iterator[str]:
        if plan.requests:
            yield from self._wrapped("  ", request_words(plan))
        if plan.unmapped:
            words = f"{many(len(plan.unmapped), 'change')} with requests that nobody can tell: {unmapped_words(plan)}"
            yield from self._wrapped("  ", words)
        for note in plan.notes:
            yield from self._wrapped("  note: ", note)
        if self._verbose:
            yield from self._listed(plan)
            return
        parts = [f"{count} {word}" for count, word in _set_aside((plan,)) if count]
        idle = len(blind(plan))
        parts += [f"{many(idle, 'rule')} saw nothing"] if idle else []
        if parts:
            yield f"  {', '.join(parts)} (-v lists them)"

    def _listed(self, plan: PlanVerdict) -> Iterator[str]:
        for one in plan.waived:
            yield from self._wrapped("  ", f"{waiver_words(one)} ({one.finding.rule} {one.finding.address})")
        for finding in plan.baselined:
            yield from self._wrapped("  baselined: ", f"{finding.rule} {finding.address}: {finding.message}")
        for run in telling(plan):
            if not run.seen:
                looks = f" (looks at {', '.join(run.types)})" if run.types else ""
                yield from self._wrapped("  saw nothing: ", f"{self._name(run.rule.id)}{looks}")

    def _name(self, rule: str) -> str:
        return f"{rule} {self._slugs[rule]}" if rule in self._slugs else rule

    def _wrapped(self, head: str, text: str) -> Iterator[str]:
        first, *more = self._cut(text, len(head), len(head))
        yield head + first
        yield from (" " * len(head) + line for line in more)

    def _cut(self, text: str, first: int, other: int) -> list[str]:
        """Return the text as lines: the first behind `first` cells, the others behind `other`."""
        shown = defused(text)
        if self._width is None:
            return [shown]
        head = "." * max(0, first - other)
        room = max(20, self._width - other)
        lines = wrap(head + shown, room, break_long_words=False, break_on_hyphens=False) or [""]
        return [lines[0][len(head) :], *lines[1:]]


def _set_aside(plans: Iterable[PlanVerdict]) -> tuple[tuple[int, str], ...]:
    listed = tuple(plans)
    return (
        (sum(len(plan.waived) for plan in listed), "waived"),
        (sum(len(plan.baselined) for plan in listed), "baselined"),
    )


def _common_place(resource: Resource, file: str) -> str:
    """Return the source line that a resource stands on, for its heading; empty where only the plan is known."""
    places = [place_of(one.location) for one in resource.findings if one.location.file != file]
    return places[0] if resource.address and places else ""


def _remarks(finding: Finding, told: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what is known of a finding, each with its label; a place that was `told` already is left out.

    What is undecided counts as an error unless it is said otherwise.
    """
    if place_of(finding.location) not in told:
        yield "at", place_of(finding.location)
    for place, words in finding.related:
        yield "from", f"{place_of(place)}{f' {words}' if words else ''}"
    yield from details(finding)
    if finding.undecided and finding.severity is not Severity.ERROR:
        yield "counts as", finding.severity.value
    if finding.confidence is not Confidence.HIGH:
        yield "sure", f"{finding.confidence.value} confidence"
