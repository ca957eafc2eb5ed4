"""Findings as SARIF: valid against the schema of the standard, within the limits of GitHub."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion

from guardrails.model.finding import Confidence, Rule, Severity
from guardrails.model.report import CheckReport
from guardrails.model.source import Location, Span
from guardrails.renderers.findings.paths import uri
from guardrails.renderers.findings.sarif import render
from tests.unit.renderers.findings.reports import ABSENT_KEY, CLEAN, DENIES_ALL, EMPTY, HUGE, NO_SPAN, RICH

SCHEMA = json.loads((Path(__file__).parents[3] / "data" / "sarif-schema-2.1.0.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)


def run_of(report: CheckReport) -> dict[str, Any]:
    (run,) = json.loads(render(report))["runs"]
    assert isinstance(run, dict)
    return run


@pytest.mark.parametrize("report", [RICH, CLEAN, EMPTY], ids=["rich", "clean", "empty"])
def test_valid_against_the_standard(report: CheckReport) -> None:
    VALIDATOR.validate(json.loads(render(report)))


def test_rich_report(snapshot: SnapshotAssertion) -> None:
    assert render(RICH) == snapshot


def test_every_result_points_at_its_rule() -> None:
    run = run_of(RICH)
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [one["ruleId"] for one in run["results"]]
    assert {rule["id"] for rule in rules} == {rule.id for rule in RICH.rules} | {"FILE-005"}


def test_rules_carry_what_code_scanning_shows() -> None:
    rule = next(rule for rule in run_of(RICH)["tool"]["driver"]["rules"] if rule["id"] == "LINT-011")
    assert rule["name"] == "absent-key"
    assert rule["properties"]["security-severity"] == "8.0"
    assert rule["properties"]["precision"] == "high"
    assert "security" in rule["properties"]["tags"]
    assert len(rule["properties"]["tags"]) <= 10
    assert "docs/rules/absent-key.md" in rule["help"]["markdown"]
    paged = run_of(replace(RICH, pages={"LINT-011": "# The page"}))["tool"]["driver"]["rules"]
    assert next(rule for rule in paged if rule["id"] == "LINT-011")["help"]["markdown"] == "# The page"


def test_security_severity_falls_with_severity_and_confidence() -> None:
    pairs = [(severity, confidence) for severity in list(Severity)[::-1] for confidence in list(Confidence)[::-1]]
    rules = tuple(Rule(str(at), "x", "x", pair[0], (), pair[1]) for at, pair in enumerate(pairs))
    listed = run_of(CheckReport((), rules=rules))["tool"]["driver"]["rules"]
    scores = [float(rule["properties"]["security-severity"]) for rule in listed]
    assert all(0 < score < 9 for score in scores)
    for severity in range(0, 9, 3):
        assert scores[severity : severity + 3] == sorted(scores[severity : severity + 3], reverse=True)
    assert scores[0] > scores[3] > scores[6]


def test_errors_come_first_and_suppressed_ones_last() -> None:
    results = run_of(replace(RICH, findings=RICH.findings[::-1]))["results"]
    assert [one["level"] for one in results] == ["error"] * 3 + ["warning"] * 4 + ["note", "error"]
    assert [one["suppressions"][0]["status"] for one in results if "suppressions" in one] == ["accepted"]
    assert results[-1]["suppressions"][0]["kind"] == "external"


def test_fingerprints_stay_when_lines_move() -> None:
    moved = replace(DENIES_ALL, location=Location("scps/gpu.json", DENIES_ALL.location.pointer, Span(90, 2, 90, 5)))
    before, after = (run_of(CheckReport((one,)))["results"][0] for one in (DENIES_ALL, moved))
    assert before["partialFingerprints"] == after["partialFingerprints"]
    assert before["partialFingerprints"]["primaryLocationLineHash"]
    assert before["locations"] != after["locations"]


def test_places() -> None:
    place = run_of(CheckReport((DENIES_ALL,)))["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "scps/gpu.json", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 10, "startColumn": 49, "endLine": 10, "endColumn": 61}
    bare = run_of(CheckReport((NO_SPAN,)))["results"][0]["locations"][0]["physicalLocation"]
    assert bare["region"] == {"startLine": 1}


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("./scps/a.json", "scps/a.json"),
        ("scps/ü b#?.json", "scps/%C3%BC%20b%23%3F.json"),
        ("C:evil.json", "C%3Aevil.json"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("a\udcff.json", "a%FF.json"),
        ("a\ud800.json", "a%ED%A0%80.json"),
        ("/abs/x.json", "file:///abs/x.json"),
        ("", "."),
    ],
)
def test_paths_are_percent_encoded(file: str, expected: str) -> None:
    assert uri(file) == expected


def test_absolute_paths_have_no_base() -> None:
    found = replace(NO_SPAN, location=Location("/abs/x.json"))
    place = run_of(CheckReport((found,)))["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "file:///abs/x.json"}


def test_messages_hold_no_links_and_no_control_characters() -> None:
    found = replace(NO_SPAN, message="see [here](http://evil)\nand \x1b[31m ${aws:username} a[0]")
    text = run_of(CheckReport((found,)))["results"][0]["message"]["text"]
    assert text == r"see \[here\](http://evil)\u000aand \u001b\[31m ${aws:username} a\[0\]"


def test_unreadable_files_are_notifications_of_a_run_that_failed() -> None:
    (invocation,) = run_of(RICH)["invocations"]
    assert invocation["executionSuccessful"] is False
    first, second = invocation["toolExecutionNotifications"]
    assert first["message"]["text"] == "unreadable: not UTF-8 at byte 7"
    assert second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "scps/evil%1B%5B31m.json"
    assert run_of(CLEAN)["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_a_run_holds_25_000_results_and_says_what_it_left_out() -> None:
    run = run_of(replace(HUGE, rules=(ABSENT_KEY,)))
    assert len(run["results"]) == 25_000
    assert [one["level"] for one in run["results"][:8336]] == ["error"] * 8335 + ["warning"]
    words = [one["message"]["text"] for one in run["invocations"][0]["toolExecutionNotifications"]]
    assert words == [
        "6 of 25006 results were left out, the mildest: a run holds 25000",
        "GitHub keeps the 5000 worst of 25006 results",
    ]
