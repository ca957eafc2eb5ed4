"""A small project with a ledger that holds, for tests that break one thing about it."""

from __future__ import annotations

import copy
import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from guardrails.cli import run
from guardrails.files import evidence

FILES = {
    "network/main.tf": 'resource "aws_vpc" "main" {\n  cidr_block = var.cidr\n}\n\nvariable "cidr" {}\n',
    "network/tests/sizes.tftest.hcl": 'run "the CIDR is 10.1.0.0/16" {\n  command = plan\n}\n',
    "docs/runbook.md": "# Runbook\n\n## Fail over\n\n```\n## not a heading\n```\n",
    "policies/deny.json": '{"Statement": [{"Sid": "DenyAll", "Effect": "Deny"}]}',
    "cases/deny.yaml": "scenarios:\n- id: S-1\n  note: nobody may\n  request: x\n",
    "ci.yaml": "jobs:\n  plan:\n    steps:\n    - name: gate\n      run: x\n",
    "tests/test_all.py": (
        "import pytest\n\nLIMIT = 3\n\n\ndef test_one():\n    pass\n\n\n"
        '@pytest.mark.parametrize("n", ["a", "b"])\ndef test_many(n):\n    pass\n\n\n'
        '@pytest.mark.parametrize("n", [1, pytest.param(2, id="two")])\n'
        '@pytest.mark.parametrize("m", [("x", 4)])\ndef test_both(m, n):\n    pass\n\n\n'
        "class TestThings:\n    async def test_inside(self):\n        pass\n\n\n"
        '@pytest.mark.skip(reason="slow")\ndef test_later():\n    pass\n\n\n'
        "@pytest.mark.skip\nclass TestLater:\n    def test_inside(self):\n        pass\n"
    ),
    "tests/shared.py": "def test_nobody_runs():\n    pass\n",
}

LEDGER: dict[str, Any] = {
    "title": "Requirements of a small project",
    "series": [{"name": "REQ", "title": "What was asked for", "ids": ["REQ-1..REQ-3", "EXTRA"]}],
    "rows": [
        {
            "id": "REQ-1",
            "what": "One network",
            "status": "covered",
            "artefacts": ["network", "network/main.tf#aws_vpc.main", "network/main.tf#variable.cidr", "LINT-011"],
            "tests": ["network/tests/sizes.tftest.hcl::the CIDR is 10.1.0.0/16", "tests/test_all.py::test_one"],
        },
        {
            "id": "REQ-2",
            "what": "Nobody may",
            "status": "partly",
            "reason": "only the first half",
            "artefacts": [
                "policies/deny.json#DenyAll",
                "ci.yaml#jobs.plan.steps.gate",
                "tests/test_all.py#LIMIT",
                "tests/shared.py",
            ],
            "tests": [
                "cases/deny.yaml::S-1",
                "cases/deny.yaml::nobody may",
                "tests/test_all.py::test_many[b]",
                "tests/test_all.py::test_both[x-4-two]",
                "tests/test_all.py::TestThings::test_inside",
            ],
        },
        {
            "id": "REQ-3",
            "what": "A runbook",
            "status": "documented",
            "reason": "for people",
            "artefacts": ["docs/runbook.md#fail-over"],
        },
        {"id": "EXTRA", "what": "Much later", "status": "planned", "reason": "the next version shows it"},
    ],
}


def ledger(**changes: Any) -> dict[str, Any]:
    """The ledger with top-level keys replaced."""
    return {**copy.deepcopy(LEDGER), **changes}


def row(at: int, **changes: Any) -> dict[str, Any]:
    """The ledger with keys of one row replaced."""
    changed = ledger()
    changed["rows"][at].update(changes)
    return changed


def project(folder: Path, content: Any = None) -> Path:
    """Write the project with that ledger (default: the one that holds); text is written as it is."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    shown = content if isinstance(content, str) else yaml.safe_dump(content or LEDGER, sort_keys=False)
    (folder / "requirements.yaml").write_text(shown, encoding="utf-8")
    return folder


class Result(NamedTuple):
    """How a run ended, and what it printed on both streams."""

    exit_code: int
    output: str


def trace(folder: Path, *words: str) -> Result:
    """Run the command on a project; what earlier runs read is forgotten."""
    evidence.forget()
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        code = run(["trace", "--root", str(folder), *words])
    return Result(code, printed.getvalue())
