"""Findings as JUnit XML."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from syrupy.assertion import SnapshotAssertion

from guardrails.model.report import CheckedFile, FileStatus
from guardrails.renderers.findings.junit import render
from tests.unit.renderers.findings.reports import CLEAN, DENIES_ALL, EMPTY, RICH, WAIVED


def suites(text: str) -> dict[str, ElementTree.Element]:
    return {suite.get("name", ""): suite for suite in ElementTree.fromstring(text)}


def test_rich_report(snapshot: SnapshotAssertion) -> None:
    assert render(RICH) == snapshot


def test_the_counts_are_those_of_the_cases() -> None:
    for suite in (ElementTree.fromstring(render(RICH)), *suites(render(RICH)).values()):
        cases = list(suite.iter("testcase"))
        counted = {
            "tests": len(cases),
            "failures": sum(case.find("failure") is not None for case in cases),
            "errors": sum(case.find("error") is not None for case in cases),
            "skipped": sum(case.find("skipped") is not None for case in cases),
        }
        assert {name: int(suite.get(name, "")) for name in counted} == counted


def test_a_finding_is_a_failure_at_its_line() -> None:
    case = suites(render(RICH))["scps/gpu.json"][0]
    assert (case.get("classname"), case.get("file"), case.get("line")) == ("LINT-011", "scps/gpu.json", "10")
    assert case[0].attrib == {"type": "error", "message": DENIES_ALL.message}
    assert f"\nhelp: {DENIES_ALL.help}" in (case[0].text or "")


def test_names_stay_when_lines_move() -> None:
    (case,) = suites(render(replace(CLEAN, findings=(DENIES_ALL,))))["scps/gpu.json"]
    assert case.get("name") == "absent-key ec2:InstanceType /Statement/0/Condition/StringNotEquals/ec2:InstanceType"


def test_notes_pass_and_clean_files_are_a_case() -> None:
    note = suites(render(RICH))["scps/organization.yaml"][0]
    assert [child.tag for child in note] == ["system-out"]
    (clean,) = suites(render(CLEAN))["scps/gpu.json"]
    assert len(clean) == 0
    assert suites(render(EMPTY)) == {}


def test_suppressed_findings_are_skipped_until_their_day() -> None:
    case = suites(render(replace(CLEAN, suppressed=(WAIVED,))))["scps/min.json"][0]
    message = case[0].get("message") or ""
    assert case[0].tag == "skipped"
    assert message.startswith("suppressed until 2026-12-31 by platform@example.com: ")


def test_files_that_were_not_checked_do_not_look_passed() -> None:
    found = suites(render(RICH))
    assert found["scps/broken.json"][0][0].tag == "error"
    assert found["package.json"][0][0].tag == "skipped"


def test_a_file_with_findings_that_broke_off_is_an_error_too() -> None:
    broken = (CheckedFile("scps/gpu.json", FileStatus.UNREADABLE, "breaks off"),)
    finding, file = suites(render(replace(CLEAN, findings=(DENIES_ALL,), files=broken)))["scps/gpu.json"]
    assert finding[0].tag == "failure"
    assert file[0].attrib == {"message": "unreadable: breaks off"}
