"""Findings as GitLab's code quality report."""

from __future__ import annotations

import json

from syrupy.assertion import SnapshotAssertion

from guardrails.model.report import CheckReport
from guardrails.model.source import Location
from guardrails.renderers.findings.gitlab import render
from guardrails.renderers.findings.json import render as render_json
from tests.unit.renderers.findings.reports import CLEAN, HUGE, RICH


def test_rich_report(snapshot: SnapshotAssertion) -> None:
    assert render(RICH) == snapshot


def test_nothing_found_is_an_empty_list() -> None:
    assert json.loads(render(CLEAN)) == []


def test_each_entry_has_what_gitlab_wants() -> None:
    entries = json.loads(render(RICH))
    assert {entry["severity"] for entry in entries} == {"blocker", "critical", "minor", "info"}
    assert all(entry.keys() >= {"description", "check_name", "fingerprint"} for entry in entries)
    assert all(entry["location"]["lines"]["begin"] >= 1 for entry in entries)
    assert not any(entry["location"]["path"].startswith("./") for entry in entries)


def test_fingerprints_are_unique_and_the_same_in_every_format() -> None:
    marks = [entry["fingerprint"] for entry in json.loads(render(HUGE))]
    assert len(set(marks)) == len(marks) == 25_006
    found = [one["fingerprint"] for one in json.loads(render_json(RICH))["findings"]]
    assert [entry["fingerprint"] for entry in json.loads(render(RICH))][2:] == found


def test_paths_are_relative_as_gitlab_wants_them() -> None:
    finding = RICH.findings[0]
    moved = CheckReport((type(finding)(finding.rule, finding.severity, "m", Location("./a.json")),))
    assert json.loads(render(moved))[0]["location"] == {"path": "a.json", "lines": {"begin": 1}}
