"""GitLab's code quality report: a JSON array that merge requests show.

Source: https://docs.gitlab.com/ci/testing/code_quality/ (2026-10)
"""

from __future__ import annotations

from json import dumps
from typing import Any

from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.fingerprint import digest
from guardrails.model.report import CheckedFile, CheckReport, FileStatus
from guardrails.renderers.findings.paths import relative
from guardrails.renderers.findings.tally import rules_by_id
from guardrails.renderers.fingerprints import fingerprints
from guardrails.renderers.table import clean


def render(report: CheckReport) -> str:
    """Return unreadable files first, then the findings in the order of the report; suppressed ones are left out."""
    rules = rules_by_id(report)
    marks = fingerprints([*report.findings, *(one.finding for one in report.suppressed)])
    unreadable = [_file(file) for file in report.files if file.status is FileStatus.UNREADABLE]
    found = [_finding(one, rules.get(one.rule), mark) for one, mark in zip(report.findings, marks, strict=False)]
    return dumps(unreadable + found, indent=2) + "\n"


def _finding(finding: Finding, rule: Rule | None, mark: str) -> dict[str, Any]:
    line = max(1, finding.location.span.line) if finding.location.span else 1
    help = f"; {finding.help}" if finding.help else ""
    return {
        "description": clean(f"{finding.rule}{f' {rule.slug}' if rule else ''}: {finding.message}{help}"),
        "check_name": clean(finding.rule),
        "fingerprint": mark,
        "severity": _severity(finding),
        "location": {"path": relative(finding.location.file), "lines": {"begin": line}},
    }


def _severity(finding: Finding) -> str:
    if finding.severity is Severity.ERROR:
        return "critical" if finding.confidence is Confidence.HIGH else "major"
    return "minor" if finding.severity is Severity.WARNING else "info"


def _file(file: CheckedFile) -> dict[str, Any]:
    return {
        "description": clean(f"unreadable: {file.reason}"),
        "check_name": "unreadable",
        "fingerprint": digest("unreadable", file.file),
        "severity": "blocker",
        "location": {"path": relative(file.file), "lines": {"begin": 1}},
    }
