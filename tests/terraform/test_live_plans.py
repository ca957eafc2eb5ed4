"""The plans of the live roots say what the organization file and the requirement rows say, number by number."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from ipaddress import ip_network
from typing import Any

import pytest
import yaml

from tests.terraform.plan_reading import FIXTURES, PLANS, at, configured, is_unknown, plan_of

REPOSITORY = FIXTURES.parents[2]
ORGANIZATION = yaml.safe_load((REPOSITORY / "scps" / "organization.yaml").read_text("utf-8"))
SETTINGS = ORGANIZATION["settings"]
ENVIRONMENTS = {"management": "mgmt", "dev": "dev", "prod": "prod"}
LIVE = sorted(file.stem for file in PLANS.glob("live-*.json"))
NETWORKS = {"dev": "live-dev-networking", "prod": "live-prod-networking"}
NAME = re.compile(r"(MM|mm)-(mgmt|dev|prod)-(use1|usw2)(-[a-f])?(-[a-z0-9]+)+")

# Row B22, for one VPC. The trail and its bucket are the organization's (row A19), and stand in management.
INVENTORY = {
    "aws_vpc": (1, 1),
    "aws_subnet": (4, 4),
    "aws_internet_gateway": (1, 1),
    "aws_eip": (1, 2),
    "aws_instance": (1, 0),
    "aws_nat_gateway": (0, 2),
    "aws_route_table": (2, 3),
    "aws_route_table_association": (4, 4),
    "aws_flow_log": (1, 1),
    "aws_cloudwatch_log_group": (1, 1),
}
ENDPOINTS = "ecr.api ecr.dkr sts logs secretsmanager eks eks-auth".split()


@cache
def accounts() -> dict[str, dict[str, Any]]:
    """The active member accounts and the management account by folder: `management`, `dev`, `prod`."""
    members = [one for ou in ORGANIZATION["root"]["ous"] for one in ou["accounts"] if one.get("status") != "planned"]
    return {one["name"].lower(): one for one in (ORGANIZATION["management"], *members)}


def created(plan: str, kind: str, below: str = "") -> dict[str, dict[str, Any]]:
    """What a plan makes of a type, by address: the values after, as far as they are known."""
    return {
        row["address"]: row["change"]["after"]
        for row in plan_of(plan)["resource_changes"]
        if row["mode"] == "managed" and row["type"] == kind and row["address"].startswith(below)
    }


def networks() -> list[Any]:
    """Every VPC of the organization file as (environment, folder of its plan, module path, VPC)."""
    found = []
    for folder, account in accounts().items():
        for vpc in account.get("vpcs", ()):
            module = "module.network_dr." if vpc.get("role") == "dr" else "module.network."
            found.append(pytest.param(account["env"], NETWORKS[folder], module, vpc, id=vpc["cidr"]))
    return found


vpcs = pytest.mark.parametrize(("env", "plan", "module", "vpc"), networks())


def test_all_live_roots_are_planned() -> None:
    assert len(LIVE) == 15


@pytest.mark.parametrize("name", LIVE)
def test_all_that_can_be_tagged_has_the_twelve_tags_of_its_account(name: str) -> None:
    account = accounts()[name.split("-")[1]]
    wrong = {}
    assert _tags(name)
    for address, tags in _tags(name):
        missing = [key for key in SETTINGS["tags"]["mandatory"] if not tags.get(key)]
        here = {"Environment": account["env"], "Account": account["name"], "Owner": account["owner"]}
        other = {key: tags.get(key) for key, value in here.items() if tags.get(key) != value}
        if missing or other:
            wrong[address] = (missing, other)
    assert not wrong
    assert len(SETTINGS["tags"]["mandatory"]) == 12


@pytest.mark.parametrize("name", LIVE)
def test_backup_policies_are_of_the_two_that_there_are(name: str) -> None:
    values = {tags["BackupPolicy"] for _, tags in _tags(name)}
    assert values <= set(SETTINGS["tags"]["backup"]["values"])


@pytest.mark.parametrize("name", [name for name in LIVE if "organization" not in name])
def test_names_follow_the_grammar(name: str) -> None:
    env = ENVIRONMENTS[name.split("-")[1]]
    shown = {tags["Name"] for _, tags in _tags(name) if "Name" in tags}
    # The log buckets of the organization belong to no environment.
    ours = {one for one in shown if one.upper().startswith("MM-") and not one.startswith("mm-org-")}
    assert ours
    assert not {one for one in ours if not (match := NAME.fullmatch(one)) or match[2] != env} - _fixed_names()


def _fixed_names() -> set[str]:
    """Names that the organization file gives itself, outside the grammar."""
    patterns = [pattern for named in ORGANIZATION["principals"].values() for pattern in named]
    roles = {pattern.rpartition("/")[2] for pattern in patterns}
    state = ORGANIZATION["state"]
    return roles | {state["bucket"], f"{state['bucket']}-replica", state["lock"].get("dynamodb", "")}


def _tags(name: str) -> list[tuple[str, dict[str, str]]]:
    """The tags of every resource of a plan that takes any, in each place where they can stand."""
    found = []
    for row in plan_of(name)["resource_changes"]:
        after, unknown = row["change"]["after"], row["change"]["after_unknown"]
        if row["mode"] != "managed":
            continue
        assert unknown.get("tags_all") is not True or "tags" not in after or after["tags"] is None, row["address"]
        if "tags_all" in after:
            found.append((row["address"], after["tags_all"] or {}))
        elif unknown.get("tags_all"):
            found.append((row["address"], {}))
        if row["type"] == "aws_autoscaling_group":
            assert all(tag["propagate_at_launch"] for tag in after["tag"])
            found.append((f"{row['address']}.tag", {tag["key"]: tag["value"] for tag in after["tag"]}))
        for place, one in enumerate(after.get("tag_specifications") or ()):
            found.append((f"{row['address']}.tag_specifications.{place}", one["tags"]))
    return found


@vpcs
def test_the_inventory_of_each_environment(env: str, plan: str, module: str, vpc: dict[str, Any]) -> None:
    column = {"instance": 0, "gateway-per-az": 1}[vpc["nat"]]
    counts = {kind: len(created(plan, kind, module)) for kind in INVENTORY}
    assert counts == {kind: numbers[column] for kind, numbers in INVENTORY.items()}
    assert len([a for a in created(plan, "aws_iam_role", module) if "flow" in a]) == 1


def test_addresses_of_nat() -> None:
    # Row A67, and the DR network doubles those of prod (row A42).
    assert Counter(len(created(NETWORKS[env], "aws_eip")) for env in NETWORKS) == {1: 1, 4: 1}


def test_members_have_no_trail_of_their_own() -> None:
    trails = {name: len(created(name, "aws_cloudtrail")) for name in LIVE}
    assert {name for name, count in trails.items() if count} == {"live-management-security-services"}
    (trail,) = created("live-management-security-services", "aws_cloudtrail").values()
    flags = "is_organization_trail is_multi_region_trail enable_log_file_validation include_global_service_events"
    assert [trail[flag] for flag in flags.split()] == [True] * 4


@pytest.mark.parametrize("root", ["bootstrap", "account-baseline"])
def test_workload_accounts_have_one_baseline(root: str) -> None:
    """D10: the same resources, whatever their numbers."""
    made = [
        {row["address"] for row in plan_of(f"live-{account}-{root}")["resource_changes"]} for account in ("dev", "prod")
    ]
    assert made[0] == made[1]
    assert len(made[0]) > 5


@vpcs
def test_the_subnets_of_a_network(env: str, plan: str, module: str, vpc: dict[str, Any]) -> None:
    (made,) = created(plan, "aws_vpc", module).values()
    assert made["cidr_block"] == vpc["cidr"]
    subnets = created(plan, "aws_subnet", module)
    by_tier = {
        tier: sorted(one["cidr_block"] for address, one in subnets.items() if f".{tier}[" in address)
        for tier in ("public", "private")
    }
    second = vpc["cidr"].split(".")[1]
    assert by_tier["public"] == [f"10.{second}.0.0/24", f"10.{second}.1.0/24"]
    assert by_tier["private"] == [f"10.{second}.10.0/24", f"10.{second}.11.0/24"]
    assert by_tier == {tier: vpc.get(tier, by_tier[tier]) for tier in by_tier}
    assert {one["availability_zone"] for one in subnets.values()} == {f"{vpc['region']}a", f"{vpc['region']}b"}


def test_the_second_region_has_the_subnets_of_prod() -> None:
    """A42, A49, B16."""
    found = sorted(one["cidr_block"] for one in created(NETWORKS["prod"], "aws_subnet").values())
    assert found == sorted(f"10.{second}.{third}.0/24" for second in (2, 3) for third in (0, 1, 10, 11))


def test_the_ranges_are_those_of_the_rows() -> None:
    # B12, B16, A42: written out, so that a changed organization file does not pass unseen.
    assert [vpc.values[3]["cidr"] for vpc in networks()] == ["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"]
    ranges = [ip_network(vpc.values[3]["cidr"]) for vpc in networks()]
    assert not any(one.overlaps(other) for place, one in enumerate(ranges) for other in ranges[place + 1 :])


@vpcs
def test_tiers_of_subnets(env: str, plan: str, module: str, vpc: dict[str, Any]) -> None:
    for address, one in created(plan, "aws_subnet", module).items():
        role = "kubernetes.io/role/elb" if ".public[" in address else "kubernetes.io/role/internal-elb"
        assert one["tags_all"][role] == "1", address
        assert not one["map_public_ip_on_launch"] or ".public[" in address


@vpcs
def test_how_a_network_reaches_out(env: str, plan: str, module: str, vpc: dict[str, Any]) -> None:
    routes = created(plan, "aws_route", module)
    assert {one["destination_cidr_block"] for one in routes.values()} == {"0.0.0.0/0"}
    public = [address for address in routes if ".public" in address]
    private = [address for address in routes if ".private" in address]
    assert [is_unknown(plan_of(plan), address, "gateway_id") for address in public] == [True]
    assert not [address for address in private if is_unknown(plan_of(plan), address, "gateway_id")], "through the IGW"
    target = {"instance": "network_interface_id", "gateway-per-az": "nat_gateway_id"}[vpc["nat"]]
    assert private and all(is_unknown(plan_of(plan), address, target) for address in private)
    assert len(private) == {"instance": 1, "gateway-per-az": 2}[vpc["nat"]]
    if vpc["nat"] == "gateway-per-az":
        for address in private:
            # Each zone leaves through the gateway of its own key.
            references = configured(plan_of(plan), address)["expressions"][target]["references"]
            assert "each.key" in references or "each.value" in references


def test_nat_by_environment() -> None:
    # B37, A35: gateways in prod only, an instance in dev only.
    gateways = {env: len(created(NETWORKS[env], "aws_nat_gateway")) for env in NETWORKS}
    assert gateways == {"dev": 0, "prod": 4}
    (instance,) = created(NETWORKS["dev"], "aws_instance").values()
    assert (instance["instance_type"], instance["source_dest_check"]) == ("t3.micro", False)
    assert not created(NETWORKS["prod"], "aws_instance")


@vpcs
def test_flow_logs_are_kept_as_long_as_asked(env: str, plan: str, module: str, vpc: dict[str, Any]) -> None:
    (log,) = created(plan, "aws_flow_log", module).values()
    (group,) = created(plan, "aws_cloudwatch_log_group", module).values()
    assert log["traffic_type"] == "ALL"
    code = SETTINGS["naming"]["region_codes"][vpc["region"]]
    assert group["name"] == f"MM-{env}-{code}-logs-flow"
    assert group["retention_in_days"] == SETTINGS["retention"][env]["flow_logs_days"] == {"dev": 14, "prod": 90}[env]


def test_endpoints_of_each_environment() -> None:
    for folder, plan in NETWORKS.items():
        made = [one["service_name"].removeprefix("com.amazonaws.us-east-1.") for one in _endpoints(plan)]
        assert {"s3", "dynamodb"} <= set(made)
        interfaces = set(made) - {"s3", "dynamodb"}
        # Dev has those that its budget allows (W14), prod all seven (A31).
        assert interfaces == (set(ENDPOINTS) if folder == "prod" else set(ENDPOINTS) - {"eks", "eks-auth"})
    abroad = [
        one for one in created(NETWORKS["prod"], "aws_vpc_endpoint").values() if one not in _endpoints(NETWORKS["prod"])
    ]
    assert {one["vpc_endpoint_type"] for one in abroad} == {"Gateway"}, "only what costs nothing"
    assert all(
        one["private_dns_enabled"] for one in _endpoints(NETWORKS["prod"]) if one["vpc_endpoint_type"] != "Gateway"
    )


def _endpoints(plan: str) -> list[dict[str, Any]]:
    return [one for one in created(plan, "aws_vpc_endpoint").values() if "us-east-1" in one["service_name"]]


def test_only_the_router_of_dev_sleeps() -> None:
    schedules = created(NETWORKS["dev"], "aws_autoscaling_schedule").values()
    assert {(one["recurrence"], one["min_size"]) for one in schedules} == {("0 20 * * *", 0), ("0 8 * * *", 1)}
    assert all(one["time_zone"] for one in schedules)
    assert not created(NETWORKS["prod"], "aws_autoscaling_schedule")
    for plan in NETWORKS.values():
        groups = created(plan, "aws_autoscaling_group").values()
        assert [(one["min_size"], one["max_size"]) for one in groups] == [(1, 1)] * len(created(plan, "aws_vpc"))


def test_budgets_are_those_of_the_organization_file() -> None:
    made = created("live-management-cost-management", "aws_budgets_budget").values()
    amounts = {at(one, "cost_filter.0.values.0"): one["limit_amount"] for one in made}
    assert amounts == {one["id"]: str(one["budget_usd"]) for one in accounts().values()}
    assert amounts == {"111111111111": "200", "222222222222": "100", "333333333333": "500"}
    for one in made:
        alerts = {(alert["notification_type"], alert["threshold"]) for alert in one["notification"]}
        assert alerts == {("ACTUAL", 50), ("ACTUAL", 80), ("ACTUAL", 100), ("FORECASTED", 90)}
        assert all(alert["threshold_type"] == "PERCENTAGE" for alert in one["notification"])


def test_anomalies() -> None:
    (subscription,) = created("live-management-cost-management", "aws_ce_anomaly_subscription").values()
    assert subscription["frequency"] == "IMMEDIATE"
    expressions = [value for value in _values(subscription["threshold_expression"]) if value == "10"]
    assert expressions == [str(SETTINGS["budgets"]["anomaly_usd"])]


def _values(tree: Any) -> list[str]:
    if isinstance(tree, dict):
        return [one for key, value in tree.items() for one in (value if key == "values" and value else _values(value))]
    return [one for value in tree for one in _values(value)] if isinstance(tree, list) else []


def test_the_access_matrix() -> None:
    wanted = {
        (one["group"], one["set"], accounts()[account.lower()]["id"])
        for one in ORGANIZATION["access"]["assignments"]
        for account in one["scope"]
    }
    made = created("live-management-identity", "aws_ssoadmin_account_assignment")
    assert {one["principal_type"] for one in made.values()} == {"GROUP"}
    assert {one["target_type"] for one in made.values()} == {"AWS_ACCOUNT"}
    keys = {address.partition('["')[2].rstrip('"]') for address in made}
    found = set()
    for address, one in made.items():
        group, permission_set, _ = re.split(r"[/:|,]", address.partition('["')[2].removesuffix('"]'))
        found.add((group, permission_set, one["target_id"]))
    assert found == wanted
    assert len(keys) == len(wanted) == 7


def test_sessions_end_after_eight_hours() -> None:
    sets = created("live-management-identity", "aws_ssoadmin_permission_set").values()
    assert {one["name"]: one["session_duration"] for one in sets} == dict.fromkeys(
        ORGANIZATION["access"]["permission_sets"], "PT8H"
    )


@pytest.mark.parametrize(("env", "daily", "weekly"), [("dev", 7, 30), ("prod", 30, 90)])
def test_backups_are_kept_and_copied_as_asked(env: str, daily: int, weekly: int) -> None:
    (made,) = created(f"live-{env}-backup", "aws_backup_plan").values()
    kept = {rule["rule_name"]: at(rule, "lifecycle.0.delete_after") for rule in made["rule"]}
    assert kept == {"daily": daily, "weekly": weekly}
    told = accounts()[env]["backup"]
    assert (told["daily_days"], told["weekly_days"]) == (daily, weekly)
    copies = [len(rule["copy_action"]) for rule in made["rule"]]
    assert copies == ([1, 1] if env == "prod" else [0, 0])
    (selection,) = created(f"live-{env}-backup", "aws_backup_selection").values()
    assert "BackupPolicy" in str(selection) and "daily" in str(selection)


def test_trails_are_kept_a_year() -> None:
    rules = created("live-management-security-services", "aws_s3_bucket_lifecycle_configuration")
    days = {at(one, "rule.0.expiration.0.days") for address, one in rules.items() if "trail" in address}
    assert days == {SETTINGS["retention"]["org_trail_days"]} == {365}


def test_attachments_equal_the_organization_file() -> None:
    managed = {name for name, one in ORGANIZATION["policies"].items() if one.get("aws_managed")}
    root = ORGANIZATION["root"]
    wanted = {f"root/{slug}" for slug in root["scps"]}
    wanted |= {f"ou:{ou['name']}/{slug}" for ou in root["ous"] for slug in ou.get("scps", ())}
    wanted = {one for one in wanted if one.rpartition("/")[2] not in managed}
    made = created("live-management-organization", "aws_organizations_policy_attachment")
    assert {address.partition('["')[2].removesuffix('"]') for address in made} == wanted


def test_policies_are_the_rendered_documents() -> None:
    made = created("live-management-organization", "aws_organizations_policy").values()
    attached = created("live-management-organization", "aws_organizations_policy_attachment")
    assert {one["name"] for one in made} == {address.rpartition("/")[2].removesuffix('"]') for address in attached}
    for one in made:
        rendered = (REPOSITORY / "scps" / "rendered" / f"{one['name']}.json").read_text("utf-8").strip()
        assert one["content"] == rendered


def test_each_region_has_its_detectors() -> None:
    plan = "live-management-security-services"
    assert len(created(plan, "aws_guardduty_detector")) == len(SETTINGS["allowed_regions"]) == 2
    features = Counter(one["name"] for one in created(plan, "aws_guardduty_detector_feature").values())
    assert features == {"S3_DATA_EVENTS": 2, "EKS_AUDIT_LOGS": 2}


@pytest.mark.parametrize("name", LIVE)
def test_nothing_is_named_by_another_account(name: str) -> None:
    own = accounts()[name.split("-")[1]]["id"]
    others = {one["id"] for one in accounts().values()} - {own, ORGANIZATION["management"]["id"]}
    if own == ORGANIZATION["management"]["id"]:
        return
    text = str([row["change"]["after"] for row in plan_of(name)["resource_changes"]])
    assert not [other for other in others if other in text]
