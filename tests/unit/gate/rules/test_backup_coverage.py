"""Stores and their backups."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.gate.rules.backup_coverage import check
from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Placement
from guardrails.model.plan.values import UNKNOWN
from tests.unit.gate.building import committed, configured, made, row, tags
from tests.unit.gate.rules.judging import judged, said

TABLE = "aws_dynamodb_table.features"
PLAN = "aws_backup_plan.main"
HOME = "arn:aws:backup:us-east-1:333333333333:backup-vault:home"
THERE = "arn:aws:backup:us-west-2:333333333333:backup-vault:there"


def store(held: dict[str, str], address: str = TABLE) -> dict[str, Any]:
    return row(address, after={"name": "x", "tags": held, "tags_all": held})


def plan(*copies: str, name: str = "daily") -> dict[str, Any]:
    actions = [{"destination_vault_arn": one} for one in copies]
    return row(PLAN, after={"rule": [{"rule_name": name, "target_vault_name": "home", "copy_action": actions}]})


class ByName:
    """Vaults named `dr` land in one Region, everything else in us-east-1."""

    def __init__(self, region: str) -> None:
        self._region = region

    def of(self, change: Change) -> Placement:
        """Return the place of one change."""
        return Placement("333333333333", self._region if change.name == "dr" else "us-east-1", UNKNOWN)


@pytest.mark.parametrize("value", ["daily", "none"])
def test_an_answer_is_fine(value: str) -> None:
    assert judged(check, [store(tags(BackupPolicy=value))], "Dev") == []


@pytest.mark.parametrize("value", ["", "weekly", "Daily"])
def test_no_answer_and_a_wrong_one_are_errors(value: str) -> None:
    assert said(judged(check, [store(tags(BackupPolicy=value))], "Dev")) == {(TABLE, "error")}


@pytest.mark.parametrize(
    ("type", "found"),
    [("aws_db_instance", True), ("aws_s3_bucket", True), ("aws_ebs_volume", True), ("aws_sqs_queue", False)],
)
def test_it_is_asked_of_what_keeps_data(type: str, found: bool) -> None:
    held = {key: value for key, value in tags().items() if key != "BackupPolicy"}
    assert bool(judged(check, [store(held, f"{type}.one")], "Dev")) is found


def test_an_unknown_tag_is_undecided() -> None:
    made_plan = made(
        row(TABLE, after={"name": "x"}, after_unknown={"tags": True, "tags_all": True}),
        configuration=configured((TABLE, {"tags": "terraform_data.owner.output"})),
    )
    assert said(judged(check, made_plan, "Dev")) == {(TABLE, "undecided")}


def test_every_rule_copies_where_the_account_says() -> None:
    assert judged(check, [plan(THERE)], "Prod") == []
    assert judged(check, [plan(HOME, THERE)], "Prod") == []


def test_a_rule_without_its_copy_is_found() -> None:
    (one,) = judged(check, [plan()], "Prod")
    assert (one.attribute, one.found, one.expected) == ("rule[0].copy_action", "no copy", "us-west-2")
    (one,) = judged(check, [plan(HOME)], "Prod")
    assert one.found == "us-east-1"


def test_an_account_without_copies_needs_none() -> None:
    assert judged(check, [plan()], "Dev") == []


def test_unknown_copies_are_undecided() -> None:
    rule = {"rule_name": "daily", "target_vault_name": "home"}
    unknown = row(PLAN, after={"rule": [rule]}, after_unknown={"rule": [{"copy_action": True}]})
    made_plan = made(unknown, configuration=configured((PLAN, {"rule": "var.rules"})))
    assert said(judged(check, made_plan, "Prod")) == {(PLAN, "undecided")}


def test_unknown_vaults_are_those_of_the_plan() -> None:
    """In a `dynamic` block the reference is lost; the vaults of the plan stand in, but the rule's own does not."""
    assert (
        committed("live-prod-backup").of("aws_backup_plan")[0].get("rule[0].copy_action[0].destination_vault_arn")
        is UNKNOWN
    )
    assert judged(check, "live-prod-backup", "Prod", placements=ByName("us-west-2")) == []
    found = judged(check, "live-prod-backup", "Prod", placements=ByName("us-east-1"))
    assert {one.found for one in found} == {"us-east-1"}


@pytest.mark.parametrize("type", ["aws_ebs_snapshot", "aws_db_snapshot"])
def test_snapshots_by_hand_are_a_warning(type: str) -> None:
    assert said(judged(check, [row(f"{type}.a", after={"id": "x"})], "Dev")) == {(f"{type}.a", "warning")}
    assert judged(check, [row(f"{type}.a", "delete", before={"id": "x"})], "Dev") == []
