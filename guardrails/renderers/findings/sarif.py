"""SARIF 2.1.0 for code scanning, within the limits of GitHub.

Fixes are left out: SARIF wants regions to replace, and a fix here speaks of values in a document. Braces in messages
stand alone, not doubled: no message has arguments, and readers show doubled ones as they are.
Sources: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html (2026-10),
https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
(2026-10), https://docs.github.com/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
(2026-10)
"""

from __future__ import annotations

from collections.abc import Iterable
from json import dumps
from typing import Any

from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.report import CheckReport, FileStatus, Suppressed
from guardrails.model.source import Location, show_pointer
from guardrails.renderers.findings.paths import uri
from guardrails.renderers.findings.tally import docs_anchor
from guardrails.renderers.fingerprints import fingerprints
from guardrails.renderers.table import clean, cut

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 25_000
MOST_SHOWN = 5_000
"""GitHub refuses a run with more results than the first, and keeps no more than the second of the worst."""

_MOST_RELATED = 100
_LONGEST = 8_000

# 7.0 to 8.9 is shown as high, 4.0 to 6.9 as medium, 0.1 to 3.9 as low; what is called critical is left to exploits.
_SECURITY_SEVERITY = {
    (Severity.ERROR, Confidence.HIGH): "8.0",
    (Severity.ERROR, Confidence.MEDIUM): "7.0",
    (Severity.ERROR, Confidence.LOW): "5.5",
    (Severity.WARNING, Confidence.HIGH): "6.0",
    (Severity.WARNING, Confidence.MEDIUM): "5.0",
    (Severity.WARNING, Confidence.LOW): "4.0",
    (Severity.NOTE, Confidence.HIGH): "3.0",
    (Severity.NOTE, Confidence.MEDIUM): "2.0",
    (Severity.NOTE, Confidence.LOW): "1.0",
}


def render(report: CheckReport) -> str:
    """Return one run: the rules, the worst results first, suppressed ones last, and what could not be read."""
    everything = [*((one, None) for one in report.findings), *((one.finding, one) for one in report.suppressed)]
    marks = fingerprints([finding for finding, _ in everything])
    ranked = sorted(zip(everything, marks, strict=True), key=lambda pair: _rank(*pair[0]))
    kept = ranked[:MOST_RESULTS]
    rules = _rules(report, (finding.rule for (finding, _), _ in kept))
    places = {rule["id"]: at for at, rule in enumerate(rules)}
    unreadable = any(file.status is FileStatus.UNREADABLE for file in report.files)
    version = {"version": clean(report.version)} if report.version else {}
    run = {
        "tool": {"driver": {"name": "guardrails", **version, "rules": rules}},
        "invocations": [
            {
                "executionSuccessful": not unreadable,
                "toolExecutionNotifications": [*_unreadable(report), *_limits(len(ranked))],
            }
        ],
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, one, mark, places) for (finding, one), mark in kept],
    }
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rank(finding: Finding, suppressed: Suppressed | None) -> tuple[bool, int]:
    return suppressed is not None, -finding.severity.rank


def _rules(report: CheckReport, used: Iterable[str]) -> list[dict[str, Any]]:
    """Return the rules of the report, then ids that only findings name: each result points at one."""
    known = {rule.id: _rule(rule, report.pages.get(rule.id, "")) for rule in report.rules}
    unknown = {id: {"id": clean(id)} for id in dict.fromkeys(used) if id not in known}
    return list({rule["id"]: rule for rule in (*known.values(), *unknown.values())}.values())


def _rule(rule: Rule, page: str) -> dict[str, Any]:
    where = f"Run `guardrails explain {rule.id}`, or read {docs_anchor(rule)} in the repository of guardrails."
    help = page or f"{rule.summary}\n\n{where}"
    return {
        "id": rule.id,
        "name": rule.slug,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": help, "markdown": help},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {
            "tags": ["security", "aws", "organizations", "policy-as-code"],
            "precision": rule.confidence.value,
            "security-severity": _SECURITY_SEVERITY[rule.severity, rule.confidence],
        },
    }


def _result(finding: Finding, suppressed: Suppressed | None, mark: str, places: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": clean(finding.rule),
        "ruleIndex": places[clean(finding.rule)],
        "level": finding.severity.value,
        "message": {"text": _message(finding)},
        "locations": [_location(finding.location)],
        "partialFingerprints": {"primaryLocationLineHash": mark, "guardrails/v1": mark},
        "properties": {"confidence": finding.confidence.value},
    }
    related = [
        {"id": at, **_location(location), "message": {"text": _plain(words)}}
        for at, (location, words) in enumerate(finding.related[:_MOST_RELATED])
    ]
    if related:
        result["relatedLocations"] = related
    if suppressed:
        words = f"{suppressed.reason} ({suppressed.owner}, until {suppressed.expires.isoformat()})"
        result["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": _plain(words),
                "location": _location(suppressed.place),
            }
        ]
    return result


def _message(finding: Finding) -> str:
    """Return the message, what shows it and what to do, a line each."""
    lines = [finding.message]
    lines += [f"Shows: {finding.witness}"] if finding.witness else []
    lines += [f"Help: {finding.help}"] if finding.help else []
    lines += [f"Fix: {finding.fix.title}"] if finding.fix else []
    lines += [f"Rests on AWS facts of {finding.data_date}"] if finding.data_date else []
    return "\n".join(_plain(line) for line in lines)


def _plain(text: str) -> str:
    """Return text without control characters, in which nothing is a link: SARIF reads `[words](place)` as one."""
    shown = clean(cut(text, _LONGEST))
    return shown.replace("[", "\\[").replace("]", "\\]") if "](" in shown else shown


def _location(location: Location) -> dict[str, Any]:
    span = location.span
    region = {"startLine": 1}
    if span:
        region = {
            "startLine": max(1, span.line),
            "startColumn": max(1, span.column),
            "endLine": max(1, span.line, span.end_line),
            "endColumn": max(1, span.end_column),
        }
    artifact = {"uri": uri(location.file)}
    if not location.file.startswith("/"):
        artifact["uriBaseId"] = "%SRCROOT%"
    place: dict[str, Any] = {"physicalLocation": {"artifactLocation": artifact, "region": region}}
    if location.pointer:
        place["logicalLocations"] = [{"fullyQualifiedName": show_pointer(location.pointer)}]
    return place


def _unreadable(report: CheckReport) -> list[dict[str, Any]]:
    return [
        {
            "level": "error",
            "message": {"text": _plain(f"unreadable: {file.reason}")},
            "locations": [_location(Location(file.file))],
        }
        for file in report.files
        if file.status is FileStatus.UNREADABLE
    ]


def _limits(found: int) -> list[dict[str, Any]]:
    """Return a notification for each limit that bites, saying how many results go missing."""
    words = []
    if found > MOST_RESULTS:
        words.append(
            f"{found - MOST_RESULTS} of {found} results were left out, the mildest: a run holds {MOST_RESULTS}"
        )
    if found > MOST_SHOWN:
        words.append(f"GitHub keeps the {MOST_SHOWN} worst of {found} results")
    return [{"level": "warning", "message": {"text": text}} for text in words]
