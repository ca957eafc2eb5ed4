"""The gate's answer as text: the verdict first, everything said once, nothing that a terminal or a log obeys."""

from __future__ import annotations

import re
from dataclasses import replace
from unicodedata import category

import pytest
from syrupy.assertion import SnapshotAssertion

from guardrails.model.answer import Outcome
from guardrails.model.finding import Severity
from guardrails.model.gate_report import GateReport
from guardrails.renderers.gate.text import FOLD, render
from tests.unit.renderers.gate.sample import CLEAN, DEV, EMPTY, HOSTILE, RICH, UNTAGGED, huge


def test_rich_report(snapshot: SnapshotAssertion) -> None:
    assert render(RICH) == snapshot


def test_verbose_report_on_a_terminal(snapshot: SnapshotAssertion) -> None:
    assert render(RICH, verbose=True, width=80) == snapshot


def test_clean_report(snapshot: SnapshotAssertion) -> None:
    assert render(CLEAN) == snapshot


@pytest.mark.parametrize("report", [RICH, CLEAN, EMPTY], ids=["rich", "clean", "empty"])
def test_the_verdict_is_the_first_and_the_last_word(report: GateReport) -> None:
    lines = render(report).splitlines()
    assert lines[0] == report.conclusion.value.upper()
    assert lines[-1].startswith(f"{report.conclusion.value.upper()}: ")


def test_errors_stand_before_warnings_and_undecided_ones_last() -> None:
    text = render(replace(RICH, plans=(replace(DEV, findings=DEV.findings[::-1]),)))
    at = [text.index(words) for words in ("error[PG-011]", "warning[PG-004]", "Not decided (2)", "undecided[PG-020]")]
    assert at == sorted(at)


def test_what_is_undecided_is_not_called_an_error() -> None:
    """Nobody knows whether it is one; how much it counts is said where that is less than an error."""
    (unknown,) = (one for one in DEV.findings if one.rule == "PG-020")
    text = render(replace(RICH, plans=(replace(DEV, findings=(unknown,)),)))
    assert "undecided[PG-020]" in text and "error[" not in text and "counts as" not in text
    mild = render(replace(RICH, plans=(replace(DEV, findings=(replace(unknown, severity=Severity.NOTE),)),)))
    assert "undecided[PG-020]" in mild and "counts as note" in mild


def test_outcomes_that_no_request_has_are_not_counted() -> None:
    allowed = [one for one in DEV.requests if one.outcome is Outcome.ALLOW]
    text = render(replace(RICH, plans=(replace(DEV, requests=tuple(allowed)),)))
    assert f"  {len(allowed)} requests: {len(allowed)} not denied\n" in text


def test_many_findings_of_one_rule_are_counted_and_shown_on_demand() -> None:
    short, long = render(RICH), render(RICH, verbose=True)
    most = FOLD[Severity.WARNING]
    assert short.count("warning[PG-004]") == most
    assert f"PG-004 mandatory-tags: {len(UNTAGGED) - most} more findings on 3 resources (-v shows them)" in short
    assert long.count("warning[PG-004]") == len(UNTAGGED)
    assert "more findings" not in long


def test_a_place_is_said_once_and_the_plan_not_at_all() -> None:
    text = render(RICH)
    assert "module.training.aws_instance.gpu[0]  create  live/research/compute.tf:2:1\n" in text
    assert "at        plans/dev.tfplan.json" not in text
    assert "at        rules/waivers.yaml\n" in text


def test_lines_fit_the_terminal() -> None:
    lines = [line for line in render(RICH, verbose=True, width=70).splitlines() if line.startswith("    ")]
    assert 60 < max(map(len, lines)) <= 70
    assert "known only after apply" in re.sub(r"\s+", " ", render(RICH, width=60))


def test_colors_are_for_terminals_only() -> None:
    assert "\x1b[" not in render(RICH)
    colored = render(RICH, color=True)
    assert "\x1b[31m" in colored
    assert re.sub("\x1b\\[[0-9;]*m", "", colored) == render(RICH)


@pytest.mark.parametrize("width", [None, 60])
def test_nothing_in_a_plan_orders_a_terminal_or_a_job(width: int | None) -> None:
    text = render(HOSTILE, verbose=True, width=width)
    assert all(one == "\n" or category(one) not in ("Cc", "Cf", "Cs") for one in text)
    assert "##[" not in text
    assert not re.search(r"(?m)^\s*::", text)
    assert "::error::address" in text


def test_thousands_of_findings_take_a_screen() -> None:
    text = render(huge(3000))
    assert len(text.splitlines()) < 200
    assert text.count("error[PG-003]") == FOLD[Severity.ERROR]
