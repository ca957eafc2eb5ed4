"""The same roots serve another organization (C and E): its own values, planned with the real provider.

Nothing of it is committed: the roots are copied, the values rendered, both in a scratch folder.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from guardrails.cli import run
from guardrails.rehearsal.scratch import go_offline
from guardrails.rehearsal.terraform import Terraform

REPOSITORY = Path(__file__).parents[2]
ROOTS = {
    "management/bootstrap": "management/bootstrap",
    "management/organization": "management/organization",
    "management/cost-management": "management/cost-management",
    "management/identity": "management/identity",
    "product-a-prod/bootstrap": "dev/bootstrap",
}
"""Each root and the one of ours that it is a copy of."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The organization file of the example with copies of our roots, rendered."""
    folder = tmp_path_factory.mktemp("ml-platform")
    (folder / "scps").mkdir()
    shutil.copy(REPOSITORY / "scps/examples/ml-platform/organization.yaml", folder / "scps")
    left_out = shutil.ignore_patterns(".terraform*", "*.tfvars.json", "backend.hcl", "examples", "tests")
    shutil.copytree(REPOSITORY / "terraform/modules", folder / "terraform/modules", ignore=left_out)
    for root, ours in ROOTS.items():
        shutil.copytree(REPOSITORY / "terraform/live" / ours, folder / "terraform/live" / root, ignore=left_out)
    at = ["--root", str(folder), "--today", "2026-11-21"]
    assert run(["render", *at]) == 0
    assert run(["render", "--tfvars", *at]) == 0
    return folder


@pytest.fixture(scope="module")
def plans(project: Path, plugins: Path) -> dict[str, list[dict[str, Any]]]:
    """What each root would make."""
    found = {}
    for root in ROOTS:
        folder = project / "terraform/live" / root
        go_offline(folder)
        terraform = Terraform(folder)
        terraform.get()
        assert terraform.validate().ok
        terraform.plan()
        found[root] = [one for one in terraform.show()["resource_changes"] if one["mode"] == "managed"]
    return found


def after(changes: list[dict[str, Any]], type: str) -> list[dict[str, Any]]:
    return [one["change"]["after"] for one in changes if one["type"] == type]


def test_what_control_tower_made_is_not_made_again(plans: dict[str, list[dict[str, Any]]]) -> None:
    """C1, C2."""
    units = {one["name"] for one in after(plans["management/organization"], "aws_organizations_organizational_unit")}
    assert {"Infrastructure", "Workloads", "NonProd", "Prod", "Deployments"} <= units
    assert not units & {"Security", "Sandbox"}
    accounts = {one["name"] for one in after(plans["management/organization"], "aws_organizations_account")}
    assert {"Network", "forecasting-dev", "forecasting-prod", "Data Lake Sales"} <= accounts
    assert not accounts & {"Security Tooling", "Log Archive", "sandbox-ana", "Management"}


def test_the_security_account_administers(plans: dict[str, list[dict[str, Any]]]) -> None:
    """C4: not the management account."""
    services = {
        one["service_principal"]
        for one in after(plans["management/organization"], "aws_organizations_delegated_administrator")
    }
    assert services == {f"{name}.amazonaws.com" for name in ("guardduty", "securityhub", "macie", "config")}


def test_each_active_account_has_its_budget(plans: dict[str, list[dict[str, Any]]]) -> None:
    """E5, D6, C23."""
    limits = Counter(
        float(one["limit_amount"]) for one in after(plans["management/cost-management"], "aws_budgets_budget")
    )
    assert limits[50] == 2, "two sandboxes"
    assert limits[1000] == 1 and limits[1] == 0, "the suspended account has none"


def test_a_team_brings_its_groups(plans: dict[str, list[dict[str, Any]]]) -> None:
    """C10, C11, C12: four groups of the platform, four of the team, on the team's three accounts."""
    names = {one["display_name"] for one in after(plans["management/identity"], "aws_identitystore_group")}
    team = {f"forecasting-{name}" for name in ("TeamLead", "DataScientists", "MLEngineers", "DataEngineers")}
    assert names == {"AWSControlTowerAdmins", "AWSNetworkAdmins", "AWSMLEngineers", "AWSDataEngineers"} | team
    assignments = after(plans["management/identity"], "aws_ssoadmin_account_assignment")
    assert len(assignments) == 2 + 3 + 4 * 3


def trusted(plans: dict[str, list[dict[str, Any]]], root: str, role: str) -> list[str]:
    """Return the subjects that a role's trust policy names."""
    (found,) = [one for one in after(plans[root], "aws_iam_role") if one["name"] == role]
    (statement,) = json.loads(found["assume_role_policy"])["Statement"]
    subjects = [value for by in statement["Condition"].values() for key, value in by.items() if key.endswith(":sub")]
    return [one for some in subjects for one in ([some] if isinstance(some, str) else some)]


def test_each_account_trusts_its_own_project(plans: dict[str, list[dict[str, Any]]]) -> None:
    """E17, E18: exact project and branch."""
    branch = ":ref_type:branch:ref:main"
    assert trusted(plans, "product-a-prod/bootstrap", "gitlab-apply") == [f"project_path:example/product-a{branch}"]
    assert trusted(plans, "management/bootstrap", "gitlab-apply") == [f"project_path:example/infrastructure{branch}"]
    assert not after(plans["product-a-prod/bootstrap"], "aws_s3_bucket"), "state is Management's"
    assert len(after(plans["management/bootstrap"], "aws_s3_bucket_versioning")) >= 2, "and has a replica"


def test_its_tags_are_its_own(plans: dict[str, list[dict[str, Any]]]) -> None:
    tagged = [
        one["change"]["after"]["tags"] for some in plans.values() for one in some if one["change"]["after"].get("tags")
    ]
    assert {tags["Project"] for tags in tagged} == {"ml-platform"}
    assert {tags["Environment"] for tags in tagged} == {"mgmt", "prod"}
