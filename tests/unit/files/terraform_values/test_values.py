"""The values of the live roots are those of the organization file, and change with it alone."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from guardrails.files.loaded import Project
from guardrails.files.project import read_project
from guardrails.files.terraform_values.backend import backend
from guardrails.files.terraform_values.live_roots import files_of, live_roots
from guardrails.files.terraform_values.view import Lacking, View
from guardrails.model.organization.levels import find_account
from tests.unit.files.build import TODAY
from tests.unit.files.terraform_values.live import LIVE, REPOSITORY, ROOTS, everything, read, values


@pytest.fixture(scope="module")
def ours() -> Project:
    project, findings = read_project(REPOSITORY, TODAY)
    assert project is not None and not findings
    return project


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {key: after.get(key) for key in {**before, **after} if before.get(key) != after.get(key)}


def test_three_changed_lines_and_a_thirteenth_tag_change_those_values_alone(ours: Project, tmp_path: Path) -> None:
    """B25: a value is changed, or a mandatory tag added, in one file."""
    other = read(
        tmp_path,
        {
            "cidr: 10.2.0.0/16\n": "cidr: 10.66.0.0/16\n",
            "topology_of: 10.2.0.0/16": "topology_of: 10.66.0.0/16",
            "10.2.0.0/24, 10.2.1.0/24": "10.66.0.0/24, 10.66.1.0/24",
            "10.2.10.0/24, 10.2.11.0/24": "10.66.10.0/24, 10.66.11.0/24",
            "10.2.20.0/24+": "10.66.20.0/24+",
            "budget_usd: 500": "budget_usd: 650",
            "dev: {flow_logs_days: 14": "dev: {flow_logs_days: 30",
        },
    )
    assert changed(everything(ours), everything(other)) == {
        "management/cost-management budgets.Prod.limit_usd": 650,
        "dev/networking flow_logs_retention_days": 30,
        "prod/networking vpcs.home.cidr": "10.66.0.0/16",
        "prod/networking vpcs.home.public_subnets.0": "10.66.0.0/24",
        "prod/networking vpcs.home.public_subnets.1": "10.66.1.0/24",
        "prod/networking vpcs.home.private_subnets.0": "10.66.10.0/24",
        "prod/networking vpcs.home.private_subnets.1": "10.66.11.0/24",
        "prod/networking vpcs.home.reserved_from": "10.66.20.0/24+",
        "prod/model-platform private_subnet_cidrs.0": "10.66.10.0/24",
        "prod/model-platform private_subnet_cidrs.1": "10.66.11.0/24",
    }


def test_a_thirteenth_tag_is_one_more_tag_of_every_root(ours: Project, tmp_path: Path) -> None:
    """B25, B24: nothing else changes."""
    tag = {
        "BackupPolicy, CreatedBy]": "BackupPolicy, CreatedBy, Reviewer]",
        "    defaults:\n": "    defaults:\n      Reviewer: ana\n",
    }
    other = read(tmp_path, tag)
    assert changed(everything(ours), everything(other)) == {
        f"{account}/{module} common_tags.Reviewer": "ana" for account, module in ROOTS
    }


def test_every_root_has_the_twelve_tags_of_its_account(ours: Project) -> None:
    for account, module in ROOTS:
        tags = values(ours, account, module)["common_tags"]
        assert list(tags) == ours.source.value["settings"]["tags"]["mandatory"]  # type: ignore[index, call-overload]
        assert tags["Environment"] == {"management": "mgmt"}.get(account, account)
        assert tags["Account"] == account.capitalize()
        assert tags["Module"] == module


CROSSING = {"model-platform": {"vpc_id"}, "security-services": {"config_excluded_account_ids"}}
"""What the organization file cannot know: another root's output, and accounts that have no recorder yet."""


@pytest.mark.parametrize(("account", "module"), ROOTS)
def test_a_root_declares_exactly_what_it_is_given(account: str, module: str, ours: Project) -> None:
    declared = set(
        re.findall(r'^variable "(\w+)"', (LIVE / account / module / "variables.tf").read_text("utf-8"), re.M)
    )
    crossing = CROSSING.get(module, set())
    assert declared == {*values(ours, account, module), "assume_role_arn"} | crossing


def test_what_is_committed_is_current(ours: Project) -> None:
    roots = live_roots(ours)
    assert len(roots) == len(ROOTS)
    for root in roots:
        for name, text in files_of(ours, root).items():
            assert (root.folder / name).read_text("utf-8") == text


@pytest.mark.parametrize(("account", "module"), ROOTS)
def test_no_root_holds_policy_text_or_a_literal_of_the_organization(account: str, module: str) -> None:
    for file in (LIVE / account / module).glob("*.tf"):
        text = file.read_text("utf-8")
        assert not re.search(
            r"Statement|Effect|aws_organizations_policy|aws_iam_policy|\b\d{12}\b|10\.\d+\.\d+\.", text
        ), file
        assert "terraform.workspace" not in text


def test_attachments_are_those_of_the_file(ours: Project) -> None:
    """A15, A5: without AWS's own policy, and without drafts; a planned account is listed."""
    found = values(ours, "management", "organization")
    assert found["attachments"] == {
        "root": ["org-boundary", "self-protection", "audit-trail", "threat-detection"],
        "ou:Workloads": ["region-lock", "no-static-credentials", "s3-encryption", "gpu-cap", "state-protection"],
        "ou:Security": ["region-lock"],
    }
    assert set(found["policies"]) == {slug for slugs in found["attachments"].values() for slug in slugs}
    assert {name: one["status"] for name, one in found["accounts"].items()} == {
        "Dev": "active",
        "Prod": "active",
        "Security": "planned",
    }
    assert found["organizational_units"] == {"Workloads": {}, "Security": {}}


def test_the_access_matrix_is_that_of_the_file(ours: Project) -> None:
    """A44, A46."""
    found = values(ours, "management", "identity")
    everywhere = ["111111111111", "222222222222", "333333333333"]
    assert [(one["group"], one["permission_set"], one["account_ids"]) for one in found["assignments"]] == [
        ("PlatformEngineers", "AdministratorAccess", everywhere),
        ("Developers", "DeveloperAccess", ["222222222222"]),
        ("Auditors", "ReadOnlyAccess", everywhere),
    ]
    assert found["administrator_groups"] == ["PlatformEngineers"]
    assert {one["session_duration"] for one in found["permission_sets"].values()} == {"PT8H"}


def test_the_dr_vpc_is_the_plan_of_prod_at_its_own_place(ours: Project) -> None:
    """A42: same subnets, second octet 3, zones of the other Region; interface endpoints only when it takes over."""
    found = values(ours, "prod", "networking")["vpcs"]
    assert found["dr"]["private_subnets"] == ["10.3.10.0/24", "10.3.11.0/24"]
    assert found["dr"]["public_subnets"] == ["10.3.0.0/24", "10.3.1.0/24"]
    assert found["dr"]["reserved_from"] == "10.3.20.0/24+"
    assert found["dr"]["region"] == "us-west-2" and found["dr"]["name_prefix"] == "MM-prod-usw2"
    assert found["dr"]["interface_endpoints"] == [] and found["dr"]["gateway_endpoints"] == ["dynamodb", "s3"]
    assert len(found["home"]["interface_endpoints"]) == 7 and found["home"]["endpoint_zones"] is None


def test_the_router_of_dev_sleeps_and_that_of_prod_does_not(ours: Project) -> None:
    """A37, W11; A31, W14: five endpoints in one zone."""
    dev, prod = (values(ours, account, "networking") for account in ("dev", "prod"))
    assert (dev["vpcs"]["home"]["router"]["stop_cron"], dev["vpcs"]["home"]["router"]["start_cron"]) == (
        "0 20 * * *",
        "0 8 * * *",
    )
    assert dev["time_zone"] == "America/New_York"
    assert all(vpc["router"]["stop_cron"] is None for vpc in prod["vpcs"].values())
    assert (len(dev["vpcs"]["home"]["interface_endpoints"]), dev["vpcs"]["home"]["endpoint_zones"]) == (5, 1)


def test_a_quota_of_the_file_holds_without_the_others(ours: Project, tmp_path: Path) -> None:
    """An organization that AWS has not given the new quotas yet says so by one number."""
    today = {
        "max_chars": {"SERVICE_CONTROL_POLICY": 10240, "RESOURCE_CONTROL_POLICY": 5120},
        "max_per_node": {"SERVICE_CONTROL_POLICY": 10, "RESOURCE_CONTROL_POLICY": 5},
    }
    assert values(ours, "management", "organization")["policy_quotas"] == today
    other = read(tmp_path, {"    scp_max_per_node: 10\n": "    scp_max_per_node: 5\n"})
    today["max_per_node"]["SERVICE_CONTROL_POLICY"] = 5
    assert values(other, "management", "organization")["policy_quotas"] == today


def test_only_active_accounts_have_a_budget(tmp_path: Path) -> None:
    """C23: a suspended account keeps what it was given, and costs nothing."""
    (tmp_path / "scps").mkdir()
    shutil.copy(REPOSITORY / "scps/examples/ml-platform/organization.yaml", tmp_path / "scps")
    project, _ = read_project(tmp_path, TODAY)
    assert project is not None
    budgets = values(project, "Management", "cost-management")["budgets"]
    assert "Old Experiment" not in budgets and len(budgets) == 17


def test_every_endpoint_of_the_file_reaches_the_module(ours: Project, tmp_path: Path) -> None:
    """A30: one that the module does not know is refused there, and not left out on the way."""
    other = read(tmp_path, {"endpoints: [s3, dynamodb, ": "endpoints: [s3, dynamodb, s3express, "})
    gained = {"s3express"}
    for account in ("dev", "prod"):
        for role, vpc in values(ours, account, "networking")["vpcs"].items():
            found = values(other, account, "networking")["vpcs"][role]
            assert set(found["gateway_endpoints"]) - set(vpc["gateway_endpoints"]) == gained
            assert found["interface_endpoints"] == vpc["interface_endpoints"]


def test_state_is_owned_by_one_account_and_keys_by_each(ours: Project) -> None:
    """A54, E19."""
    found = {account: values(ours, account, "bootstrap") for account in ("management", "dev", "prod")}
    assert found["dev"]["state"] is None and found["prod"]["state"] is None
    access = found["management"]["state"]["access"]
    assert {owner: one["keys"] for owner, one in access.items()} == {
        "management": ["*/management/mgmt/terraform.tfstate"],
        "dev": ["*/dev/dev/terraform.tfstate"],
        "prod": ["*/prod/prod/terraform.tfstate"],
    }
    assert access["dev"]["apply_role_arns"] == ["arn:aws:iam::222222222222:role/guardrails/MM-github-actions-apply"]
    assert all(access[owner]["keys"] == one["state_access"]["keys"] for owner, one in found.items())


def test_no_two_roots_share_a_state(ours: Project) -> None:
    """A54, PG-018: one key each, of the account and environment that the root is for."""
    keys = {
        root.folder: re.findall(r'^key += "(.*)"$', files_of(ours, root)["backend.hcl"], re.M)
        for root in live_roots(ours)
    }
    assert all(len(found) == 1 for found in keys.values())
    assert len({key for (key,) in keys.values()}) == len(keys) == 15
    for folder, (key,) in keys.items():
        account = folder.parent.name
        assert key == f"{folder.name}/{account}/{ {'management': 'mgmt'}.get(account, account) }/terraform.tfstate"


def text_of(project: Project, module: str = "networking") -> str:
    account = find_account(project.organization, "Dev")
    assert account is not None
    return backend(View(project, account, module))


def test_the_lock_is_a_table_or_a_file(ours: Project, tmp_path: Path) -> None:
    """B9, W12."""
    assert 'dynamodb_table = "arn:aws:dynamodb:us-east-1:111111111111:table/MM-terraform-lock"' in text_of(ours)
    assert 'key            = "networking/dev/dev/terraform.tfstate"' in text_of(ours)
    locked = read(tmp_path, {"{dynamodb: MM-terraform-lock}": "{lockfile: true}"})
    assert "use_lockfile = true" in text_of(locked) and "dynamodb" not in text_of(locked)


LACKING = [
    ("  time_zone: America/New_York\n", "", "settings.time_zone"),
    ("      CreatedBy: platform-pipeline\n", "", "settings.tags.defaults.CreatedBy"),
    ("cost_center: ml", "cost_center: ''", "cost_center of Dev"),
    ("  organization_id: o-a1b2c3d4e5\n", "", "settings.organization_id"),
    ("nat: {us-east-1: ami-0123456789abcdef0}", "nat: {}", "settings.images.nat.us-east-1"),
    ("  lock: {dynamodb: MM-terraform-lock}", "  lock: {dynamodb: 1}", "state.lock"),
    ("  lock: {dynamodb: MM-terraform-lock}\n", "", "state.lock"),
    ("{module}/{account}/{env}/terraform.tfstate", "{product}/terraform.tfstate", "state.keys"),
    (
        "dev: {flow_logs_days: 14, cloudtrail_days: 90}",
        "dev: {cloudtrail_days: 90}",
        "settings.retention.dev.flow_logs_days",
    ),
    ("region_codes: {us-east-1: use1, us-west-2: usw2}", "region_codes: {us-east-1: use1}", "region_codes.us-west-2"),
    ('pattern: "{prefix}-{env}-{region}', 'pattern: "{prefix}-{stage}-{region}', "settings.naming.pattern"),
    ("    key_arn:", "    #", "settings.logs.key_arn"),
    ("  instance_arn: arn:aws:sso:::instance/ssoins-1234567890abcdef\n", "", "access.instance_arn"),
    ("guardduty: Management,", "guardduty: Security,", "delegations.guardduty"),
    ("scope: [Dev]", "scope: [Nowhere]", "access.assignments.1.scope"),
    ("      Dev: [account", "      Developer: [account", "ci.apply.services.Dev"),
    ("    description: No IAM users, passwords or access keys\n", "", "policies.no-static-credentials.description"),
    ("role: dr", "role: home", "vpcs.1.role"),
    ("topology_of: 10.2.0.0/16", "topology_of: 10.9.0.0/16", "vpcs.1.topology_of"),
    ("daily_days: 7, ", "", "backup.daily_days of Dev is not in the organization file"),
    ("values: [daily, none]", "values: [hourly, off]", "settings.tags.values.BackupPolicy"),
    ("values: [daily, none]", "values: [none]", "settings.tags.backup.values has no value but none"),
    ("cidr: 10.3.0.0/16", "cidr: 10.x.0.0/16", "vpcs.1.topology_of cannot give 10.x.0.0/16 its"),
    ("cidr: 10.3.0.0/16", "cidr: 10.3.0.0/20", "would put its '10.2.20.0/24+' at 10.3.20.0/24, outside 10.3.0.0/20"),
    ('["10.2.20.0/24+"]', '["lots"]', "vpcs.1.topology_of cannot give 10.3.0.0/16 its 'lots'"),
]


# A pattern is data: what Python's own formatting would do with these is none of a file's business.
HOSTILE = ["{account.__class__}", "{x.y}", "{0}", "{", "}", "{}", "{env:>999999999}", "{env!r}", "{{env}}"]


@pytest.mark.parametrize("word", HOSTILE)
def test_a_pattern_fills_in_words_and_does_nothing_else(word: str, tmp_path: Path) -> None:
    key, name = "{module}/{account}/{env}/terraform.tfstate", "{prefix}-{env}-{region}["
    hostile = {key: f"{key}{word}", name: f"{word}{name}"}
    for old, new in hostile.items():
        folder = tmp_path / str(len(new))
        project = read(folder, {old: new})
        with pytest.raises(Lacking, match=r"state\.keys|settings\.naming\.pattern"):
            values(project, "management", "bootstrap")


@pytest.mark.parametrize(
    ("bucket", "said"),
    [
        ('a"; x = "1', r'"a\"; x = \"1"'),
        ("a${file(1)}%{if x}", '"a$${file(1)}%%{if x}"'),
        ("a\nkey = 1", r'"a\nkey = 1"'),
        ("\x1b[31m", r'"\u001b[31m"'),
        ("\U0001f600", '"\U0001f600"'),
    ],
)
def test_a_bucket_cannot_be_more_than_a_string_of_the_backend(bucket: str, said: str, tmp_path: Path) -> None:
    project = read(tmp_path, {"bucket: mm-terraform-state": f"bucket: {json.dumps(bucket, ensure_ascii=False)}"})
    lines = text_of(project).splitlines()
    assert len(lines) == 5 and lines[0] == f"bucket         = {said}"


@pytest.mark.parametrize(("old", "new", "key"), LACKING, ids=[key for *_, key in LACKING])
def test_what_the_file_lacks_is_named_and_never_made_up(old: str, new: str, key: str, tmp_path: Path) -> None:
    project = read(tmp_path, {old: new})
    said = []
    for root in live_roots(project):
        try:
            files_of(project, root)
        except Lacking as problem:
            said.append(str(problem))
    assert any(key in one for one in said), said
