"""The gate where pipelines call it: the action, GitLab's template, the landing zone's script, the hook."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click import Command

from guardrails.commands.gate import command
from guardrails.renderers.formats import GATE_FORMATS
from tests.terraform.pipeline_scripts import comment

PROJECT = Path(__file__).parents[2]
PLANS = PROJECT / "tests/terraform/plans"
PASSED, REFUSED = PLANS / "live-dev-networking.json", PLANS / "accelerator-instance.json"
BIN = Path(sys.executable).parent
ACTION: dict[str, Any] = yaml.safe_load((PROJECT / "action.yml").read_text("utf-8"))
HEADER, TEMPLATE = yaml.safe_load_all((PROJECT / "templates/gate.yml").read_text("utf-8"))
assert isinstance(command, Command)
OPTIONS = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}


def tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(BIN / name), *arguments], capture_output=True, text=True, cwd=PROJECT, timeout=120)


def bash(script: Path, folder: Path, path: Path = BIN, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a folder with guardrails on the path and nothing else of our environment."""
    outer = {"PATH": f"{path}:{BIN}:{os.environ['PATH']}", "HOME": str(folder), "GUARDRAILS_CHECKOV": "0"}
    return subprocess.run(
        ["bash", str(script)], cwd=folder, env=outer | env, capture_output=True, text=True, timeout=120
    )


def act(folder: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """Run the step of the action; return how it ended, and its outputs."""
    given = {"GITHUB_OUTPUT": str(folder / "outputs"), "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
    inputs = {"ROOT": str(PROJECT)} | inputs
    done = bash(PROJECT / "scripts/gate_action.sh", folder, **given, **inputs)
    lines = (folder / "outputs").read_text("utf-8").splitlines()
    return done, dict(line.split("=", 1) for line in lines)


def test_zizmor_and_the_published_form_find_nothing_in_the_action() -> None:
    done = tool("zizmor", "--offline", "--no-progress", "action.yml")
    assert done.returncode == 0, done.stdout + done.stderr
    done = tool("check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml")
    assert done.returncode == 0, done.stdout


def test_every_input_reaches_the_script_through_its_environment() -> None:
    steps = ACTION["runs"]["steps"]
    given = {value for step in steps for value in (*step.get("env", {}).values(), *step.get("with", {}).values())}
    assert {f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]} <= given
    assert all("${{" not in step.get("run", "") for step in steps)
    script = (PROJECT / "scripts/gate_action.sh").read_text("utf-8")
    assert all(f"${{{name}:-}}" in script for name in steps[-1]["env"] if name != "ACTION")
    text = (PROJECT / "action.yml").read_text("utf-8")
    assert re.findall(r"uses: (\S+)", text) == re.findall(r"uses: (\S+@[0-9a-f]{40}) # v\d", text)


def test_options_of_scripts_and_templates_exist() -> None:
    files = ["scripts/gate_action.sh", "templates/gate.yml", "terraform/pipelines/gate.sh"]
    for name in files:
        calls = re.sub(r"(?m)^\s*(#|-? ?pip ).*$", "", (PROJECT / name).read_text("utf-8"))
        named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", calls)) - {"--quiet"}
        assert named, name
        assert named <= OPTIONS, name
        formats = set(re.findall(r"--output[= ]([a-z]+)=", calls)) | set(re.findall(r'"(sarif|html)=\$', calls))
        assert formats <= GATE_FORMATS.keys(), name


def test_a_plan_that_passes(tmp_path: Path) -> None:
    done, outputs = act(
        tmp_path, PLAN=f"{PASSED}\n", ACCOUNT="Dev", SARIF="out.sarif", SUMMARY="true", ANNOTATIONS="true"
    )
    assert done.returncode == 0, done.stderr
    assert outputs == {"verdict": "passed", "findings": "0", "sarif-file": "out.sarif"}
    assert json.loads((tmp_path / "out.sarif").read_text("utf-8"))["runs"][0]["results"] == []
    assert "PASSED" in (tmp_path / "summary.md").read_text("utf-8")
    assert "::" not in done.stdout


def test_a_plan_that_is_refused(tmp_path: Path) -> None:
    inputs = {"PLAN": str(REFUSED), "ACCOUNT": "Dev", "HTML": "report.html", "MARKDOWN": "comment.md"}
    done, outputs = act(tmp_path, **inputs, ANNOTATIONS="true", ON_UNKNOWN="warn")
    assert done.returncode == 1, done.stderr
    assert (outputs["verdict"], outputs["findings"], outputs["sarif-file"]) == ("refused", "4", "")
    assert re.search(r"(?m)^::error .*PG-016", done.stdout)
    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!doctype html>")
    assert (tmp_path / "comment.md").read_text("utf-8").startswith("<!-- guardrails:Dev -->")
    assert not (tmp_path / "summary.md").exists()


def test_the_action_may_leave_checkov_out(tmp_path: Path) -> None:
    with_checkov = {"PLAN": str(PASSED), "ACCOUNT": "Dev", "GUARDRAILS_CHECKOV": "1"}
    done, outputs = act(tmp_path, **with_checkov)
    assert (done.returncode, outputs["verdict"]) == (2, "misused"), done.stderr
    assert "--no-checkov" in done.stderr
    done, outputs = act(tmp_path, **with_checkov, CHECKOV="false")
    assert (done.returncode, outputs["verdict"]) == (0, "passed"), done.stderr


def test_several_plans_one_a_line(tmp_path: Path) -> None:
    other = PLANS / "live-dev-backup.json"
    done, outputs = act(tmp_path, PLAN=f"{PASSED}\n\n{other}\n", ACCOUNT="Dev", SUMMARY="true")
    assert (done.returncode, outputs["verdict"]) == (0, "passed"), done.stderr
    assert (tmp_path / "summary.md").read_text("utf-8").count(" to create") == 2


@pytest.mark.parametrize(
    ("inputs", "code", "verdict"),
    [
        ({"PLAN": "missing.json", "ACCOUNT": "Dev"}, 3, "undecided"),
        ({"PLAN": str(PASSED), "ACCOUNT": "Nobody"}, 2, "misused"),
        ({"PLAN": "\n"}, 2, "misused"),
        ({"PLAN": str(PASSED), "ACCOUNT": "Dev", "ROOT": ""}, 3, "undecided"),
        ({"PLAN": str(PASSED), "ACCOUNT": "$(touch pwned)`touch pwned`"}, 2, "misused"),
        ({"PLAN": "--write-baseline=pwned", "ACCOUNT": "Dev"}, 3, "undecided"),
        ({"PLAN": str(PASSED), "ACCOUNT": "Dev", "FAIL_ON": "--write-baseline=pwned"}, 2, "misused"),
    ],
)
def test_what_cannot_be_judged_never_passes_and_orders_nothing(
    tmp_path: Path, inputs: dict[str, str], code: int, verdict: str
) -> None:
    done, outputs = act(tmp_path, **inputs)
    assert done.returncode == code, done.stdout + done.stderr
    assert outputs["verdict"] == verdict
    assert done.stderr
    assert not (tmp_path / "pwned").exists()


def test_an_output_cannot_bring_another_one(tmp_path: Path) -> None:
    _, outputs = act(tmp_path, PLAN=str(REFUSED), ACCOUNT="Dev", SARIF="a\nverdict=passed")
    assert outputs["verdict"] == "refused"


def test_the_template_has_the_form_that_gitlab_publishes(tmp_path: Path) -> None:
    text = (PROJECT / "templates/gate.yml").read_text("utf-8").partition("\n---\n")[2]
    inputs = HEADER["spec"]["inputs"]
    assert set(re.findall(r"\$\[\[ inputs\.([a-z-]+) \]\]", text)) == set(inputs)
    for name, one in inputs.items():
        value = one.get("default", "x")
        text = text.replace(f"$[[ inputs.{name} ]]", json.dumps(value) if isinstance(value, list) else str(value))
    file = tmp_path / "gate.yml"
    file.write_text(text, "utf-8")
    schema = ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"]
    done = tool("check-jsonschema", *schema, str(file))
    assert done.returncode == 0, done.stdout


def test_inputs_of_the_template_reach_its_script_through_variables() -> None:
    (job,) = TEMPLATE.values()
    assert not any("$[[" in line for line in job["script"])
    assert job["artifacts"]["when"] == "always"


def test_the_script_of_the_template_runs(tmp_path: Path) -> None:
    (job,) = TEMPLATE.values()
    script = tmp_path / "job.sh"
    script.write_text("set -e\n" + "\n".join(line for line in job["script"] if not line.startswith("pip ")), "utf-8")
    given = {"GATE_PLANS": f"{PASSED} {REFUSED}", "GATE_ACCOUNT": "Dev", "GATE_FAIL_ON": "error"}
    done = bash(
        script, tmp_path, **given, GATE_CALLER="", GATE_ON_UNKNOWN="warn", GATE_OPTIONS=f"--verbose --root {PROJECT}"
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert len(json.loads((tmp_path / "gate/code-quality.json").read_text("utf-8"))) == 4
    assert sorted(file.name for file in (tmp_path / "gate").iterdir()) == [
        "code-quality.json",
        "junit.xml",
        "report.html",
    ]


@pytest.mark.parametrize(("plan", "code", "verdict"), [(PASSED, 0, "PASSED"), (REFUSED, 1, "REFUSED")])
def test_the_script_of_the_landing_zone(tmp_path: Path, plan: Path, code: int, verdict: str) -> None:
    """The plan as JSON is gone afterwards, and the answer stands above the plan's text."""
    root = tmp_path / "terraform/live/dev/networking"
    root.mkdir(parents=True)
    (root / "main.tf").write_text("", "utf-8")
    shutil.copytree(PROJECT / "scps", tmp_path / "scps")
    (tmp_path / "text").mkdir()
    (tmp_path / "text/dev--networking.txt").write_text("Plan: 5 to add\n", "utf-8")
    fake = tmp_path / "bin"
    fake.mkdir()
    (fake / "terraform").write_text(
        f'#!/bin/sh\ntest "$2 $3 $4" = "show -json approved.tfplan" && cat "{plan}"\n', "utf-8"
    )
    (fake / "terraform").chmod(0o755)
    done = bash(
        PROJECT / "terraform/pipelines/gate.sh", tmp_path, fake, ROOT="dev/networking", ACCOUNT_ID="222222222222"
    )
    assert done.returncode == code, done.stdout + done.stderr
    text = (tmp_path / "text/dev--networking.txt").read_text("utf-8")
    assert text.startswith(verdict)
    assert text.endswith("Plan: 5 to add\n")
    assert not (root / "plan.json").exists()
    kept = {file.name for file in (tmp_path / "gate").iterdir()}
    assert kept == {f"dev--networking.{name}" for name in ("txt", "sarif", "md", "html", "xml", "json")}


def test_the_comment_shows_the_verdict_of_each_root() -> None:
    refused = "REFUSED\n  - 1 finding\n\nREFUSED: 1 error; 1 plan, 24 requests predicted\n\nPlan: 5 to add\n"
    forged = "PASSED\n\nPASSED: no findings\n\nPlan: 1 to add\nREFUSED: forged by an output\n"
    text = comment.comment({"dev/networking": refused, "dev/backup": forged, "prod/backup": "error: no plan", "x": ""})
    assert "| `dev/networking` | Plan: 5 to add | REFUSED: 1 error; 1 plan, 24 requests predicted |" in text
    assert "| `dev/backup` | Plan: 1 to add | PASSED: no findings |" in text
    assert "| `prod/backup` | no summary: see the log | error: no plan |" in text
    assert "| `x` | no summary: see the log | not judged |" in text


def test_a_plan_that_cannot_be_shown_is_not_judged(tmp_path: Path) -> None:
    (tmp_path / "terraform/live/dev/networking").mkdir(parents=True)
    fake = tmp_path / "bin"
    fake.mkdir()
    (fake / "terraform").write_text("#!/bin/sh\nexit 1\n", "utf-8")
    (fake / "terraform").chmod(0o755)
    done = bash(
        PROJECT / "terraform/pipelines/gate.sh", tmp_path, fake, ROOT="dev/networking", ACCOUNT_ID="222222222222"
    )
    assert done.returncode != 0
    assert not list((tmp_path / "terraform/live/dev/networking").iterdir())


def test_the_hook_takes_plans_and_runs_by_hand_or_before_a_push() -> None:
    hooks = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (hook,) = [one for one in hooks if one["id"] == "guardrails-plan"]
    assert hook["stages"] == ["manual", "pre-push"]
    taken = ("plan.json", "live/dev/plan.json", "dev.tfplan.json")
    passed_over = ("myplan.json", "plan.json.bak", "tfplan.jsonl", "plans/dev.json")
    assert all(re.search(hook["files"], name) for name in taken)
    assert not any(re.search(hook["files"], name) for name in passed_over)
