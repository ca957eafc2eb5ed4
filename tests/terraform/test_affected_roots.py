"""Which roots a change affects, and the comment on a pull request: the scripts that the pipelines run."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.terraform.pipeline_scripts import FOLDER, affected, comment

CALL = 'module "{name}" {{\n  source = "{source}"\n}}\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Three roots; both networking roots use the module network, which uses the module addresses."""
    for root in ("management/organization", "dev/networking", "prod/networking"):
        folder = tmp_path / "terraform/live" / root
        folder.mkdir(parents=True)
        module = "organization" if root.startswith("management") else "network"
        (folder / "main.tf").write_text(CALL.format(name="x", source=f"../../../modules/{module}"), "utf-8")
        values = {"account_id": "222222222222", "home_region": "us-east-1", "policy": f"scps/identity/{module}.json"}
        (folder / affected.VALUES).write_text(json.dumps(values), "utf-8")
    reads = 'locals {\n  documents = "${path.module}/../../../../scps/rendered"\n}\n'
    (tmp_path / "terraform/live/management/organization/documents.tf").write_text(reads, "utf-8")
    for module in ("organization", "network", "addresses"):
        (tmp_path / "terraform/modules" / module).mkdir(parents=True)
    uses = CALL.format(name="y", source="../addresses") + CALL.format(name="z", source="hashicorp/subnets/cidr")
    (tmp_path / "terraform/modules/network/main.tf").write_text(uses, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "roots"),
    [
        (["terraform/live/dev/networking/main.tf"], ["dev/networking"]),
        (["terraform/modules/network/variables.tf"], ["dev/networking", "prod/networking"]),
        (["terraform/modules/addresses/main.tf"], ["dev/networking", "prod/networking"]),
        (["terraform/modules/networking/main.tf"], []),
        (["terraform/modules/other/main.tf"], []),
        (["scps/rendered/gpu-cap.json"], ["management/organization"]),
        (["scps/identity/network.json"], ["dev/networking", "prod/networking"]),
        (["scps/gpu-cap.json", "docs/terraform.md"], []),
        (["terraform/pipelines/plan.sh"], ["management/organization", "dev/networking", "prod/networking"]),
        ([".github/workflows/terraform-root.yaml"], ["management/organization", "dev/networking", "prod/networking"]),
        (
            ["terraform/live/prod/networking/backend.hcl", "scps/rendered/x.json"],
            ["management/organization", "prod/networking"],
        ),
        ([], []),
        (None, ["management/organization", "dev/networking", "prod/networking"]),
    ],
    ids=str,
)
def test_roots_that_a_change_affects(project: Path, changed: list[str] | None, roots: list[str]) -> None:
    assert affected.affected(project, changed) == roots


def git(folder: Path, *words: str) -> str:
    who = {f"GIT_{role}_{what}": "x@example.com" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(
        ["git", *words], cwd=folder, env={**os.environ, **who}, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_the_command_compares_with_the_common_ancestor(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(project, "init", "-q", "-b", "main")
    git(project, "add", ".")
    git(project, "commit", "-q", "-m", "start")
    base = git(project, "rev-parse", "HEAD")
    (project / "terraform/live/prod/networking/with spaces ü.tf").write_text("", "utf-8")
    git(project, "add", ".")
    git(project, "commit", "-q", "-m", "change")
    assert affected.main(["--project", str(project), "--base", base, "--form", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == ["prod/networking"]
    for unknown in ("0" * 40, "f" * 40, ""):
        affected.main(["--project", str(project), "--base", unknown])
        assert capsys.readouterr().out.split() == ["management/organization", "dev/networking", "prod/networking"]


def test_a_root_that_no_order_knows_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("staging/bootstrap", "staging/networking"):
        (project / "terraform/live" / name).mkdir(parents=True)
        (project / "terraform/live" / name / "main.tf").touch()
    assert affected.main(["--project", str(project)]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("staging/")) == ("", 1), "bootstrap is applied by hand"


def test_a_base_that_looks_like_an_option_is_none(project: Path) -> None:
    git(project, "init", "-q")
    assert affected.changed_since(project, f"--output={project}/written") is None
    assert not list(project.glob("written*"))


def test_a_module_outside_of_the_project_ends_with_a_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = CALL.format(name="x", source="../../../../../elsewhere")
    (project / "terraform/live/dev/networking/main.tf").write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(affected, "changed_since", lambda *_: ["docs/x"])
        assert affected.main(["--project", str(project), "--base", "main"]) == 2
    assert "main.tf calls ../../../../../elsewhere, which is outside of the project" in capsys.readouterr().err


def test_a_root_is_described_for_a_job(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert affected.main(["--project", str(project), "--describe", "dev/networking"]) == 0
    assert capsys.readouterr().out == "account_id=222222222222\nregion=us-east-1\n"


def test_a_module_that_is_called_on_one_line_counts(project: Path) -> None:
    line = 'module "z" { source = "../../../modules/organization" }\n'
    (project / "terraform/live/dev/networking/z.tf").write_text(line, "utf-8")
    assert "dev/networking" in affected.affected(project, ["terraform/modules/organization/main.tf"])


def test_a_project_without_roots_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert affected.main(["--project", str(tmp_path)]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("account", ["22222222222", "222222222222\nx=y", "$(id)"])
def test_a_value_that_is_none_is_not_passed_on(account: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    values = {"account_id": account, "home_region": "us-east-1"}
    (project / "terraform/live/dev/networking" / affected.VALUES).write_text(json.dumps(values), "utf-8")
    assert affected.main(["--project", str(project), "--describe", "dev/networking"]) == 2
    assert capsys.readouterr().out == ""
    assert affected.main(["--project", str(project), "--describe", "../../etc"]) == 2
    (project / "terraform/live/dev/networking" / affected.VALUES).write_text("[]", "utf-8")
    assert affected.main(["--project", str(project), "--describe", "dev/networking"]) == 2


def test_a_child_pipeline_without_roots_has_one_job() -> None:
    assert affected.gitlab([])["nothing to do"] == {"extends": ".terraform-nothing"}


def test_the_comment_is_short_enough_whatever_the_plans_hold() -> None:
    plans = {f"dev/root-{number}": "x" * 50_000 for number in range(12)}
    text = comment.comment(plans)
    assert len(text) < 65_536
    assert text.startswith("<!-- guardrails:plan -->\n")
    assert text.count("<details>") == text.count("</details>") == 12
    assert "cut: the whole plan is in the log" in text


def test_a_plan_cannot_break_out_of_its_fence() -> None:
    text = comment.comment({"dev/x": "Plan: 1 to add | <b>\n```\n# heading @team\n````"})
    assert "\n`````\nPlan: 1 to add" in text
    assert "| Plan: 1 to add \\| \\<b\\> |" in text


def test_a_comment_about_nothing() -> None:
    assert "affects no root" in comment.comment({})
    assert "| `dev/x` | no summary: see the log |" in comment.comment({"dev/x": "?"})


def test_a_root_whose_job_ended_before_its_plan_is_in_the_comment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dev--x.txt").write_text("No changes. Fine.", "utf-8")
    (tmp_path / "folder.txt").mkdir()
    assert comment.main([str(tmp_path), '["dev/x", "prod/x"]']) == 0
    said = capsys.readouterr().out
    assert "| `prod/x` | Error: not planned, see its job |" in said
    assert "| `dev/x` | No changes. Fine. |" in said
    assert comment.main([str(tmp_path / "absent"), '["dev/x"]']) == 0
    assert "affects no root" not in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["text", "dev/x"]])
def test_a_comment_about_who_knows_what_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert comment.main(words) == 2
    assert capsys.readouterr().out == ""


def plan_script(folder: Path, code: int, *words: str) -> subprocess.CompletedProcess[str]:
    """Run plan.sh with a `terraform` that ends a plan with that code."""
    fake = folder / "bin/terraform"
    fake.parent.mkdir()
    cases = (f'*" plan "*) echo planned; exit {code}', '*show*) echo "Plan: 1 to add"', "*output*) exit 1")
    fake.write_text(f'#!/bin/sh\ncase "$*" in {";; ".join(cases)};; esac\n', "utf-8")
    fake.chmod(0o755)
    path = f"{fake.parent}:{os.environ['PATH']}"
    env = {"PATH": path, "ROOT": "dev/networking", "GITHUB_OUTPUT": str(folder / "outputs")}
    env |= {"READS": "dev/other"} if "--reads" in words else {}
    command = ["bash", str(FOLDER / "plan.sh"), *(word for word in words if word != "--reads")]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)


@pytest.mark.parametrize(("code", "changes"), [(0, "false"), (2, "true")])
def test_the_plan_script_says_whether_there_are_changes(code: int, changes: str, tmp_path: Path) -> None:
    assert plan_script(tmp_path, code).returncode == 0
    assert (tmp_path / "outputs").read_text("utf-8") == f"name=dev--networking\nchanges={changes}\n"
    assert (tmp_path / "text/dev--networking.txt").read_text("utf-8") == "Plan: 1 to add\n"


def test_a_failed_plan_fails_and_is_shown(tmp_path: Path) -> None:
    assert plan_script(tmp_path, 1).returncode == 1
    assert (tmp_path / "text/dev--networking.txt").read_text("utf-8") == "planned\n"


def test_a_second_plan_must_be_empty(tmp_path: Path) -> None:
    done = plan_script(tmp_path, 2, "--empty")
    assert done.returncode == 1
    assert "is not empty" in done.stderr


def test_an_empty_second_plan_passes(tmp_path: Path) -> None:
    assert plan_script(tmp_path, 0, "--empty").returncode == 0


def test_a_value_that_is_not_there_yet_stops_the_plan(tmp_path: Path) -> None:
    done = plan_script(tmp_path, 2, "--reads")
    assert done.returncode == 1
    assert "has no output vpc_id yet" in done.stderr
