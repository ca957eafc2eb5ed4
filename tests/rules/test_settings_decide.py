"""What the settings say decides: an exception opens CKV_LZ_007 until it expires, a sandbox takes no accelerator."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.rules.fixtures import CHECKS, REPOSITORY, checkov_python

USER = 'resource "aws_iam_user" "machine" {\n  name = "MM-dev-use1-user-ci"\n}\n'
INSTANCE = 'resource "aws_instance" "one" {\n  ami           = "ami-0"\n  instance_type = "%s"\n}\n'


def answer(folder: Path, check: str, code: str, account: str, settings: dict[str, Any]) -> str:
    """What stock Checkov's check says of the one resource of some code, for an account, under settings."""
    (folder / "main.tf").write_text(code, "utf-8")
    (folder / "settings.json").write_text(json.dumps(settings), "utf-8")
    case = {"name": "one", "hcl": str(folder), "plan": None, "account": account}
    run = subprocess.run(
        [checkov_python(), "-I", "tests/rules/plain_checkov.py"],
        input=json.dumps({"checks": str(CHECKS), "cases": [case], "only": [check]}),
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, "GUARDRAILS_SETTINGS": str(folder / "settings.json")},
        timeout=120,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    (found,) = json.loads(run.stdout)["results"]
    return str(found["result"])


@pytest.fixture
def settings() -> dict[str, Any]:
    """The settings of the reference organization."""
    found: dict[str, Any] = json.loads((REPOSITORY / "rules" / "settings.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize(
    ("account", "expires", "policy", "wanted"),
    [
        ("Dev", "9999-12-31", "no-static-credentials", "PASSED"),
        ("222222222222", "9999-12-31", "no-static-credentials", "PASSED"),
        ("Dev", "2020-01-01", "no-static-credentials", "FAILED"),
        ("Prod", "9999-12-31", "no-static-credentials", "FAILED"),
        ("", "9999-12-31", "no-static-credentials", "FAILED"),
        ("Dev", "9999-12-31", "gpu-cap", "FAILED"),
    ],
)
def test_an_exception_opens_its_account_until_it_expires(
    tmp_path: Path, settings: dict[str, Any], account: str, expires: str, policy: str, wanted: str
) -> None:
    settings["exceptions"] = [{"policy": policy, "accounts": ["Dev"], "expires": expires}]
    assert answer(tmp_path, "CKV_LZ_007", USER, account, settings) == wanted


@pytest.mark.parametrize(
    ("env", "kind", "wanted"),
    [("dev", "p3.2xlarge", "PASSED"), ("sandbox", "p3.2xlarge", "FAILED"), ("sandbox", "m6i.large", "PASSED")],
)
def test_a_sandbox_takes_no_accelerator(
    tmp_path: Path, settings: dict[str, Any], env: str, kind: str, wanted: str
) -> None:
    next(one for one in settings["accounts"] if one["name"] == "Dev")["env"] = env
    assert answer(tmp_path, "CKV_LZ_005", INSTANCE % kind, "Dev", settings) == wanted


STATEMENT = '{ Effect = "Allow", Principal = %s, Action = "sns:Publish", Resource = "*" }'
TOPIC = """variable "given" {}
resource "aws_sns_topic_policy" "one" {
  arn    = "arn:aws:sns:us-east-1:222222222222:a"
  policy = jsonencode({ Version = "2012-10-17", Statement = %s })
}
"""
SERVICE = STATEMENT % '{ Service = "events.amazonaws.com" }'
CHOSEN = STATEMENT % "{ AWS = var.given }"
SHARE = (
    'resource "aws_ram_principal_association" "one" {\n  resource_share_arn = "arn"\n  principal          = "%s"\n}\n'
)
ASSIGNMENT = """resource "aws_ssoadmin_account_assignment" "one" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1111111111111111"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111"
  principal_id       = "11111111-2222-3333-4444-555555555555"
  principal_type     = "GROUP"
  target_id          = "%s"
  target_type        = "AWS_ACCOUNT"
}
"""


@pytest.mark.parametrize(
    ("check", "code", "wanted"),
    [
        ("CKV_LZ_048", TOPIC % f"[{CHOSEN}]", "UNKNOWN"),
        ("CKV_LZ_048", TOPIC % f"concat([{SERVICE}], var.given)", "UNKNOWN"),
        ("CKV_LZ_048", TOPIC % f"[{SERVICE}]", "PASSED"),
        ("CKV_LZ_043", SHARE % "012345678901", "FAILED"),
        ("CKV_LZ_043", SHARE % "222222222222", "PASSED"),
        ("CKV_LZ_041", ASSIGNMENT % "999999999999", "FAILED"),
        ("CKV_LZ_041", ASSIGNMENT % "222222222222", "UNKNOWN"),
    ],
)
def test_what_only_the_code_hides_stays_open(
    tmp_path: Path, settings: dict[str, Any], check: str, code: str, wanted: str
) -> None:
    settings["accounts"] = [one for one in settings["accounts"] if one["id"]]
    settings["access"]["assignments"].append(
        {"group": "Developers", "set": ["DeveloperAccess"], "scope": ["Workloads"]}
    )
    assert answer(tmp_path, check, code, "", settings) == wanted
