"""Scenario and case files: read whole, or refused with every place that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardrails.files.project import library
from guardrails.files.scenarios import CaseFile, ScenarioFile, parse_scenarios, read_scenarios
from guardrails.files.yaml_text import texts_of

GOOD = """\
policy: gpu-cap
scenarios:
- id: SIM-18
  request: ec2:RunInstances p3.16xlarge
  account: [Dev, "333333333333"]
  as: user/x
  context: {aws:TagKeys: [a, b], n: 1, b: true}
  expect: deny
  by: gpu-cap#CapRunInstances
"""

CASE = "cases:\n- {principal: arn:aws:iam::111122223333:role/a, action: s3:GetObject, resource: '*', expect: allow}\n"


def test_a_scenario_file_is_read() -> None:
    form = parse_scenarios(GOOD, "x").form
    assert isinstance(form, ScenarioFile)
    assert form.scenarios[0].as_ == "user/x" and form.scenarios[0].account == ["Dev", "333333333333"]
    assert parse_scenarios(GOOD, "x").at(0).span is not None


def test_a_case_file_is_told_apart_by_its_key() -> None:
    form = parse_scenarios(CASE, "x").form
    assert isinstance(form, CaseFile)
    assert form.cases[0].identity is None and form.cases[0].session is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "policy: x",
        "policy: x\nscenarios: []",
        "cases: []",
        GOOD.replace("  by: gpu-cap#CapRunInstances\n", ""),
        GOOD.replace("expect: deny", "expect: allow"),
        GOOD.replace("expect: deny", "expect: maybe"),
        GOOD.replace("as: user/x", "ass: user/x"),
        GOOD.replace("policy: gpu-cap", "policy: gpu-cap\norganization: ../../etc"),
        GOOD.replace("policy: gpu-cap", "policy: gpu-cap\npolicy: other"),
        CASE.replace("resource: '*', ", ""),
        CASE.replace("resource: '*'", "resource: '*', resources: ['*']"),
        CASE.replace("expect: allow", "expect: deny"),
        CASE.replace("expect: allow", "expect: allow, context: {A: x}, unknown: [a]"),
    ],
)
def test_a_wrong_file_is_refused_whole(text: str) -> None:
    read = parse_scenarios(text, "x")
    assert read.form is None and read.findings


def test_several_problems_come_at_once() -> None:
    text = GOOD.replace("ec2:RunInstances p3.16xlarge", "''").replace("as: user/x", "as: 7")
    assert len(parse_scenarios(text, "x").findings) == 2


def test_a_file_outside_or_missing_is_refused(tmp_path: Path) -> None:
    assert [one.rule for one in read_scenarios(tmp_path / "gone.yaml", tmp_path).findings] == ["FILE-001"]
    (tmp_path / "in").mkdir()
    (tmp_path / "x.yaml").write_text(GOOD)
    assert [one.rule for one in read_scenarios(tmp_path / "x.yaml", tmp_path / "in").findings] == ["FILE-002"]


@pytest.mark.parametrize("file", sorted(library().rglob("tests/*.yaml")), ids=lambda file: file.stem)
def test_what_we_ship_is_well_formed(file: Path) -> None:
    assert read_scenarios(file, library()).findings == ()


def test_context_values_become_text() -> None:
    assert [texts_of(value) for value in (True, 1, 1.5, "x", ["a", 1, False])] == [
        "true", "1", "1.5", "x", ("a", "1", "false"),
    ]  # fmt: skip
