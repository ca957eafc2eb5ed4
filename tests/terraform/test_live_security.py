"""What the live roots' plans say of findings: who is enrolled, which Region is looked at, and who may alert."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.terraform.guardrail_calls import made_by
from tests.terraform.plan_reading import plan_of, value

ORGANIZATION = yaml.safe_load((Path(__file__).parents[2] / "scps/organization.yaml").read_text("utf-8"))
REGIONS = ORGANIZATION["settings"]["allowed_regions"]
MEMBERS = {one["id"] for unit in ORGANIZATION["root"]["ous"] for one in unit["accounts"] if "id" in one}
SERVICES = "live-management-security-services"


def found(name: str, kind: str) -> dict[str, list[dict[str, Any]]]:
    """What a plan makes of a resource type, by Region."""
    plan = plan_of(name)
    by_region: dict[str, list[dict[str, Any]]] = {}
    for one in made_by(plan):
        if one["type"] == kind:
            region = value(plan, one["address"], "configuration.provider.region")
            by_region.setdefault(region, []).append(one["change"]["after"])
    return by_region


def test_existing_accounts_become_members_of_security_hub_in_each_region() -> None:
    """Auto-enable of a local configuration is about accounts that join later."""
    members = found(SERVICES, "aws_securityhub_member")
    assert {region: {one["account_id"] for one in made} for region, made in members.items()} == dict.fromkeys(
        REGIONS, MEMBERS
    )


def test_the_organizations_rules_look_at_each_region_and_at_iam_once() -> None:
    rules = {
        region: {one["rule_identifier"] for one in made}
        for region, made in found(SERVICES, "aws_config_organization_managed_rule").items()
    }
    home, second = (rules[region] for region in REGIONS)
    assert second < home
    assert home - second == {
        "IAM_ROOT_ACCESS_KEY_CHECK",
        "IAM_USER_NO_POLICIES_CHECK",
        "IAM_USER_UNUSED_CREDENTIALS_CHECK",
        "ROOT_ACCOUNT_MFA_ENABLED",
    }


@pytest.mark.parametrize("env", ["dev", "prod"])
def test_members_forward_the_events_of_each_region(env: str) -> None:
    rules = found(f"live-{env}-account-baseline", "aws_cloudwatch_event_rule")
    kinds = {"guardduty-findings", "config-noncompliant", "root-usage"}
    assert {region: {one["name"].partition("-rule-forward-")[2] for one in made} for region, made in rules.items()} == (
        dict.fromkeys(REGIONS, kinds)
    )
    names = [one["name"] for made in found(f"live-{env}-account-baseline", "aws_iam_role").values() for one in made]
    assert len(names) == len(set(names)) == 4  # IAM is one for both Regions: a recorder and a forwarder in each


def test_eventbridge_may_alert_without_a_condition() -> None:
    """EventBridge publishes to no topic whose policy asks anything of it."""
    (policy,) = found(SERVICES, "aws_sns_topic_policy")[REGIONS[0]]
    (statement,) = (
        one
        for one in json.loads(policy["policy"])["Statement"]
        if one["Principal"] == {"Service": "events.amazonaws.com"}
    )
    assert statement["Action"] == "sns:Publish"
    assert "Condition" not in statement
