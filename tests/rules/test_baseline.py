"""Decisions about stock checks: complete for the Checkov that we test with, and those that requirements need."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.files.tool_rules import Skip, tool_rules
from scripts import build_baseline, rule_table
from tests.rules.fixtures import REPOSITORY, checkov_python

KNOWN = tool_rules()


def skips(id: str) -> list[Skip]:
    return [one for one in KNOWN.skips if one.id == id]


def test_every_stock_check_of_checkov_is_decided() -> None:
    run = subprocess.run(
        [checkov_python(), "scripts/build_baseline.py", "--check"],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr


def test_checks_that_are_new_gone_or_renamed_are_told() -> None:
    baseline = {"keep": {"critical": {"CKV_AWS_1": "Old"}, "high": {}, "medium": {}, "low": {}}, "skip": []}
    known = {"CKV_AWS_2": ("New", False)}
    lines = sorted(build_baseline.problems(baseline, known, "9"))
    assert lines == [
        "CKV_AWS_1 is gone in Checkov 9",
        "CKV_AWS_2 is new in Checkov 9: New; keep it or leave it out",
    ]
    text = 'checkov: 8\nkeep:\n  low:\n    CKV_AWS_2: "Of old"\ngraph: [\n  CKV_AWS_1\n]\n'
    told = build_baseline.updated(text, {"CKV_AWS_2": ('A "new" title', True)}, {"CKV_AWS_2"}, "9")
    assert yaml.safe_load(told) == {
        "checkov": 9,
        "keep": {"low": {"CKV_AWS_2": 'A "new" title'}},
        "graph": ["CKV_AWS_2"],
    }


@pytest.mark.parametrize(
    ("id", "instead", "where"),
    [
        ("CKV_AWS_338", ("CKV_LZ_013",), {}),
        ("CKV_AWS_252", ("CKV_LZ_048",), {}),
        ("CKV2_AWS_35", ("CKV_LZ_016", "CKV_LZ_017"), {"environment": "dev"}),
        ("CKV_AWS_274", ("CKV_LZ_041",), {"address": True}),
        ("CKV2_AWS_37", (), {"absent": True}),
        ("CKV2_AWS_75", (), {"absent": True}),
    ],
)
def test_what_contradicts_a_requirement_is_left_out(id: str, instead: tuple[str, ...], where: dict[str, Any]) -> None:
    (skip,) = skips(id)
    assert skip.instead == instead
    told = {name: getattr(skip, name) for name in ("environment", "account", "address", "absent")}
    assert {name: value if isinstance(where.get(name), str) else True for name, value in told.items() if value} == where
    assert skip.always is not bool(where)
    assert (id in KNOWN.stock) is bool(where)


@pytest.mark.parametrize("number", [35, 358, 393, 331, 307, 122, 306, 370, 371, 166, 119])
def test_what_the_requirements_keep_runs_everywhere(number: int) -> None:
    id = f"CKV_AWS_{number}"
    assert id in KNOWN.stock
    assert not skips(id)
    assert (KNOWN.about[id].level == "LOW") is (number in (166, 119))


def test_administrator_access_is_left_out_for_the_one_permission_set() -> None:
    (skip,) = skips("CKV_AWS_274")
    address = 'module.identity.aws_ssoadmin_managed_policy_attachment.this["{}/AdministratorAccess"]'
    assert skip.covers("mgmt", "Management", address.format("AdministratorAccess"))
    assert not skip.covers("mgmt", "Management", address.format("DeveloperAccess"))
    assert not skip.covers("dev", "Dev", "aws_iam_role_policy_attachment.admin")


def broken(folder: Path, **changed: object) -> Path:
    shutil.copytree(rule_table.RULES, folder / "rules", ignore=shutil.ignore_patterns("__pycache__"))
    baseline = yaml.safe_load(rule_table.BASELINE.read_text("utf-8"))
    (folder / "rules" / "baseline.yaml").write_text(json.dumps({**baseline, **changed}), "utf-8")
    return folder / "rules"


@pytest.mark.parametrize(
    ("skip", "said"),
    [
        ({"id": "CKV_AWS_1", "title": "t", "reason": "r"}, "CKV_AWS_1 is kept and left out"),
        ({"id": "CKV_AWS_7", "title": "t", "reason": "r", "where": {"environment": "dev"}}, "needs a severity"),
        ({"id": "CKV_AWS_1", "title": "t", "reason": "r", "where": {"region": "x"}}, "unknown conditions"),
        ({"id": "CKV_AWS_7", "title": "t", "reason": " "}, "or no reason"),
    ],
)
def test_a_decision_that_cannot_be_meant_is_refused(
    skip: dict[str, Any], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = broken(tmp_path, skip=[skip])
    monkeypatch.setattr(rule_table, "RULES", folder)
    monkeypatch.setattr(rule_table, "BASELINE", folder / "baseline.yaml")
    with pytest.raises(rule_table.WrongRule, match=said):
        rule_table.table_text()


def test_a_check_file_that_cannot_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = broken(tmp_path)
    monkeypatch.setattr(rule_table, "RULES", folder)
    file = folder / "checkov" / "guardrail_other.py"
    for text, said in (
        ('"""P.\n\n## How to fix\nSo.\n"""\nRULE = make()\n', "RULE is not a literal"),
        ('"""P.\n\n## How to fix\nSo.\n"""\nRULE = {"id": "CKV_LZ_900"}\n', "RULE lacks pillar, rows, severity, title"),
        ('"""P."""\nRULE = {"id": "", "title": "", "severity": "", "rows": [], "pillar": ""}\n', "no section"),
    ):
        file.write_text(text, "utf-8")
        with pytest.raises(rule_table.WrongRule, match=said):
            rule_table.table_text()
    shutil.copy(folder / "checkov" / "guardrail_accelerator_cap.py", file)
    with pytest.raises(rule_table.WrongRule, match="CKV_LZ_005 is taken twice"):
        rule_table.table_text()


def test_a_slug_of_another_rule_is_refused() -> None:
    with pytest.raises(rule_table.WrongRule, match="slug accelerator-cap is taken twice"):
        rule_table.table_text(["accelerator-cap"])


def test_the_table_is_current() -> None:
    assert rule_table.TABLE.read_text("utf-8") == rule_table.table_text(), "run make docs"


REPLACED = {
    "CKV_LZ_007": (40, 273),
    "CKV_LZ_011": (36, 67),
    "CKV_LZ_015": (130,),
    "CKV_LZ_028": (7, 33),
    "CKV_LZ_030": (24, 25, 277),
    "CKV_LZ_038": (10, 11, 12, 13, 14, 15, 106),
    "CKV_LZ_050": (51, 163),
}
"""Our checks that ask what stock ones (CKV_AWS_...) ask, which are left out for that."""


def test_our_checks_find_what_the_stock_checks_find_that_they_replace() -> None:
    stock = [f"CKV_AWS_{number}" for numbers in REPLACED.values() for number in numbers]
    case = {"name": "", "hcl": "tests/rules/replaced", "account": "Dev", "only": [*REPLACED, *stock]}
    run = subprocess.run(
        [checkov_python(), "-I", "tests/rules/plain_checkov.py"],
        input=json.dumps({"checks": "rules/checkov", "cases": [case], "only": []}),
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, "GUARDRAILS_SETTINGS": str(REPOSITORY / "rules" / "settings.json")},
        timeout=300,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    failed: dict[str, set[str]] = {}
    for row in json.loads(run.stdout)["results"]:
        if row["result"] == "FAILED":
            failed.setdefault(row["check"], set()).add(row["address"])
    for ours, numbers in REPLACED.items():
        for id in (f"CKV_AWS_{number}" for number in numbers):
            (skip,) = skips(id)
            assert skip.always and ours in skip.instead
            assert failed.get(id), f"{id} finds nothing in the fixture, so this shows nothing"
            assert failed[id] <= failed.get(ours, set()), f"{ours} misses what {id} finds"
