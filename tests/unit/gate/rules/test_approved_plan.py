"""A plan is held to the report of an earlier run: passed, the same bytes, the same account."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guardrails.files.approvals import InvalidApproval, read_approval
from guardrails.gate.rules import approved_plan
from tests.unit.gate.building import committed, inspect

DIGEST = committed("clean").digest
REPORT: dict[str, Any] = {
    "version": 1,
    "conclusion": "passed",
    "plans": [{"digest": DIGEST, "account": "Dev"}, {"digest": "0" * 64, "account": "Prod"}],
}


def found(report: dict[str, Any], folder: Path) -> list[str]:
    file = folder / "judged.json"
    file.write_text(json.dumps(report), encoding="utf-8")
    inspection = inspect("clean", approval=read_approval(file))
    return [one.message.removeprefix(f"{file} ") for one in approved_plan.check(inspection)]


def test_the_plan_that_was_judged_is_approved(tmp_path: Path) -> None:
    assert found(REPORT, tmp_path) == []


def test_without_a_report_nothing_is_asked() -> None:
    assert not list(approved_plan.check(inspect("clean")))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"conclusion": "refused"}, "did not pass"),
        ({"conclusion": "undecided"}, "did not pass"),
        ({"plans": []}, "is about another plan than this"),
        ({"plans": [{"digest": DIGEST, "account": "Prod"}]}, "judged it for Prod"),
    ],
)
def test_another_plan_is_not(changed: dict[str, Any], said: str, tmp_path: Path) -> None:
    assert found({**REPORT, **changed}, tmp_path) == [said]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 2, "conclusion": "passed", "plans": []}', '{"version": 1, "plans": [1]}']
)
def test_what_is_no_report_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "judged.json").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidApproval):
        read_approval(tmp_path / "judged.json")


def test_a_report_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidApproval):
        read_approval(tmp_path / "none.json")
