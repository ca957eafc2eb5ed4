"""SARIF 2.1.0 for code scanning, within the limits of GitHub.

Fixes are left out: SARIF wants regions to replace, and a fix here speaks of values in a document. Braces in messages
stand alone, not doubled: no message has arguments, and readers show doubled ones as they are.
"""

from __future__ import annotations

from json import dumps
from typing import Any

from guardrails.model.finding import Finding
from guardrails.model.report import CheckReport, FileStatus, Suppressed
from guardrails.model.source import Location
from guardrails.renderers.fingerprints import fingerprints
from guardrails.renderers.scanning import (
    MOST_RESULTS,
    MOST_SHOWN,
    SCHEMA,
    SOURCE_ROOT,
    driver,
    location_object,
    notification,
    result_head,
    rule_objects,
    suppression,
)


def render(report: CheckReport) -> str:
    """Return one run: the rules, the worst results first, suppressed ones last, and what could not be read."""
    everything = [*((one, None) for one in report.findings), *((one.finding, one) for one in report.suppressed)]
    marks = fingerprints([finding for finding, _ in everything])
    ranked = sorted(zip(everything, marks, strict=True), key=lambda pair: _rank(*pair[0]))
    kept = ranked[:MOST_RESULTS]
    rules = rule_objects(report.rules, report.pages, (finding.rule for (finding, _), _ in kept))
    places = {rule["id"]: at for at, rule in enumerate(rules)}
    unreadable = any(file.status is FileStatus.UNREADABLE for file in report.files)
    run = {
        "tool": driver(report.version, rules),
        "invocations": [
            {
                "executionSuccessful": not unreadable,
                "toolExecutionNotifications": [*_unreadable(report), *_limits(len(ranked))],
            }
        ],
        "originalUriBaseIds": SOURCE_ROOT,
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, one, mark, places) for (finding, one), mark in kept],
    }
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rank(finding: Finding, suppressed: Suppressed | None) -> tuple[bool, int]:
    return suppressed is not None, -finding.severity.rank


def _result(finding: Finding, suppressed: Suppressed | None, mark: str, places: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = result_head(finding, finding.severity, _message(finding), mark, places)
    if suppressed:
        by = suppressed
        result["suppressions"] = [suppression(by.reason, by.owner, by.expires, by.place)]
    return result


def _message(finding: Finding) -> list[str]:
    """Return the message, what shows it and what to do, a line each."""
    lines = [finding.message]
    lines += [f"Shows: {finding.witness}"] if finding.witness else []
    lines += [f"Help: {finding.help}"] if finding.help else []
    lines += [f"Fix: {finding.fix.title}"] if finding.fix else []
    return [*lines, *([f"Rests on AWS facts of {finding.data_date}"] if finding.data_date else [])]


def _unreadable(report: CheckReport) -> list[dict[str, Any]]:
    return [
        {
            **notification(f"unreadable: {file.reason}", "error"),
            "locations": [location_object(Location(file.file))],
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
    return [notification(text) for text in words]
