"""JUnit XML: a suite per file, a test case per finding; a file without findings is a case that passed."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.report import CheckReport, FileStatus, Suppressed
from guardrails.model.source import show_pointer
from guardrails.renderers.cases import Case, case, document, empty, failure, place_attributes, remark
from guardrails.renderers.findings.tally import answered, place_of, rules_by_id

_OUTCOMES = {
    FileStatus.CHECKED: "",
    FileStatus.NOT_A_POLICY: "skipped",
    FileStatus.UNREADABLE: "error",
}


def render(report: CheckReport) -> str:
    """Return errors and warnings as failures; notes as cases that passed and say something.

    Suppressed findings are skipped until their day, files that are no policies are skipped, and an unreadable file is
    an error.
    """
    return document(_suites(report))


def _suites(report: CheckReport) -> dict[str, list[Case]]:
    """Return the cases by file, in the order of the files, then of the findings."""
    rules = rules_by_id(report)
    suites: dict[str, list[Case]] = {file.file: [] for file in report.files}
    for finding in report.findings:
        suites.setdefault(finding.location.file, []).append(_finding(finding, rules.get(finding.rule)))
    for one in report.suppressed:
        suites.setdefault(one.finding.location.file, []).append(_suppressed(one, rules.get(one.finding.rule)))
    for file in report.files:
        if file.status is not FileStatus.CHECKED or not suites[file.file]:
            outcome = _OUTCOMES[file.status]
            inside = empty(outcome, _reason(file.status, file.reason)) if outcome else ""
            suites[file.file].append(case("file", file.file, {"file": file.file}, outcome, inside))
    return suites


def _reason(status: FileStatus, reason: str) -> str:
    return f"{status.value}: {reason}" if reason else status.value


def _finding(finding: Finding, rule: Rule | None) -> Case:
    if finding.severity is Severity.NOTE:
        outcome, inside = "", remark(_details(finding))
    else:
        outcome, inside = "failure", failure(finding.severity.value, finding.message, _details(finding))
    return case(finding.rule, _name(finding, rule), place_attributes(finding), outcome, inside)


def _suppressed(one: Suppressed, rule: Rule | None) -> Case:
    inside = empty("skipped", f"suppressed {answered(one)}")
    return case(one.finding.rule, _name(one.finding, rule), place_attributes(one.finding), "skipped", inside)


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
