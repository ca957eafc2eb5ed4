"""JSON with a published schema (`schemas/check.schema.json`); keys in a fixed order, two blanks of indentation."""

from __future__ import annotations

from json import dumps
from typing import Any

from guardrails.model.finding import Finding, Fix, Rule
from guardrails.model.report import CheckReport, Suppressed
from guardrails.model.source import Location, show_pointer
from guardrails.renderers.findings.patch import plain_value
from guardrails.renderers.findings.tally import docs_anchor, rules_by_id, tally
from guardrails.renderers.fingerprints import fingerprints

VERSION = 1
"""Raised when a field changes its meaning or goes away; new fields do not raise it."""


def render(report: CheckReport) -> str:
    """Return the document that `schemas/check.schema.json` describes."""
    rules = rules_by_id(report)
    marks = fingerprints([*report.findings, *(one.finding for one in report.suppressed)])
    plain = [finding_row(one, rules.get(one.rule), mark) for one, mark in zip(report.findings, marks, strict=False)]
    waived = zip(report.suppressed, marks[len(plain) :], strict=True)
    counts = tally(report)
    document = {
        "version": VERSION,
        "tool_version": report.version,
        "findings": plain,
        "suppressed": [_suppressed(one, rules.get(one.finding.rule), mark) for one, mark in waived],
        "files": [{"file": one.file, "status": one.status.value, "reason": one.reason} for one in report.files],
        "counts": {
            "error": counts.errors,
            "warning": counts.warnings,
            "note": counts.notes,
            "suppressed": counts.suppressed,
            "fixable": counts.fixable,
            "checked": counts.checked,
            "not_a_policy": counts.not_policies,
            "unreadable": counts.unreadable,
        },
    }
    return dumps(document, indent=2) + "\n"


def finding_row(one: Finding, rule: Rule | None, fingerprint: str) -> dict[str, Any]:
    """Return what every finding says, of a policy or of a plan."""
    return {
        "rule": one.rule,
        "slug": rule.slug if rule else "",
        "severity": one.severity.value,
        "confidence": one.confidence.value,
        "message": one.message,
        **location_row(one.location),
        "help": one.help,
        "witness": one.witness,
        "sid": one.sid,
        "token": one.token,
        "data_date": one.data_date,
        "fix": _fix(one.fix) if one.fix else None,
        "related": [{**location_row(location), "message": words} for location, words in one.related],
        "fingerprint": fingerprint,
        "docs": docs_anchor(rule) if rule else "",
    }


def location_row(location: Location) -> dict[str, Any]:
    """Return a place; numbers are None where no line is known."""
    span = location.span
    return {
        "file": location.file,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "end_line": span.end_line if span else None,
        "end_column": span.end_column if span else None,
        "pointer": show_pointer(location.pointer),
    }


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [
        {"pointer": show_pointer(edit.pointer), "old": plain_value(edit.old), "new": plain_value(edit.new)}
        for edit in fix.edits
    ]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}


def _suppressed(one: Suppressed, rule: Rule | None, fingerprint: str) -> dict[str, Any]:
    return {
        "finding": finding_row(one.finding, rule, fingerprint),
        "owner": one.owner,
        "reason": one.reason,
        "expires": one.expires.isoformat() if one.expires else None,
        "place": location_row(one.place),
    }
