"""The linter on policies as people write them: for each file exactly what `expected.yaml` says, and nothing else.

The documents were written for this purpose after the patterns of AWS's public documentation; a third of them is
correct. They are checked as one folder without an organization file. A finding that is missing here is as much a
defect as one that an expert would call wrong.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.commands.checking.check_report import report_of
from guardrails.commands.checking.inspection import inspect_files
from guardrails.lint.table import LINTS
from guardrails.model.report import CheckReport, FileStatus
from guardrails.model.source import show_pointer

CORPUS = Path(__file__).parent
FAMILIES = sorted(path for path in CORPUS.iterdir() if path.is_dir() and path.name != "__pycache__")
TODAY = date(2026, 11, 21)

EXPECTED: dict[str, Any] = yaml.safe_load((CORPUS / "expected.yaml").read_text("utf-8"))
POLICIES = {file: rows for file, rows in EXPECTED.items() if isinstance(rows, list)}

SHAPES = {
    "allow-list",
    "control-tower",
    "data-perimeter",
    "deny-list",
    "exemptions",
    "forms",
    "identity",
    "identity-center",
    "instance-types",
    "kms",
    "machine-learning",
    "network",
    "not-policies",
    "quarantine",
    "rcp",
    "region-lock",
    "sandbox",
    "services",
    "size",
    "tags",
    "terraform-state",
}
NEED_MORE = {"LINT-024"}
"""Rules that find nothing in a bare folder: this one needs scenarios."""


@pytest.fixture(scope="module")
def report() -> CheckReport:
    found = inspect_files(FAMILIES, None, CORPUS, TODAY, None)
    return report_of(found, None, TODAY, None, pages=False)


def found_in(report: CheckReport) -> dict[str, tuple[str, list[str]]]:
    rows = defaultdict(list)
    for one in report.findings:
        rows[one.location.file].append(f"{one.rule} {one.severity.value} {show_pointer(one.location.pointer) or '/'}")
    return {file.file: (file.status.value, sorted(rows[file.file])) for file in report.files}


def expected_of(file: str) -> tuple[str, list[str]]:
    said = EXPECTED[file]
    if isinstance(said, str):
        return said, []
    if isinstance(said, dict):
        return said["is"], sorted(said["finds"])
    return FileStatus.CHECKED.value, sorted(said)


@pytest.mark.parametrize("file", sorted(EXPECTED))
def test_a_file_gets_the_findings_that_an_expert_expects(file: str, report: CheckReport) -> None:
    reasons = {one.file: one.reason for one in report.files}
    told = [f"{one.rule}: {one.message}" for one in report.findings if one.location.file == file]
    assert found_in(report)[file] == expected_of(file), [reasons[file], *told]


def test_every_file_of_the_folder_has_an_expectation() -> None:
    files = {path.relative_to(CORPUS).as_posix() for family in FAMILIES for path in family.rglob("*") if path.is_file()}
    assert files == set(EXPECTED)


def test_the_corpus_holds_the_shapes_that_people_write() -> None:
    assert {path.name for path in FAMILIES} == SHAPES
    assert len(POLICIES) >= 60
    assert len([rows for rows in POLICIES.values() if not rows]) >= len(POLICIES) / 3


def test_every_rule_that_can_find_something_here_does() -> None:
    expected = {row.split()[0] for file in EXPECTED for row in expected_of(file)[1]}
    assert {rule.id for rule, _ in LINTS} - expected == NEED_MORE
