"""JUnit of the gate: findings fail, what was set aside is skipped, rules without findings pass."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from syrupy.assertion import SnapshotAssertion

from guardrails.model.finding import Severity
from guardrails.model.gate_report import GateReport
from guardrails.renderers.gate.junit import render
from tests.unit.renderers.gate.sample import CLEAN, DEV, EMPTY, HOSTILE, PROD, RICH


def outcomes(report: GateReport) -> list[tuple[str, str]]:
    """Return for each case its rule and the element inside of it."""
    root = ElementTree.fromstring(render(report).encode("utf-8"))
    return [(case.get("classname", ""), case[0].tag if len(case) else "") for case in root.iter("testcase")]


def test_rich_report(snapshot: SnapshotAssertion) -> None:
    assert render(RICH) == snapshot


def test_every_finding_has_its_outcome() -> None:
    found = outcomes(replace(RICH, plans=RICH.plans[:1]))
    assert [tag for _, tag in found] == ["failure"] * 13 + ["system-out"] + ["skipped"] * 4
    assert outcomes(replace(RICH, on_unknown="fail")).count(("PG-020", "error")) == 1


def test_a_doubt_that_keeps_no_gate_shut_is_no_error() -> None:
    """A gate that passes must not turn a job red: notes and advisory rules do not count, whatever --on-unknown says."""
    (unknown,) = (one for one in DEV.findings if one.rule == "PG-020")
    mild = replace(DEV, findings=(replace(unknown, severity=Severity.NOTE),))
    advisory = replace(DEV, findings=(unknown,), rules=tuple(replace(one, advisory=True) for one in DEV.rules))
    strict = replace(CLEAN, on_unknown="fail")
    assert ("PG-020", "error") in outcomes(replace(strict, plans=(replace(DEV, findings=(unknown,)),)))
    for plan in (mild, advisory):
        assert ("PG-020", "error") not in outcomes(replace(strict, plans=(plan,)))


def test_rules_that_found_nothing_pass_and_blind_ones_are_skipped() -> None:
    found = dict(outcomes(replace(RICH, plans=(PROD,))))
    assert found["PG-016"] == "system-out"
    assert found["PG-026"] == "skipped"


def test_counts_are_those_of_the_cases() -> None:
    root = ElementTree.fromstring(render(RICH).encode("utf-8"))
    tags = [tag for _, tag in outcomes(RICH)]
    counts = [tags.count(name) for name in ("failure", "error", "skipped")]
    assert [int(root.get(name, "")) for name in ("failures", "errors", "skipped")] == counts
    assert int(root.get("tests", "")) == len(tags)


def test_no_plan_is_an_error_and_hostile_text_is_text() -> None:
    assert outcomes(EMPTY) == [("gate", "error")]
    assert "error" not in {tag for _, tag in outcomes(CLEAN)}
    assert len(outcomes(HOSTILE)) == 5
