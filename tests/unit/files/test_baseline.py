"""Baselines: what is written is read again; what is no baseline is refused, never taken as empty."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from guardrails.files.baseline import InvalidBaseline, baseline_text, read_baseline
from guardrails.model.finding import Finding, Severity
from guardrails.model.fingerprint import plan_fingerprint
from guardrails.model.source import Location

FOUND = Finding("PG-005", Severity.ERROR, "destroyed", Location("plan.json"), address="aws_vpc.main", found="value-7")


def test_a_baseline_holds_fingerprints_and_no_values(tmp_path: Path) -> None:
    text = baseline_text([FOUND, replace(FOUND, address="aws_vpc.b"), FOUND])
    assert "value-7" not in text
    file = tmp_path / "baseline.json"
    file.write_text(text, encoding="utf-8")
    assert read_baseline(file) == {plan_fingerprint(FOUND), plan_fingerprint(replace(FOUND, address="aws_vpc.b"))}


def test_the_order_of_findings_does_not_matter() -> None:
    other = replace(FOUND, address="aws_vpc.b")
    assert baseline_text([FOUND, other]) == baseline_text([other, FOUND])


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", "not json", '{"version": 2, "findings": []}', '{"version": 1}', "[" * 20000),
        *('{"version": 1, "findings": [{}]}', '{"version": 1, "findings": [{"fingerprint": "short"}]}'),
    ],
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidBaseline):
        read_baseline(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidBaseline, match="No such file"):
        read_baseline(tmp_path / "none.json")
