"""An exception of an account opens CKV_LZ_007 for that account, until it expires."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.rules.fixtures import CHECKS, REPOSITORY, checkov_python

USER = 'resource "aws_iam_user" "machine" {\n  name = "MM-dev-use1-user-ci"\n}\n'


def answer(folder: Path, account: str, expires: str, policy: str = "no-static-credentials") -> str:
    """What stock Checkov says of an IAM user when Dev has an exception to that policy, for code of an account."""
    (folder / "main.tf").write_text(USER, "utf-8")
    settings = json.loads((REPOSITORY / "rules" / "settings.json").read_text("utf-8"))
    settings["exceptions"] = [{"policy": policy, "accounts": ["Dev"], "expires": expires}]
    (folder / "settings.json").write_text(json.dumps(settings), "utf-8")
    case = {"name": "user", "hcl": str(folder), "plan": None, "account": account}
    run = subprocess.run(
        [checkov_python(), "-I", "tests/rules/plain_checkov.py"],
        input=json.dumps({"checks": str(CHECKS), "cases": [case], "only": ["CKV_LZ_007"]}),
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, "GUARDRAILS_SETTINGS": str(folder / "settings.json")},
        timeout=120,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    (found,) = json.loads(run.stdout)["results"]
    return str(found["result"])


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
    tmp_path: Path, account: str, expires: str, policy: str, wanted: str
) -> None:
    assert answer(tmp_path, account, expires, policy) == wanted
