"""JUnit XML: a suite per file, a test case per finding; a file without findings is a case that passed.

Source: https://github.com/testmoapp/junitxml (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.report import CheckReport, FileStatus, Suppressed
from guardrails.model.source import show_pointer
from guardrails.renderers.findings.tally import place_of, rules_by_id
from guardrails.renderers.junit import attribute
from guardrails.renderers.table import clean

_OUTCOMES = {
    FileStatus.CHECKED: "",
    FileStatus.NOT_A_POLICY: "skipped",
    FileStatus.UNREADABLE: "error",
}


class _Case(NamedTuple):
    """A test case as XML; `outcome` is the name of the element that counts, empty where it passed."""

    outcome: str
    text: str


def render(report: CheckReport) -> str:
    """Return errors and warnings as failures; notes as cases that passed and say something.

    Suppressed findings are skipped until their day, files that are no policies are skipped, and an unreadable file is
    an error.
    """
    suites = _suites(report)
    every = [case for cases in suites.values() for case in cases]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites {_counts(every)}>"]
    for file, cases in suites.items():
        lines += [f"<testsuite name={_quoted(file)} {_counts(cases)}>", *(one.text for one in cases), "</testsuite>"]
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _suites(report: CheckReport) -> dict[str, list[_Case]]:
    """Return the cases by file, in the order of the files, then of the findings."""
    rules = rules_by_id(report)
    suites: dict[str, list[_Case]] = {file.file: [] for file in report.files}
    for finding in report.findings:
        suites.setdefault(finding.location.file, []).append(_finding(finding, rules.get(finding.rule)))
    for one in report.suppressed:
        suites.setdefault(one.finding.location.file, []).append(_suppressed(one, rules.get(one.finding.rule)))
    for file in report.files:
        if file.status is not FileStatus.CHECKED or not suites[file.file]:
            outcome = _OUTCOMES[file.status]
            inside = f"<{outcome} message={_quoted(_reason(file.status, file.reason))}/>" if outcome else ""
            suites[file.file].append(_case("file", file.file, {"file": file.file}, outcome, inside))
    return suites


def _reason(status: FileStatus, reason: str) -> str:
    return f"{status.value}: {reason}" if reason else status.value


def _counts(cases: Sequence[_Case]) -> str:
    of = [case.outcome for case in cases]
    failures, errors, skipped = of.count("failure"), of.count("error"), of.count("skipped")
    return f'tests="{len(of)}" failures="{failures}" errors="{errors}" skipped="{skipped}"'


def _finding(finding: Finding, rule: Rule | None) -> _Case:
    details = attribute("\n".join(clean(line) for line in _details(finding)))[1:-1]
    if finding.severity is Severity.NOTE:
        outcome, inside = "", f"<system-out>{details}</system-out>"
    else:
        start = f"<failure type={_quoted(finding.severity.value)} message={_quoted(finding.message)}>"
        outcome, inside = "failure", f"{start}{details}</failure>"
    return _case(finding.rule, _name(finding, rule), _place(finding), outcome, inside)


def _suppressed(one: Suppressed, rule: Rule | None) -> _Case:
    words = f"suppressed until {one.expires.isoformat()} by {one.owner}: {one.reason}"
    inside = f"<skipped message={_quoted(words)}/>"
    return _case(one.finding.rule, _name(one.finding, rule), _place(one.finding), "skipped", inside)


def _details(finding: Finding) -> Iterator[str]:
    yield f"{place_of(finding.location)}: {finding.message}"
    if finding.witness:
        yield f"shows: {finding.witness}"
    if finding.help:
        yield f"help: {finding.help}"
    if finding.fix:
        yield f"fix: {finding.fix.title}"


def _name(finding: Finding, rule: Rule | None) -> str:
    """Return a name that stays when lines move: the rule's slug, what it is about, the pointer."""
    parts = (rule.slug if rule else finding.rule, finding.token, show_pointer(finding.location.pointer))
    return " ".join(part for part in parts if part)


def _place(finding: Finding) -> dict[str, str]:
    span = finding.location.span
    return {"file": finding.location.file} | ({"line": str(span.line)} if span else {})


def _case(group: str, name: str, place: dict[str, str], outcome: str, inside: str) -> _Case:
    placed = "".join(f" {key}={_quoted(value)}" for key, value in place.items())
    start = f"  <testcase classname={_quoted(group)} name={_quoted(name)}{placed}"
    return _Case(outcome, f"{start}>\n    {inside}\n  </testcase>" if inside else f"{start}/>")


def _quoted(value: str) -> str:
    """The quoted attribute; what does not print stands escaped, so that it can be told apart."""
    return attribute(clean(value))
