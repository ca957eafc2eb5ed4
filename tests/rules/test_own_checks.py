"""A project's own Checkov checks run beside ours, with the real Checkov; one that would never run is refused."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.rules.fixtures import REPOSITORY, checkov_python

PLAN = REPOSITORY / "tests/terraform/plans/accelerator-instance.json"
OWN = '''"""Instances are named.

## How to fix
Give the instance a tag `Name`.
"""

from checkov.common.models.enums import CheckResult
from guardrail_check import ResourceCheck
from guardrail_values import ABSENT, value_at

RULE = {
    "id": "ACME_1",
    "title": "Instances are named",
    "severity": "HIGH",
    "rows": [],
    "pillar": "operations",
    "category": "CONVENTION",
}


class Named(ResourceCheck):
    def scan_resource_conf(self, conf):
        if value_at(conf, "tags.Hidden") is ABSENT:
            return self.fails("tags.Hidden", "found nothing, expected a tag")
        return self.passes("tags.Hidden")


check = Named(RULE, ("aws_instance",))
'''


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with the organization of the reference, and a folder for checks of its own."""
    shutil.copytree(REPOSITORY / "scps", tmp_path / "scps", ignore=shutil.ignore_patterns("examples"))
    (tmp_path / "rules" / "checkov").mkdir(parents=True)
    return tmp_path


def gate(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    told = {"GUARDRAILS_CHECKOV": "1", "GUARDRAILS_CHECKOV_PYTHON": str(checkov_python()), "GUARDRAILS_CACHE": "0"}
    command = [
        sys.executable,
        "-m",
        "guardrails",
        "gate",
        str(PLAN),
        "--account",
        "Dev",
        "--root",
        str(project),
        *words,
    ]
    return subprocess.run(command, capture_output=True, text=True, cwd=project, env={**os.environ, **told}, timeout=300)


def rules_found(done: subprocess.CompletedProcess[str]) -> set[str]:
    answer: dict[str, Any] = json.loads(done.stdout)
    return {one["rule"] for plan in answer["plans"] for one in plan["findings"]}


def test_a_check_of_the_project_runs_beside_ours(project: Path) -> None:
    (project / "rules" / "checkov" / "acme_named.py").write_text(OWN, "utf-8")
    done = gate(project, "--format", "json", "--no-stock-checks")
    assert done.returncode == 1, done.stderr
    assert {"ACME_1", "CKV_LZ_005", "PG-016"} <= rules_found(done)
    done = gate(project, "--format", "json", "--rule", "ACME_1")
    assert rules_found(done) == {"ACME_1"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OWN.replace("RULE = {", "TABLE = {").replace("Named(RULE", "Named(TABLE"), "ACME_1 would never run"),
        (OWN.replace('"severity": "HIGH"', '"severity": "BAD"'), "no severity 'BAD'"),
        (OWN.replace("## How to fix", ""), "How to fix"),
        (OWN.replace('"ACME_1"', '"CKV_LZ_005"'), "CKV_LZ_005"),
        ("def broken(:", "acme_named.py"),
    ],
    ids=["undescribed", "severity", "no fix", "an id of ours", "no Python"],
)
def test_a_check_that_would_not_count_is_refused(project: Path, text: str, said: str) -> None:
    (project / "rules" / "checkov" / "acme_named.py").write_text(text, "utf-8")
    done = gate(project, "--no-stock-checks")
    assert done.returncode == 2, done.stdout + done.stderr
    assert said in done.stderr


def test_a_table_of_the_project_cannot_take_ours_away(project: Path) -> None:
    (project / "rules" / "rules.json").write_text('{"version": 1, "rules": [], "skips": []}', "utf-8")
    done = gate(project, "--format", "json")
    assert {"CKV_LZ_005", "PG-016"} <= rules_found(done), done.stderr
