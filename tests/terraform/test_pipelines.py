"""The pipelines of the landing zone: valid, safe by zizmor's rules, in the order of row A56, without stored keys."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.terraform.pipeline_scripts import affected

PROJECT = Path(__file__).parents[2]
GITHUB = PROJECT / ".github/workflows/terraform.yaml"
ROOT = PROJECT / ".github/workflows/terraform-root.yaml"
GITLAB = sorted((PROJECT / "terraform/pipelines/gitlab").glob("*.yml"))
SCRIPTS = [
    file for file in sorted((PROJECT / "terraform/pipelines").rglob("*.*")) if file.suffix in (".py", ".sh", ".yml")
]
FILES = [GITHUB, ROOT, *SCRIPTS]

ORDER_OF_ROW_A56 = [
    "management-organization",
    "management-security-services",
    "management-cost-management",
    "management-identity",
    "dev-account-baseline",
    "dev-networking",
    "dev-backup",
    "dev-model-platform",
    "prod-account-baseline",
    "prod-networking",
    "prod-backup",
    "prod-model-platform",
]
ORDER_OF_ROWS_A55_AND_B26 = [
    "Checkout",
    "Set up Terraform",
    "Credentials",
    "Init",
    "Format",
    "Plan",
    "Gate",
    "Keep the text",
]


def tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / name
    assert program.exists(), f"{name} belongs to the development requirements"
    return subprocess.run([str(program), *arguments], capture_output=True, text=True, cwd=PROJECT, timeout=120)


def workflow(file: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return document


def jobs(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = workflow(file)["jobs"]
    return found


def steps(job: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = jobs(ROOT)[job]["steps"]
    return found


def needs(job: dict[str, Any]) -> list[str]:
    said = job.get("needs", [])
    return [said] if isinstance(said, str) else list(said)


def test_zizmor_finds_nothing() -> None:
    done = tool("zizmor", "--offline", "--no-progress", str(GITHUB.parent))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings to report" in done.stdout + done.stderr


def test_github_workflows_have_the_form_that_github_publishes() -> None:
    files = [str(one) for one in sorted(GITHUB.parent.iterdir())]
    assert str(GITHUB) in files
    done = tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *files)
    assert done.returncode == 0, done.stdout


def test_gitlab_files_have_the_form_that_gitlab_publishes(tmp_path: Path) -> None:
    child = tmp_path / "child.yml"
    child.write_text(json.dumps(affected.gitlab(affected.ORDER)), "utf-8")
    schema = ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"]
    done = tool("check-jsonschema", *schema, *map(str, GITLAB), str(child))
    assert done.returncode == 0, done.stdout
    broken = tmp_path / "broken.yml"
    broken.write_text('{"plan": {"script": ["x"], "when": "sometimes"}}', "utf-8")
    assert tool("check-jsonschema", *schema, str(broken)).returncode == 1, "the schema says something"


def test_roots_are_applied_in_the_order_of_row_a56() -> None:
    found = jobs(GITHUB)
    chain = [name for name in found if name not in ("check", "affected", "plan", "comment")]
    assert chain == ORDER_OF_ROW_A56
    for before, name in zip(["affected", *chain], chain, strict=False):
        assert set(needs(found[name])) == {"affected", before}, name
    assert [root.replace("/", "-") for root in affected.ORDER] == ORDER_OF_ROW_A56


@pytest.mark.parametrize("name", ORDER_OF_ROW_A56)
def test_each_root_is_applied_only_when_affected_and_after_success(name: str) -> None:
    job = jobs(GITHUB)[name]
    root = name.replace("-", "/", 1)
    assert job["if"] == f"!cancelled() && !failure() && contains(needs.affected.outputs.apply, '\"{root}\"')"
    assert job["with"]["root"] == root
    assert job["with"]["apply"] is True
    assert job["with"].get("environment", "") == ("production" if root.startswith("prod/") else "")
    assert job["with"].get("reads", "") == affected.reads(root)


def test_nothing_is_planned_or_applied_before_policies_and_values_are_checked() -> None:
    """A change of the organization file alone affects no root; it is checked all the same."""
    found = jobs(GITHUB)
    runs = [line for step in found["check"]["steps"] for line in step.get("run", "").splitlines()]
    assert runs[-3:] == ["guardrails check", "guardrails render --check", "guardrails render --tfvars --check"]
    assert needs(found["affected"]) == ["check"] and "if" not in found["affected"]
    assert "affected" in needs(found["plan"])


def test_every_live_root_but_bootstrap_is_in_the_order() -> None:
    live = PROJECT / "terraform/live"
    roots = {f"{one.parent.parent.name}/{one.parent.name}" for one in live.glob("*/*/main.tf")}
    assert {one for one in roots if not one.endswith("/bootstrap")} == set(affected.ORDER)


@pytest.mark.parametrize("name", ORDER_OF_ROW_A56)
def test_the_apply_role_trusts_what_its_job_sends(name: str) -> None:
    """GitHub's subject names the environment of a job that has one, else the branch."""
    account = name.partition("-")[0]
    values = json.loads(
        (PROJECT / f"terraform/live/{account}/bootstrap/guardrails.auto.tfvars.json").read_text("utf-8")
    )
    environment = jobs(GITHUB)[name]["with"].get("environment", "")
    sent = f"environment:{environment}" if environment else "ref:refs/heads/main"
    assert values["github_oidc"]["apply_subjects"] == [f"repo:example/ml-infra:{sent}"]


def test_production_is_applied_after_approval_of_the_saved_plan() -> None:
    found = jobs(ROOT)
    assert found["apply"]["environment"] == "${{ inputs.environment }}"
    assert needs(found["apply"]) == ["plan"]
    assert "needs.plan.result == 'success'" in found["apply"]["if"]
    runs = [step.get("run", "") for step in steps("apply")]
    apply = next(at for at, run in enumerate(runs) if " apply " in run)
    assert runs[apply].endswith("apply -input=false approved.tfplan")
    assert runs[apply + 1] == "bash terraform/pipelines/plan.sh --empty", "rows B27, PG-014: the second plan is empty"
    assert not any("-auto-approve" in run or "terraform plan" in run for run in runs)


def test_the_plan_job_has_its_steps_in_order() -> None:
    names = [step["name"] for step in steps("plan")]
    places = [next(at for at, name in enumerate(names) if name.startswith(want)) for want in ORDER_OF_ROWS_A55_AND_B26]
    assert places == sorted(places), names
    format = next(step["run"] for step in steps("plan") if step["name"].startswith("Format"))
    assert "fmt -check -recursive" in format
    assert "validate" in format
    assert needs(jobs(GITHUB)["comment"]) == ["affected", "plan"]


def test_the_gate_judges_documents_values_and_the_plan() -> None:
    gate = next(step for step in steps("plan") if step["name"] == "Gate")
    wanted = [
        "guardrails check",
        "guardrails render --check",
        "guardrails render --tfvars --check",
        "bash terraform/pipelines/gate.sh",
    ]
    assert gate["run"].strip().split("\n") == wanted
    assert gate["env"] == {"ACCOUNT_ID": "${{ steps.root.outputs.account_id }}"}
    shared = yaml.safe_load((PROJECT / "terraform/pipelines/gitlab/jobs.gitlab-ci.yml").read_text("utf-8"))
    assert shared[".terraform-plan"]["script"][-4:] == wanted
    assert "needs.plan.result == 'success'" in jobs(ROOT)["apply"]["if"]


@pytest.mark.parametrize("job", ["plan", "apply"])
def test_credentials_are_of_the_account_and_last_900_seconds(job: str) -> None:
    step = next(one for one in steps(job) if one["name"].startswith("Credentials"))
    assert step["with"]["role-duration-seconds"] == 900
    role = "PLAN_ROLE" if job == "plan" else "APPLY_ROLE"
    expected = f"arn:aws:iam::${{{{ steps.root.outputs.account_id }}}}:role/${{{{ env.{role} }}}}"
    assert step["with"]["role-to-assume"] == expected


def test_roles_are_those_of_the_organization_file() -> None:
    ci = yaml.safe_load((PROJECT / "scps/organization.yaml").read_text("utf-8"))["ci"]
    env = workflow(ROOT)["env"]
    assert env["PLAN_ROLE"] == f"guardrails/{ci['plan']['role']}"
    assert env["APPLY_ROLE"] == f"guardrails/{ci['apply']['role']}"


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.name)
def test_no_keys_and_no_workspaces(file: Path) -> None:
    text = file.read_text("utf-8")
    assert "AWS_ACCESS_KEY_ID" not in text
    assert "AWS_SECRET" not in text
    assert "secrets." not in text
    assert "terraform workspace" not in text
    assert "terraform.workspace" not in text


@pytest.mark.parametrize("file", [GITHUB, ROOT], ids=lambda one: one.name)
def test_permissions_are_asked_for_where_they_are_needed(file: Path) -> None:
    assert workflow(file)["permissions"] == {}
    for name, job in jobs(file).items():
        allowed = {"contents": "read"}
        if "uses" in job or name in ("plan", "apply"):
            allowed["id-token"] = "write"
        if name == "comment":
            allowed["pull-requests"] = "write"
        assert job["permissions"] == allowed, name


@pytest.mark.parametrize("file", [GITHUB, ROOT], ids=lambda one: one.name)
def test_actions_are_pinned_and_scripts_hold_no_expressions(file: Path) -> None:
    for name, job in jobs(file).items():
        for step in job.get("steps", []):
            if "uses" in step:
                assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", step["uses"]), name
            assert "${{" not in step.get("run", ""), f"{name}: values go through env"
    assert all(
        re.search(r"@[0-9a-f]{40} # v\d", line)
        for line in file.read_text("utf-8").splitlines()
        if "uses: " in line and "@" in line
    )


@pytest.mark.parametrize("file", [GITHUB, ROOT], ids=lambda one: one.name)
def test_no_checkout_leaves_its_token_behind(file: Path) -> None:
    uses = [
        step
        for job in jobs(file).values()
        for step in job.get("steps", [])
        if "actions/checkout@" in step.get("uses", "")
    ]
    assert uses
    assert all(step["with"]["persist-credentials"] is False for step in uses)


def test_nothing_runs_before_somebody_enables_it() -> None:
    first = jobs(GITHUB)["check"]
    assert first["if"].startswith("vars.GUARDRAILS_TERRAFORM == 'enabled' && (")
    assert first["if"].rstrip().endswith(")")
    assert needs(jobs(GITHUB)["affected"]) == ["check"]
    assert all("affected" in needs(job) for name, job in jobs(GITHUB).items() if name not in ("check", "affected"))
    top = yaml.safe_load((PROJECT / "terraform/pipelines/gitlab/terraform.gitlab-ci.yml").read_text("utf-8"))
    for name in ("affected roots", "roots"):
        assert top[name]["rules"][0] == {"if": '$GUARDRAILS_TERRAFORM != "enabled"', "when": "never"}


def test_gitlab_applies_in_the_same_order_and_production_by_hand() -> None:
    child: dict[str, Any] = affected.gitlab(affected.ORDER)
    names = [name for name in child if name not in ("include", "stages")]
    assert names == [f"{verb} {root}" for root in affected.ORDER for verb in ("plan", "apply")]
    for at, root in enumerate(affected.ORDER):
        before = [{"job": f"apply {affected.ORDER[at - 1]}", "optional": True}] if at else []
        assert child[f"plan {root}"]["needs"] == before
        assert child[f"apply {root}"]["needs"] == [f"plan {root}"]
        kind = ".terraform-apply-production" if root.startswith("prod/") else ".terraform-apply"
        assert child[f"apply {root}"]["extends"] == kind
    shared = yaml.safe_load((PROJECT / "terraform/pipelines/gitlab/jobs.gitlab-ci.yml").read_text("utf-8"))
    production = shared[".terraform-apply-production"]
    assert production["environment"] == {"name": "production"}
    assert production["rules"][0]["when"] == "manual"
    assert production["rules"][0]["allow_failure"] is False
    assert "id_tokens" in shared[".in-the-account"]
    assert shared[".terraform-apply"]["script"] == [
        'terraform -chdir="terraform/live/$ROOT" apply -input=false approved.tfplan',
        "bash terraform/pipelines/plan.sh --empty",
    ]


def test_gitlab_asks_for_900_seconds() -> None:
    text = (PROJECT / "terraform/pipelines/gitlab/credentials.sh").read_text("utf-8")
    assert "--duration-seconds 900" in text
    assert "assume-role-with-web-identity" in text
