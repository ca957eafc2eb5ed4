"""GitLab's code quality report of the gate."""

from __future__ import annotations

import json
from dataclasses import replace

from syrupy.assertion import SnapshotAssertion

from guardrails.renderers.gate.gitlab import render
from tests.unit.renderers.gate.sample import CLEAN, DEV, OPEN_QUEUE, RICH


def test_rich_report(snapshot: SnapshotAssertion) -> None:
    assert render(RICH) == snapshot


def test_open_findings_with_their_resource_and_distinct_fingerprints() -> None:
    rows = json.loads(render(RICH))
    assert len({row["fingerprint"] for row in rows}) == len(rows) == len(RICH.findings)
    assert rows[0]["location"] == {"path": "live/research/compute.tf", "lines": {"begin": 2}}
    assert "module.training.aws_instance.gpu[0]" in rows[0]["description"]
    assert json.loads(render(CLEAN)) == []


def test_severities_fall() -> None:
    rows = json.loads(render(RICH))
    assert [rows[at]["severity"] for at in (0, 4, 13, 14)] == ["critical", "minor", "info", "minor"]
    strict = json.loads(render(replace(RICH, on_unknown="fail", plans=(replace(DEV, findings=(OPEN_QUEUE,)),))))
    assert strict[0]["severity"] == "critical"
