"""The hooks under the real pre-commit: a scratch repository that uses this checkout as its hook repository."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.rules.fixtures import checkov_python
from tests.unit.commands.checking.landing_zone import put_project
from tests.unit.lint.project import project_from

PROJECT = Path(__file__).parents[2]
HOOKS: list[dict[str, Any]] = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8"))
PARTS = ("guardrails", "scps", "rules", "reports", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
"""What of the checkout a hook environment is built from."""

ACTIONS = ["organizations:LeaveOrganization", "organizations:AcceptHandshake"]
LEAVE = {"Sid": "DenyLeaving", "Effect": "Deny", "Action": ACTIONS, "Resource": "*"}
GOOD = {"Version": "2012-10-17", "Statement": [LEAVE]}
BAD = {"Version": "2012-10-17", "Statement": [{**LEAVE, "Sid": "deny leaving"}]}


@dataclass(frozen=True)
class Hooks:
    """A hook repository at a revision, and the cache that pre-commit built its environment in."""

    repository: Path
    revision: str
    cache: Path

    def used_in(self, folder: Path, *hooks: str) -> None:
        """Make a folder a git repository that uses the hooks, with everything in it staged."""
        used = [{"id": hook} for hook in hooks]
        repository = {"repo": str(self.repository), "rev": self.revision, "hooks": used}
        (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [repository]}), "utf-8")
        git(folder, "init", "--quiet")
        git(folder, "add", "--all")

    def run(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `pre-commit run` there."""
        return pre_commit(folder, self.cache, "run", "--color", "never", *arguments)


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def pre_commit(folder: Path, cache: Path, *words: str) -> subprocess.CompletedProcess[str]:
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *words],
        cwd=folder,
        env={**outer, "PRE_COMMIT_HOME": str(cache)},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Hooks:
    folder = tmp_path_factory.mktemp("hooks")
    repository = folder / "repository"
    repository.mkdir()
    for part in PARTS:
        source = PROJECT / part
        if source.is_dir():
            shutil.copytree(source, repository / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, repository / part)
    git(repository, "init", "--quiet")
    git(repository, "add", "--all", "--force")
    git(repository, "commit", "--quiet", "--message", "snapshot")
    made = Hooks(repository, git(repository, "rev-parse", "HEAD"), folder / "cache")
    first = folder / "first"
    first.mkdir()
    made.used_in(first, *(hook["id"] for hook in HOOKS if "additional_dependencies" not in hook))
    done = pre_commit(first, made.cache, "install-hooks")
    if done.returncode != 0 and "CI" not in os.environ and is_offline(made.cache):
        pytest.skip("pre-commit could not install the hooks: no package registry")
    assert done.returncode == 0, done.stdout + done.stderr
    return made


def is_offline(cache: Path) -> bool:
    log = cache / "pre-commit.log"
    words = r"Could not find a version|Failed to establish a new connection|Temporary failure in name resolution"
    return log.is_file() and re.search(words, log.read_text("utf-8")) is not None


def write(folder: Path, **files: object) -> None:
    (folder / "scps").mkdir(exist_ok=True)
    for name, value in files.items():
        (folder / "scps" / f"{name}.json").write_text(json.dumps(value, indent=2) + "\n", "utf-8")


def test_a_bad_policy_fails_and_a_good_one_passes(hooks: Hooks, tmp_path: Path) -> None:
    write(tmp_path, good=GOOD)
    (tmp_path / "package.json").write_text("{}", "utf-8")
    hooks.used_in(tmp_path, "guardrails-scp")
    passed = hooks.run(tmp_path, "--all-files")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert re.search(r"guardrails check \(SCPs and RCPs\)\.+Passed", passed.stdout)

    write(tmp_path, bad=BAD)
    git(tmp_path, "add", "--all")
    failed = hooks.run(tmp_path, "--all-files")
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert "scps/bad.json" in failed.stdout
    assert "LINT-005" in failed.stdout
    assert "scps/good.json" not in failed.stdout


def test_only_what_changed_is_looked_at(hooks: Hooks, tmp_path: Path) -> None:
    write(tmp_path, bad=BAD)
    hooks.used_in(tmp_path, "guardrails-scp")
    git(tmp_path, "commit", "--quiet", "--no-verify", "--message", "before the hook was there")
    write(tmp_path, good=GOOD)
    git(tmp_path, "add", "--all")
    done = hooks.run(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout


def test_a_file_that_cannot_be_read_does_not_pass(hooks: Hooks, tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "scps" / "broken.json").write_text('{"Version": "2012-10-17", "Statement": [', "utf-8")
    hooks.used_in(tmp_path, "guardrails-scp")
    done = hooks.run(tmp_path, "--all-files")
    assert done.returncode == 1, done.stdout
    assert "scps/broken.json" in done.stdout


def test_a_json_file_that_is_no_policy_is_no_reason_to_fail(hooks: Hooks, tmp_path: Path) -> None:
    write(tmp_path, package={"name": "x", "version": "1.0.0"})
    hooks.used_in(tmp_path, "guardrails-scp")
    done = hooks.run(tmp_path, "--all-files")
    assert done.returncode == 0, done.stdout


def test_the_organization_is_checked_whole_and_rendered_files_must_be_current(hooks: Hooks, tmp_path: Path) -> None:
    project_from(tmp_path, {}, {"deny-leaving": GOOD})
    shown = [sys.executable, "-m", "guardrails", "render", "--root", str(tmp_path)]
    subprocess.run(shown, cwd=PROJECT, check=True, capture_output=True, timeout=60)
    hooks.used_in(tmp_path, "guardrails-organization", "guardrails-rendered")
    passed = hooks.run(tmp_path, "--all-files")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert passed.stdout.count("Passed") == 2

    stricter = {**GOOD, "Statement": [{**LEAVE, "Action": [*ACTIONS, "account:CloseAccount"]}]}
    write(tmp_path, **{"deny-leaving": stricter})
    git(tmp_path, "add", "--all")
    stale = hooks.run(tmp_path, "guardrails-rendered", "--all-files")
    assert stale.returncode == 1, stale.stdout
    assert "deny-leaving" in stale.stdout

    write(tmp_path, **{"deny-leaving": BAD})
    git(tmp_path, "add", "--all")
    failed = hooks.run(tmp_path, "guardrails-organization", "--all-files")
    assert failed.returncode == 1, failed.stdout
    assert "scps/deny-leaving.json" in failed.stdout


def test_plans_are_judged_by_hand_or_before_a_push_and_never_at_a_commit(hooks: Hooks, tmp_path: Path) -> None:
    plans = PROJECT / "tests" / "terraform" / "plans"
    shutil.copy(plans / "live-dev-networking.json", tmp_path / "plan.json")
    shutil.copytree(PROJECT / "scps", tmp_path / "scps")
    hooks.used_in(tmp_path, "guardrails-plan")
    configured(tmp_path, args=["--account", "Dev"])
    by_hand = ("--hook-stage", "manual", "--all-files")
    passed = hooks.run(tmp_path, *by_hand)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "Passed" in passed.stdout
    shutil.copy(plans / "accelerator-instance.json", tmp_path / "plan.json")
    failed = hooks.run(tmp_path, *by_hand)
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert "gpu-cap#CapRunInstances" in failed.stdout
    assert "gpu-cap" not in hooks.run(tmp_path, "--all-files").stdout


def configured(folder: Path, **options: object) -> None:
    """Give the only hook of a folder's configuration these options."""
    config = folder / ".pre-commit-config.yaml"
    used = yaml.safe_load(config.read_text("utf-8"))
    used["repos"][0]["hooks"][0] |= options
    config.write_text(yaml.safe_dump(used), "utf-8")
    git(folder, "add", "--all")


def test_changed_terraform_is_looked_at_with_the_roots_that_call_it(
    hooks: Hooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a Checkov that is there already: installing one takes a minute and 290 MB."""
    monkeypatch.setenv("GUARDRAILS_CHECKOV", "1")
    monkeypatch.setenv("GUARDRAILS_CHECKOV_PYTHON", str(checkov_python()))
    put_project(tmp_path)
    hooks.used_in(tmp_path, "guardrails-terraform")
    configured(tmp_path, additional_dependencies=[], args=["--no-stock-checks"], verbose=True)
    git(tmp_path, "commit", "--quiet", "--no-verify", "--message", "before the hook was there")
    (tmp_path / "terraform/modules/addresses/gpu.tf").write_text(
        'resource "aws_instance" "big" {\n  ami           = "ami-1"\n  instance_type = "p3.16xlarge"\n}\n', "utf-8"
    )
    git(tmp_path, "add", "--all")
    failed = hooks.run(tmp_path)
    assert failed.returncode == 1, failed.stdout + failed.stderr
    both = "terraform/live/dev/networking, terraform/live/prod/networking"
    assert f"Checkov looks at 2 roots of Terraform: {both}\n" in failed.stdout
    assert "terraform/modules/addresses/gpu.tf:1:1" in failed.stdout
    assert failed.stdout.count("error[CKV_LZ_005]") == 1


def test_changed_templates_are_put_to_cfn_lint(hooks: Hooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUARDRAILS_CFN_LINT", "1")
    monkeypatch.setenv("GUARDRAILS_CFN_LINT_PYTHON", sys.executable)
    put_project(tmp_path)
    (tmp_path / "blueprints").mkdir()
    template = {"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"Robot": {"Type": "AWS::IAM::User"}}}
    (tmp_path / "blueprints/robot.yaml").write_text(yaml.safe_dump(template), "utf-8")
    hooks.used_in(tmp_path, "guardrails-cfn")
    configured(tmp_path, additional_dependencies=[])
    failed = hooks.run(tmp_path, "--all-files")
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert "error[E9101]" in failed.stdout


def test_waivers_that_expired_fail_the_hook(hooks: Hooks, tmp_path: Path) -> None:
    row = {"rule": "CKV_LZ_005", "address": "*", "owner": "ml", "reason": "a test", "expires": "2099-01-31"}
    put_project(tmp_path)
    (tmp_path / "rules").mkdir()
    file = tmp_path / "rules" / "waivers.yaml"
    file.write_text(yaml.safe_dump({"waivers": [row]}), "utf-8")
    hooks.used_in(tmp_path, "guardrails-waivers")
    passed = hooks.run(tmp_path, "--all-files")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    file.write_text(yaml.safe_dump({"waivers": [{**row, "expires": "2026-01-31"}]}), "utf-8")
    git(tmp_path, "add", "--all")
    failed = hooks.run(tmp_path, "--all-files")
    assert failed.returncode == 1
    assert "WVR-002" in failed.stdout


@pytest.mark.parametrize(
    ("file", "hooks_that_run"),
    [
        ("scps/a.json", ["guardrails-scp", "guardrails-organization", "guardrails-rendered"]),
        ("org/rcps/a/b.jsonc", ["guardrails-scp"]),
        ("policies/deny-root_scp.json", ["guardrails-scp"]),
        ("scp.tf", ["guardrails-scp", "guardrails-terraform"]),
        ("service-control-policies/a.json", ["guardrails-scp"]),
        ("scps/organization.yaml", ["guardrails-organization", "guardrails-rendered"]),
        ("organization.yaml", ["guardrails-organization", "guardrails-rendered"]),
        ("scps/rendered/a.json", ["guardrails-organization", "guardrails-rendered"]),
        ("live/dev/plan.json", ["guardrails-plan"]),
        ("terraform/modules/network/main.tf", ["guardrails-terraform"]),
        ("terraform/live/dev/x.auto.tfvars.json", ["guardrails-terraform"]),
        ("terraform/live/dev/main.tf.json", ["guardrails-terraform"]),
        ("terraform/modules/network/tests/x.tftest.hcl", []),
        ("terraform/blueprints/sandbox.yaml", ["guardrails-cfn"]),
        ("stacks/vpc.template.yaml", ["guardrails-cfn"]),
        ("rules/waivers.yaml", ["guardrails-waivers"]),
        ("rules/baseline.yaml", []),
        ("package.json", []),
        ("mscps.json", []),
        ("docs/scp.md", []),
        ("other/organization.yaml", []),
    ],
)
def test_each_hook_runs_on_its_own_files(file: str, hooks_that_run: list[str]) -> None:
    wanted = [hook["id"] for hook in HOOKS if re.search(hook["files"], file)]
    excluded = [hook["id"] for hook in HOOKS if "exclude" in hook and re.search(hook["exclude"], file)]
    assert [hook for hook in wanted if hook not in excluded] == hooks_that_run


def test_the_hooks_are_serial_and_say_which_pre_commit_they_need() -> None:
    assert [hook["id"] for hook in HOOKS] == [
        "guardrails-scp",
        "guardrails-organization",
        "guardrails-rendered",
        "guardrails-terraform",
        "guardrails-cfn",
        "guardrails-waivers",
        "guardrails-plan",
    ]
    for hook in HOOKS:
        assert hook["require_serial"] is True
        assert hook["language"] == "python"
        assert hook["minimum_pre_commit_version"] == "3.2.0"


def test_only_the_hooks_that_need_a_scanner_install_one_and_only_that_of_terraform_starts_checkov() -> None:
    wanted = {hook["id"]: hook["additional_dependencies"] for hook in HOOKS if "additional_dependencies" in hook}
    assert wanted == {"guardrails-terraform": ["checkov>=3.3,<3.4"], "guardrails-cfn": ["cfn-lint>=1.52,<2"]}
    named = [
        hook for hook in HOOKS if hook["entry"].startswith("guardrails check") and hook.get("pass_filenames", True)
    ]
    assert [hook["id"] for hook in named if "--no-checkov" not in hook["entry"]] == ["guardrails-terraform"]
    assert [hook["id"] for hook in named if "--no-cfn-lint" not in hook["entry"]] == ["guardrails-cfn"]
