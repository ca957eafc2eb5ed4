"""Annotations of the gate: one a line, each names its resource, ten of a level at most."""

from __future__ import annotations

from dataclasses import replace

from syrupy.assertion import SnapshotAssertion

from guardrails.renderers.gate.github import render
from tests.unit.renderers.findings.runner import commands
from tests.unit.renderers.gate.sample import CLEAN, DEV, EMPTY, HOSTILE, OPEN_QUEUE, RICH, huge


def test_rich_report(snapshot: SnapshotAssertion) -> None:
    assert render(RICH) == snapshot


def test_each_names_the_resource() -> None:
    found = commands(render(RICH))
    assert [one.level for one in found] == ["error"] * 4 + ["warning"] * 10 + ["notice"]
    assert all(("aws_" in one.data) == (one.properties["title"] not in ("PG-000", "guardrails gate")) for one in found)
    assert found[3].data.startswith('aws_sqs_queue.jobs["a,b::c"]: ')


def test_nine_of_a_level_and_how_many_more() -> None:
    found = commands(render(huge(300)))
    assert [sum(one.level == level for one in found) for level in ("error", "warning", "notice")] == [10] * 3
    assert [one.data for one in found[9::10]] == ["91 more, see the summary of the job"] * 3


def test_hostile_text_stays_one_command_a_finding() -> None:
    found = commands(render(HOSTILE))
    assert len(found) == len(HOSTILE.findings)
    assert {one.level for one in found} == {"error", "warning"}
    assert all(one.properties.keys() <= {"file", "line", "endLine", "col", "endColumn", "title"} for one in found)
    assert "::error::line" in found[0].data
    assert found[0].properties["title"].startswith("PG-016 ")
    assert "::error::boo" in found[0].properties["file"]


def test_undecided_ones_warn_unless_they_refuse() -> None:
    report = replace(RICH, plans=(replace(DEV, findings=(OPEN_QUEUE,)),))
    assert [one.level for one in commands(render(report))] == ["warning"]
    assert [one.level for one in commands(render(replace(report, on_unknown="fail")))] == ["error"]


def test_a_refusal_without_findings_is_not_silent() -> None:
    assert render(CLEAN) == ""
    (one,) = commands(render(EMPTY))
    assert (one.level, one.properties["title"], one.data) == ("error", "guardrails gate: undecided", "no plan")
