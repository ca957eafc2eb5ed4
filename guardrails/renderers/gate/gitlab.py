"""GitLab's code quality report: a JSON array that merge requests show.

Source: https://docs.gitlab.com/ci/testing/code_quality/ (2026-10)
"""

from __future__ import annotations

from json import dumps
from typing import Any

from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.gate_report import GateReport
from guardrails.renderers.findings.paths import relative
from guardrails.renderers.gate.grouping import called, details, gravity, rules_of, sentence
from guardrails.renderers.gate.marks import marks_of
from guardrails.renderers.table import clean


def render(report: GateReport) -> str:
    """Return the open findings in the order of the report; what was waived or baselined is left out."""
    rules = rules_of(report)
    marks = [mark for plan in marks_of(report) for mark in plan.findings]
    pairs = zip(report.findings, marks, strict=True)
    found = [_finding(one, rules.get(one.rule), gravity(one, report), mark) for one, mark in pairs]
    return dumps(found, indent=2) + "\n"


def _finding(finding: Finding, rule: Rule | None, severity: Severity, mark: str) -> dict[str, Any]:
    line = max(1, finding.location.span.line) if finding.location.span else 1
    name = f"{finding.rule} {called(rule)}" if rule else finding.rule
    words = "; ".join([sentence(finding), *(f"{label}: {text}" for label, text in details(finding))])
    return {
        "description": clean(f"{name}: {words}"),
        "check_name": clean(finding.rule),
        "fingerprint": mark,
        "severity": _severity(severity, finding.confidence),
        "location": {"path": relative(finding.location.file), "lines": {"begin": line}},
    }


def _severity(severity: Severity, confidence: Confidence) -> str:
    if severity is Severity.ERROR:
        return "critical" if confidence is Confidence.HIGH else "major"
    return "minor" if severity is Severity.WARNING else "info"
