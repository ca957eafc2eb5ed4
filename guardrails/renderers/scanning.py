"""The parts of SARIF 2.1.0 that every report of ours has: rules with their pages, places, messages, suppressions.

Sources: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html (2026-10),
https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
(2026-10), https://docs.github.com/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
(2026-10)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.source import Location, show_pointer
from guardrails.renderers.findings.paths import uri
from guardrails.renderers.findings.tally import docs_anchor
from guardrails.renderers.table import clean, cut

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 25_000
MOST_SHOWN = 5_000
"""GitHub refuses a run with more results than the first, and keeps no more than the second of the worst."""

SOURCE_ROOT = {"%SRCROOT%": {"description": {"text": "The root of the repository."}}}

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


def driver(version: str, rules: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the tool of a run."""
    return {"driver": {"name": "guardrails", **({"version": clean(version)} if version else {}), "rules": rules}}


def rule_objects(rules: Iterable[Rule], pages: Mapping[str, str], used: Iterable[str]) -> list[dict[str, Any]]:
    """Return the rules, then ids that only findings name (`used`): each result points at one."""
    known = {rule.id: _rule(rule, pages.get(rule.id, "")) for rule in rules}
    unknown = {id: {"id": clean(id)} for id in dict.fromkeys(used) if id not in known}
    return list({rule["id"]: rule for rule in (*known.values(), *unknown.values())}.values())


def _rule(rule: Rule, page: str) -> dict[str, Any]:
    where = f"Run `guardrails explain {rule.id}`, or read {docs_anchor(rule)} in the repository of guardrails."
    help = page or f"{rule.summary}\n\n{where}"
    return {
        "id": clean(rule.id),
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


def result_head(
    finding: Finding, level: Severity, lines: Iterable[str], mark: str, places: dict[str, int]
) -> dict[str, Any]:
    """Return what every result has. `lines` are its message, `places` the positions of the rules by their id."""
    return {
        "ruleId": clean(finding.rule),
        "ruleIndex": places[clean(finding.rule)],
        "level": level.value,
        "message": {"text": "\n".join(plain(line) for line in lines)},
        "locations": [location_object(finding.location)],
        "partialFingerprints": {"primaryLocationLineHash": mark, "guardrails/v1": mark},
        "properties": {"confidence": finding.confidence.value},
        **_related(finding),
    }


def _related(finding: Finding) -> dict[str, Any]:
    related = [
        {"id": at, **location_object(location), "message": {"text": plain(words)}}
        for at, (location, words) in enumerate(finding.related[:_MOST_RELATED])
    ]
    return {"relatedLocations": related} if related else {}


def suppression(reason: str, owner: str, expires: date | None, place: Location) -> dict[str, Any]:
    """Return that somebody answered for a finding, until when and where; without a day by a comment in the source."""
    return {
        "kind": "external" if expires else "inSource",
        "status": "accepted",
        "justification": plain(f"{reason} ({owner}, until {expires.isoformat()})" if expires else reason),
        "location": location_object(place),
    }


def plain(text: str) -> str:
    """Return text without control characters, in which nothing is a link: SARIF reads `[words](place)` as one."""
    shown = clean(cut(text, _LONGEST))
    return shown.replace("[", "\\[").replace("]", "\\]") if "](" in shown else shown


def location_object(location: Location) -> dict[str, Any]:
    """Return a place as SARIF has it; line 1 stands in where no line is known, for code scanning wants one."""
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


def notification(text: str, level: str = "warning") -> dict[str, Any]:
    """Return something that a run has to say besides its results."""
    return {"level": level, "message": {"text": plain(text)}}
