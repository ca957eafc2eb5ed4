"""The landing zone passes its own rules: every live plan at the gate, and its Terraform at `guardrails check`.

Run with the real Checkov, our checks and the stock baseline. Nothing of severity warning or error stays open, nothing
of a plan is undecided, and what is set aside has an owner, a reason and an expiry.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from guardrails.files.rule_files import CHECKOV
from guardrails.files.tool_rules import tool_rules
from tests.rules.fixtures import REPOSITORY, checkov_python

PLANS = REPOSITORY / "tests" / "terraform" / "plans"
ACCOUNTS = ("Management", "Dev", "Prod")
GUARDRAILS = Path(sys.executable).parent / "guardrails"


def told(*arguments: str | Path, code: int = 0) -> dict[str, Any]:
    """The JSON report of a command that runs Checkov for real."""
    asked = {"GUARDRAILS_CHECKOV": "1", "GUARDRAILS_CHECKOV_PYTHON": str(checkov_python())}
    run = subprocess.run(
        [GUARDRAILS, *arguments, "--format", "json"],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, **asked},
        timeout=600,
    )
    assert run.returncode == code, f"{run.stdout[-3000:]}\n{run.stderr[-3000:]}"
    found: dict[str, Any] = json.loads(run.stdout)
    return found


@pytest.mark.parametrize("account", ACCOUNTS)
def test_live_plans_pass_all_rules(account: str) -> None:
    plans = sorted(PLANS.glob(f"live-{account.lower()}-*.json"))
    assert len(plans) == 5
    report = told("gate", *plans, "--account", account, "--fail-on", "warning", "--on-unknown", "fail")
    assert report["conclusion"] == "passed"
    counts = report["counts"]
    assert (counts["error"], counts["warning"], counts["undecided"]) == (0, 0, 0)
    ran = {row["rule"] for plan in report["plans"] for row in plan["rules"]}
    known = tool_rules()
    assert {id for id in known.rules if known.about[id].tool == CHECKOV} <= ran
    assert len(ran & known.stock.keys()) > 300
    for one in (row for plan in report["plans"] for row in plan["waived"]):
        assert one["owner"] and one["reason"] and one["expires"]


def test_a_plan_that_is_none_of_ours_does_not_pass() -> None:
    """The same command on a plan with faults: what it says comes from Checkov's checks as well."""
    report = told("gate", PLANS / "world-ingress.json", "--account", "Dev", "--fail-on", "warning", code=1)
    rules = {row["rule"] for plan in report["plans"] for row in plan["findings"]}
    assert "CKV_LZ_030" in rules
    assert any(id.startswith(("CKV_AWS_", "CKV2_AWS_")) for id in rules)


def test_its_terraform_has_no_open_finding() -> None:
    report = told("check", "terraform")
    open_findings = [row for row in report["findings"] if row["severity"] != "note"]
    assert not open_findings, "\n".join(f"{row['rule']} {row['file']}: {row['message']}" for row in open_findings)
    assert Counter(row["rule"] for row in report["findings"]), "Checkov finds notes, so it has run"
