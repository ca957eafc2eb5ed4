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
