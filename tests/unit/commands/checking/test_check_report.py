"""What a report of `check` holds beside its findings: the pages of their rules, and nothing twice."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from guardrails.cli import run
from tests.unit.lint.project import project_from, workloads

MISSPELLED = {"Effect": "Deny", "Action": "ec2:StopInstance", "Resource": "*"}
ENTRY = "suppressions: [{rule: LINT-007, file: '*', owner: o, reason: r, expires: 2099-01-01}]"


def test_sarif_holds_the_page_of_every_rule_with_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project_from(tmp_path, {}, {"guard": MISSPELLED})
    (root / "scps" / "lint.yaml").write_text(ENTRY, encoding="utf-8")
    file = tmp_path / "report.sarif"
    run(["check", "--root", str(root), "--today", "2028-01-01", "--output", f"sarif={file}"])
    assert "1 suppressed" in capsys.readouterr().out
    (sarif,) = json.loads(file.read_text("utf-8"))["runs"]
    paged = {rule["id"] for rule in sarif["tool"]["driver"]["rules"] if "## What it does" in rule["help"]["text"]}
    assert {"LINT-007", "CAT-001"} <= {one["ruleId"] for one in sarif["results"]} == paged


def test_two_policies_that_share_a_file_have_its_findings_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policies = {name: {"type": "SCP", "file": "scps/guard.json"} for name in ("one", "two")}
    root_of_all = {"scps": ["FullAWSAccess", "one"], "ous": [workloads("two")]}
    root = project_from(tmp_path, {"policies": policies, "root": root_of_all}, {"guard": MISSPELLED})
    run(["check", "--root", str(root), "--format", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    assert Counter(one["rule"] for one in found if one["file"] == "scps/guard.json")["LINT-007"] == 1
    (root / "scps" / "lint.yaml").write_text(ENTRY, encoding="utf-8")
    run(["check", "--root", str(root), "--format", "json"])
    silenced = json.loads(capsys.readouterr().out)["suppressed"]
    assert [one["finding"]["rule"] for one in silenced] == ["LINT-007"]
