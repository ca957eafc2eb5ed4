"""Where the changes of the committed plans land."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pytest

from guardrails.model.plan.plan import Placement, Plan
from guardrails.model.plan.values import UNKNOWN
from guardrails.terraform.placement.placing import placements_of
from guardrails.terraform.reading.plan_file import read_plan

PARTIAL = {"errored", "targeted"}
"""Plans that the reader refuses: see `tests/unit/terraform/reading`."""
PLANS = sorted(path for path in Path("tests/terraform/plans").glob("*.json") if path.stem not in PARTIAL)
ACCOUNTS = {"management": "111111111111", "dev": "222222222222", "prod": "333333333333"}
REGIONS: Mapping[str, Mapping[str, str]] = {
    "two-regions": {"aws_backup_vault.dr": "us-west-2", "aws_backup_vault.misplaced": "us-east-1"},
    "out-of-region": {"aws.ireland": "eu-west-1"},
    "trail-deletion": {},
}


@lru_cache
def plan_of(path: Path) -> Plan:
    return read_plan(path)


def places(path: Path, account: str = "", region: str = "", principal: str = "") -> dict[str, Placement]:
    plan = plan_of(path)
    placements = placements_of(plan, account, region, principal)
    return {one.address: placements.of(one) for one in plan.changes if one.provider.endswith("/aws")}


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_the_region_is_that_of_the_provider(path: Path) -> None:
    # In these plans us-east-1 is the home Region, us-west-2 that of disaster recovery, and one names Ireland.
    regions = {"": "us-east-1", "dr": "us-west-2", "replica": "us-west-2", "ireland": "eu-west-1"}
    plan = plan_of(path)
    found = places(path)
    for change in plan.changes:
        if change.provider.endswith("/aws"):
            assert found[change.address].region == regions[change.provider_key.partition(".")[2]], change.address
            assert found[change.address].evidence["region"]


@pytest.mark.parametrize("path", [one for one in PLANS if one.stem.startswith("live-")], ids=lambda path: path.stem)
def test_live_plans_land_in_the_account_that_is_given(path: Path) -> None:
    account = ACCOUNTS[path.stem.split("-")[1]]
    principal = f"arn:aws:iam::{account}:role/automation/apply"
    for place in places(path, account, "us-east-1", principal).values():
        assert (place.account, place.principal) == (account, principal)
        # What the plan says is likely is sure where the user says the same.
        assert place.likely == (frozenset() if place.region == "us-east-1" else {"region"})


def test_arns_of_siblings_tell_the_account() -> None:
    for name, account in (
        ("drift", "222222222222"),
        ("destroy", "333333333333"),
        ("policy-attachments", "111111111111"),
    ):
        found = places(Path(f"tests/terraform/plans/{name}.json"), account="999999999999")
        assert {one.account for one in found.values()} == {account}
        assert all("under the same provider" in one.evidence["account"] for one in found.values())


def test_what_is_deleted_from_the_configuration_keeps_its_place() -> None:
    found = places(Path("tests/terraform/plans/trail-deletion.json"))
    assert {one.account for one in found.values()} == {"222222222222"}
    assert {one.region for one in found.values()} == {"us-east-1"}


def test_targets_of_events_are_no_evidence() -> None:
    # Their `arn` is that of the bus of another account, in another Region.
    path = Path("tests/terraform/plans/live-dev-account-baseline.json")
    found = places(path)
    forward = [one for at, one in found.items() if "aws_cloudwatch_event_target" in at]
    assert forward and {one.account for one in found.values()} == {UNKNOWN}
    assert {one.region for one in forward} == {"us-east-1", "us-west-2"}


def test_what_is_not_of_aws_lands_nowhere() -> None:
    plan = plan_of(Path("tests/terraform/plans/not-aws.json"))
    placements = placements_of(plan, "222222222222", "us-east-1", "arn:aws:iam::222222222222:role/a")
    other = [placements.of(one) for one in plan.changes if not one.provider.endswith("/aws")]
    assert other and all(one == Placement(UNKNOWN, UNKNOWN, UNKNOWN) for one in other)
