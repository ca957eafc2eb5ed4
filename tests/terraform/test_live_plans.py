"""What the live roots' plans hold: tags of their own account, and the numbers of the requirements, per environment."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.terraform.plan_reading import PLANS, plan_of

LIVE = Path(__file__).parents[2] / "terraform" / "live"
NAMES = sorted(f"live-{folder.parent.name}-{folder.name}" for folder in LIVE.glob("[a-z]*/[a-z]*") if folder.is_dir())
ENVIRONMENTS = {"management": "mgmt", "dev": "dev", "prod": "prod"}
TAGS = {
    "Project", "Environment", "Owner", "CostCenter", "ManagedBy", "Repository", "Module", "Account",
    "DataClassification", "Compliance", "BackupPolicy", "CreatedBy",
}  # fmt: skip


def made(name: str, *types: str) -> list[dict[str, Any]]:
    """Return what a plan makes of some types (of all when none is named)."""
    changes = plan_of(name)["resource_changes"]
    return [one for one in changes if one["mode"] == "managed" and (not types or one["type"] in types)]


def after(name: str, type: str) -> list[dict[str, Any]]:
    return [one["change"]["after"] for one in made(name, type)]


def tags_of(one: dict[str, Any]) -> list[dict[str, str]]:
    """Return each set of tags that a resource has or gives to what it launches; empty where it could have one."""
    change = one["change"]["after"]
    if one["type"] == "aws_autoscaling_group":
        return [{tag["key"]: tag["value"] for tag in change.get("tag") or () if tag["propagate_at_launch"]}]
    found = [change["tags"] or {}] if "tags" in change else []
    return found + [spec["tags"] or {} for spec in change.get("tag_specifications") or ()]


@pytest.mark.parametrize("name", NAMES)
def test_all_that_can_be_tagged_has_the_twelve_tags_of_its_account(name: str) -> None:
    """B24, B29."""
    account = name.split("-")[1]
    tagged = {one["address"]: tags for one in made(name) for tags in tags_of(one)}
    assert tagged
    assert {address: sorted(TAGS - tags.keys()) for address, tags in tagged.items() if TAGS - tags.keys()} == {}
    assert {tags["Environment"] for tags in tagged.values()} == {ENVIRONMENTS[account]}
    assert {tags["Account"] for tags in tagged.values()} == {account.capitalize()}


@pytest.mark.parametrize("name", NAMES)
def test_a_new_account_only_gains(name: str) -> None:
    assert {tuple(one["change"]["actions"]) for one in made(name)} == {("create",)}


def test_the_inventory_of_each_environment() -> None:
    """B22, A67, B37, B38: EIP 1/2, NAT instance 1/0, NAT gateways 0/2; prod twice, for its second Region."""
    counted = {name: Counter(one["type"] for one in made(f"live-{name}-networking")) for name in ("dev", "prod")}
    shared = ("aws_vpc", "aws_internet_gateway", "aws_flow_log", "aws_subnet", "aws_route_table_association")
    assert {type: counted["dev"][type] for type in shared} == dict(zip(shared, (1, 1, 1, 4, 4), strict=True))
    assert {type: counted["prod"][type] for type in shared} == dict(zip(shared, (2, 2, 2, 8, 8), strict=True))
    per = ("aws_eip", "aws_nat_gateway", "aws_instance", "aws_route_table")
    assert [counted["dev"][type] for type in per] == [1, 0, 1, 2]
    assert [counted["prod"][type] for type in per] == [4, 4, 0, 6]


def test_endpoints_of_each_environment() -> None:
    """A30, A31, W14: dev five in one zone, prod seven in two, the second Region only those that cost nothing."""
    endpoints = {name: after(f"live-{name}-networking", "aws_vpc_endpoint") for name in ("dev", "prod")}
    kinds = {name: Counter(one["vpc_endpoint_type"] for one in found) for name, found in endpoints.items()}
    assert kinds == {"dev": {"Interface": 5, "Gateway": 2}, "prod": {"Interface": 7, "Gateway": 4}}
    assert all(
        one["private_dns_enabled"]
        for found in endpoints.values()
        for one in found
        if one["vpc_endpoint_type"] == "Interface"
    )


def test_the_second_region_has_the_subnets_of_prod() -> None:
    """A42, A49, B16."""
    found = sorted(one["cidr_block"] for one in after("live-prod-networking", "aws_subnet"))
    halves = [f"10.{second}.{third}.0/24" for second in (2, 3) for third in (0, 1, 10, 11)]
    assert found == sorted(halves)


def test_flow_logs_are_kept_as_long_as_asked() -> None:
    """A36, B15, B18."""
    groups = {
        name: {
            one["name"]: one["retention_in_days"]
            for one in after(f"live-{name}-networking", "aws_cloudwatch_log_group")
        }
        for name in ("dev", "prod")
    }
    assert groups == {
        "dev": {"MM-dev-use1-logs-flow": 14},
        "prod": {"MM-prod-use1-logs-flow": 90, "MM-prod-usw2-logs-flow": 90},
    }


def test_only_the_router_of_dev_sleeps() -> None:
    """A37, W11."""
    actions = after("live-dev-networking", "aws_autoscaling_schedule")
    assert {(one["recurrence"], one["desired_capacity"], one["time_zone"]) for one in actions} == {
        ("0 20 * * *", 0, "America/New_York"),
        ("0 8 * * *", 1, "America/New_York"),
    }
    assert not made("live-prod-networking", "aws_autoscaling_schedule")


def test_backups_are_kept_and_copied_as_asked() -> None:
    """A39, A40."""
    kept = {}
    for name in ("dev", "prod"):
        (plan,) = after(f"live-{name}-backup", "aws_backup_plan")
        kept[name] = sorted((one["lifecycle"][0]["delete_after"], len(one["copy_action"])) for one in plan["rule"])
    assert kept == {"dev": [(7, 0), (30, 0)], "prod": [(30, 1), (90, 1)]}


def test_budgets_are_those_of_the_organization_file() -> None:
    """A32."""
    budgets = after("live-management-cost-management", "aws_budgets_budget")
    assert sorted(float(one["limit_amount"]) for one in budgets) == [100, 200, 500]
    for one in budgets:
        alerts = {(alert["notification_type"], alert["threshold"]) for alert in one["notification"]}
        assert alerts == {("ACTUAL", 50), ("ACTUAL", 80), ("ACTUAL", 100), ("FORECASTED", 90)}


def test_policies_are_the_rendered_documents() -> None:
    """A15: each text is the file's, and nothing else is attached."""
    rendered = LIVE.parents[1] / "scps" / "rendered"
    policies = {
        one["index"]: one["change"]["after"]["content"]
        for one in made("live-management-organization", "aws_organizations_policy")
    }
    assert len(policies) == 9
    assert all(content == (rendered / f"{slug}.json").read_text("utf-8") for slug, content in policies.items())
    attached = made("live-management-organization", "aws_organizations_policy_attachment")
    assert len(attached) == 4 + 5 + 1


def test_the_access_matrix() -> None:
    """A44, A46."""
    assignments = after("live-management-identity", "aws_ssoadmin_account_assignment")
    assert Counter(one["target_id"] for one in assignments) == {"111111111111": 2, "222222222222": 3, "333333333333": 2}
    assert {one["principal_type"] for one in assignments} == {"GROUP"}
    assert {one["session_duration"] for one in after("live-management-identity", "aws_ssoadmin_permission_set")} == {
        "PT8H"
    }


def test_every_root_has_its_plan() -> None:
    assert sorted(file.stem for file in PLANS.glob("live-*.json")) == NAMES
