"""The pipeline's script with real Terraform: plan, apply the saved plan, plan again; roots without any provider."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from guardrails.rehearsal.installation import terraform_binary
from tests.terraform.pipeline_scripts import FOLDER

NETWORK = """
terraform {
  backend "local" {}
}
resource "terraform_data" "vpc" {
  input = "vpc-0123456789abcdef0"
}
output "vpc_id" {
  value = terraform_data.vpc.output
}
"""
PLATFORM = """
terraform {
  backend "local" {}
}
variable "vpc_id" {
  type = string
}
variable "secret" {
  type      = string
  default   = "tskey-0123456789"
  sensitive = true
}
resource "terraform_data" "group" {
  input = { vpc = var.vpc_id, key = var.secret }
}
"""


@pytest.fixture
def checkout(tmp_path: Path, plugins: Path) -> Path:
    """A checkout with two roots, the second of which takes the VPC of the first; both initialized."""
    for root, text in (("dev/networking", NETWORK), ("dev/model-platform", PLATFORM)):
        folder = tmp_path / "terraform/live" / root
        folder.mkdir(parents=True)
        (folder / "main.tf").write_text(text, "utf-8")
        (folder / "backend.hcl").write_text('path = "kept.tfstate"\n', "utf-8")
        terraform(tmp_path, root, "init", "-input=false", "-backend-config=backend.hcl")
    return tmp_path


def run(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    path = f"{terraform_binary().parent}:{os.environ['PATH']}"
    env = {
        "PATH": path,
        "HOME": str(folder),
        "CHECKPOINT_DISABLE": "1",
        "GUARDRAILS_CHECKOV": "0",
        "GITHUB_OUTPUT": str(folder / "outputs"),
    }
    return subprocess.run(command, cwd=folder, env=env | variables, capture_output=True, text=True, timeout=120)


def terraform(folder: Path, root: str, *words: str) -> None:
    done = run(folder, "terraform", f"-chdir=terraform/live/{root}", *words)
    assert done.returncode == 0, done.stderr


def plan(folder: Path, root: str, *words: str, reads: str = "") -> subprocess.CompletedProcess[str]:
    return run(folder, "bash", str(FOLDER / "plan.sh"), *words, ROOT=root, READS=reads)


def test_a_root_is_planned_applied_from_its_plan_and_planned_empty(checkout: Path) -> None:
    """B27, A55."""
    first = plan(checkout, "dev/networking")
    assert first.returncode == 0, first.stderr
    assert (checkout / "outputs").read_text("utf-8") == "name=dev--networking\nchanges=true\n"
    assert "Plan: 1 to add" in (checkout / "text/dev--networking.txt").read_text("utf-8")
    terraform(checkout, "dev/networking", "apply", "-input=false", "approved.tfplan")
    assert plan(checkout, "dev/networking", "--empty").returncode == 0
    assert (checkout / "outputs").read_text("utf-8").endswith("changes=false\n")


def test_what_is_not_idempotent_is_noticed(checkout: Path) -> None:
    """B27: a value that differs at each plan."""
    file = checkout / "terraform/live/dev/networking/main.tf"
    file.write_text(NETWORK.replace('"vpc-0123456789abcdef0"', "timestamp()"), "utf-8")
    plan(checkout, "dev/networking")
    terraform(checkout, "dev/networking", "apply", "-input=false", "approved.tfplan")
    done = plan(checkout, "dev/networking", "--empty")
    assert done.returncode == 1
    assert "is not empty" in done.stderr


def test_a_plan_that_is_older_than_the_state_is_refused(checkout: Path) -> None:
    """A56: what was approved is applied, or nothing."""
    plan(checkout, "dev/networking")
    old = (checkout / "terraform/live/dev/networking/approved.tfplan").read_bytes()
    terraform(checkout, "dev/networking", "apply", "-input=false", "approved.tfplan")
    (checkout / "terraform/live/dev/networking/old.tfplan").write_bytes(old)
    done = run(checkout, "terraform", "-chdir=terraform/live/dev/networking", "apply", "-input=false", "old.tfplan")
    assert done.returncode == 1
    assert "stale" in done.stderr


def test_the_vpc_of_one_root_is_given_to_another_and_secrets_to_nobody(checkout: Path) -> None:
    missing = plan(checkout, "dev/model-platform", reads="dev/networking")
    assert missing.returncode == 1
    assert "dev/networking has no output vpc_id yet" in missing.stderr
    terraform(checkout, "dev/networking", "apply", "-input=false", "-auto-approve")
    done = plan(checkout, "dev/model-platform", reads="dev/networking")
    assert done.returncode == 0, done.stderr
    text = (checkout / "text/dev--model-platform.txt").read_text("utf-8")
    assert "vpc-0123456789abcdef0" in text
    assert "tskey" not in text + done.stdout + done.stderr
