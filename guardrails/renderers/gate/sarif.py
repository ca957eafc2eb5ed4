"""SARIF 2.1.0 for code scanning, within the limits of GitHub: a run per account, so that each has its own alerts.

GitHub tells runs of one tool apart by what stands before the last slash of the run's id, takes 20 runs a file, and no
two of them with the same id. A result stands at its line of Terraform source, else at line 1 of the plan; its logical
location is the address.
Sources: those of `scanning.py`, and
https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning#runautomationdetails-object
(2026-10),
https://github.blog/changelog/2024-05-06-code-scanning-will-stop-combining-runs-from-a-single-upload/ (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from json import dumps
from typing import Any, NamedTuple

from guardrails.model.finding import Finding, Rule
from guardrails.model.gate_report import Conclusion, GateReport, PlanVerdict, Waived
from guardrails.renderers.gate.grouping import details, gravity, rules_of, sentence, short, telling
from guardrails.renderers.gate.marks import Marks, marks_of
from guardrails.renderers.scanning import (
    MOST_SHOWN,
    SCHEMA,
    SOURCE_ROOT,
    driver,
    notification,
    plain,
    result_head,
    rule_objects,
    suppression,
)
from guardrails.renderers.table import clean

MOST_RUNS = 20
"""Runs that GitHub takes in one file; with more accounts than these, all share one run."""


class _Row(NamedTuple):
    """A finding that becomes a result; `waived` is what answers for it, `known` whether the baseline has it."""

    finding: Finding
    mark: str
    waived: Waived | None = None
    known: bool = False


def render(report: GateReport) -> str:
    """Return a run for each account, in the order of the plans: the worst results first, those set aside last."""
    groups: dict[str, list[tuple[PlanVerdict, Marks]]] = {}
    for plan, marks in zip(report.plans, marks_of(report), strict=True):
        groups.setdefault(short(plan.account), []).append((plan, marks))
    if len(groups) > MOST_RUNS:
        groups = {"accounts": [pair for pairs in groups.values() for pair in pairs]}
    runs = [_run(report, name, pairs) for name, pairs in (groups or {"nothing": []}).items()]
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": runs}, indent=2) + "\n"


def _run(report: GateReport, name: str, pairs: list[tuple[PlanVerdict, Marks]]) -> dict[str, Any]:
    rows = sorted((row for pair in pairs for row in _rows(*pair)), key=lambda row: _rank(row, report))
    kept = rows[:MOST_SHOWN]
    known = rules_of(report)
    used = {row.finding.rule for row in kept}
    shown = used | {run.rule.id for plan in report.plans for run in telling(plan)}
    rules = rule_objects((known[id] for id in known if id in shown), report.pages, sorted(used))
    places = {rule["id"]: at for at, rule in enumerate(rules)}
    return {
        "tool": driver(report.version, rules),
        "automationDetails": {"id": f"guardrails/{name}/"},
        "invocations": [_invocation(report, [plan for plan, _ in pairs], len(rows))],
        "originalUriBaseIds": SOURCE_ROOT,
        "columnKind": "unicodeCodePoints",
        "results": [_result(row, report, known, places) for row in kept],
    }


def _rows(plan: PlanVerdict, marks: Marks) -> Iterator[_Row]:
    for finding, mark in zip(plan.findings, marks.findings, strict=True):
        yield _Row(finding, mark)
    for waived, mark in zip(plan.waived, marks.waived, strict=True):
        yield _Row(waived.finding, mark, waived)
    for finding, mark in zip(plan.baselined, marks.baselined, strict=True):
        yield _Row(finding, mark, known=True)


def _rank(row: _Row, report: GateReport) -> tuple[bool, int, bool]:
    aside = row.waived is not None or row.known
    return aside, -gravity(row.finding, report).rank, row.finding.undecided


def _invocation(report: GateReport, plans: Iterable[PlanVerdict], found: int) -> dict[str, Any]:
    """Return how the run went; the gate's exit code says the same, and the cut is said twice: to people and scripts."""
    done = report.conclusion is not Conclusion.UNDECIDED
    words = [notification(reason, "note" if done else "error") for reason in report.reasons]
    words += [notification(note, "note") for plan in plans for note in plan.notes]
    left = max(0, found - MOST_SHOWN)
    if left:
        words.append(notification(f"{left} of {found} results were left out, the mildest: GitHub keeps {MOST_SHOWN}"))
    return {
        "executionSuccessful": done,
        "toolExecutionNotifications": words,
        "properties": {"conclusion": report.conclusion.value, "found": found, "leftOut": left},
    }


def _result(row: _Row, report: GateReport, rules: dict[str, Rule], places: dict[str, int]) -> dict[str, Any]:
    finding = row.finding
    lines = [sentence(finding), *(f"{label.capitalize()}: {words}" for label, words in details(finding))]
    result = result_head(finding, gravity(finding, report), lines, row.mark, places)
    result["properties"] |= {"undecided": finding.undecided}
    if finding.address:
        logical = {"fullyQualifiedName": clean(finding.address), "kind": "resource"}
        result["locations"][0]["logicalLocations"] = [logical]
    if finding.rule in rules and rules[finding.rule].rows:
        result["properties"]["requirements"] = list(rules[finding.rule].rows)
    if row.waived:
        by = row.waived
        result["suppressions"] = [suppression(by.reason, by.owner, by.expires, by.place)]
    elif row.known:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": plain("known from the baseline file")}
        ]
    return result
