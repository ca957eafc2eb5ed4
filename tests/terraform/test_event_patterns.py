"""The alert rules take sample findings of each severity as the ledger asks (rows A23, E10, E11)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.rehearsal.scratch import scratch_copy
from guardrails.rehearsal.terraform import Terraform
from tests.terraform.event_patterns import matches

REPOSITORY = Path(__file__).parents[2]
SAMPLES = yaml.safe_load((Path(__file__).parent / "sample-events.yaml").read_text("utf-8"))


def planned_patterns(module: str, resource: str, scratch: Path) -> dict[str, dict[str, Any]]:
    """Plan a module's complete example; the patterns of its event rules by key, as AWS would get them."""
    root = REPOSITORY / "terraform" / "modules" / module / "examples" / "complete"
    terraform = Terraform(scratch_copy(root, scratch))
    terraform.get()
    terraform.plan()
    return {
        change["index"]: json.loads(change["change"]["after"]["event_pattern"])
        for change in terraform.show()["resource_changes"]
        if change["type"] == "aws_cloudwatch_event_rule" and change["name"] == resource
    }


@pytest.fixture(scope="module")
def alerts(plugins: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    return planned_patterns("security-services", "alert", tmp_path_factory.mktemp("services"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: str(sample["name"]))
def test_alert_rules_take_a_sample(sample: dict[str, Any], alerts: dict[str, dict[str, Any]]) -> None:
    assert sorted(name for name, pattern in alerts.items() if matches(pattern, sample["event"])) == sorted(
        sample["rules"]
    )


def test_every_alert_rule_has_a_sample_that_it_takes(alerts: dict[str, dict[str, Any]]) -> None:
    assert {name for sample in SAMPLES for name in sample["rules"]} == set(alerts)


def test_an_account_forwards_every_guardduty_finding_and_what_only_it_sees(plugins: Path, tmp_path: Path) -> None:
    forwarded = planned_patterns("security-baseline", "forward", tmp_path)
    assert set(forwarded) == {"guardduty-findings", "config-noncompliant", "root-usage"}
    for sample in SAMPLES:
        taken = {name for name, pattern in forwarded.items() if matches(pattern, sample["event"])}
        wanted = {rule.removeprefix("member-") for rule in sample["rules"] if rule.startswith("member-")}
        if sample["event"]["source"] == "aws.guardduty":
            wanted.add("guardduty-findings")
        assert taken == wanted, sample["name"]
