"""With its shortcuts the worker says what stock Checkov says: of every plan and of folders of code, check by check."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from guardrails.model.scan import Scan
from guardrails.runners.checkov import Checkov
from tests.rules.fixtures import CHECKS, FIXTURES, REPOSITORY, checkov_python

SETTINGS: Final = REPOSITORY / "rules" / "settings.json"
PLANS: Final = (
    *sorted((REPOSITORY / "tests" / "terraform" / "plans").glob("*.json")),
    *sorted(FIXTURES.rglob("plan.json")),
)
FOLDERS: Final = (
    REPOSITORY / "terraform" / "live" / "dev" / "networking",
    REPOSITORY / "terraform" / "live" / "management" / "bootstrap",
    REPOSITORY / "tests" / "rules" / "skips",
    *(
        REPOSITORY / "tests" / "terraform" / "fixtures" / one
        for one in ("checks", "unencrypted-unlogged", "two-regions")
    ),
)
INPUTS: Final = tuple(str(one) for one in (*PLANS, *FOLDERS))

Row = tuple[str, str, str, tuple[str, ...]]

LIST_IDS: Final = """
import re, checkov
from pathlib import Path
checks = Path(checkov.__file__).parent / "terraform" / "checks"
for file in [*checks.rglob("*.py"), *checks.rglob("*.yaml")]:
    if file.parent.name == "aws":
        print(*re.findall(r"\\bCKV2?_AWS_\\d+\\b", file.read_text("utf-8")))
"""


@pytest.fixture(scope="module")
def ids() -> list[str]:
    """Every check that the worker has: Checkov's own for AWS, and ours."""
    run = subprocess.run([checkov_python(), "-c", LIST_IDS], capture_output=True, text=True, check=True, timeout=60)
    ours = {one for file in CHECKS.glob("guardrail_*.py") for one in re.findall(r'"id": "(\w+)"', file.read_text())}
    return sorted({*run.stdout.split(), *ours})


@pytest.fixture(scope="module")
def stock(ids: list[str]) -> dict[str, set[Row]]:
    """What stock Checkov says, in a process without a shortcut."""
    told = {"checks": str(CHECKS), "plans": [str(one) for one in PLANS], "folders": [str(one) for one in FOLDERS]}
    run = subprocess.run(
        [checkov_python(), "tests/rules/stock_checkov.py"],
        input=json.dumps({**told, "ids": ids}),
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, "GUARDRAILS_SETTINGS": str(SETTINGS), "GUARDRAILS_ACCOUNT": ""},
        timeout=600,
    )
    assert run.returncode == 0, run.stderr[-4000:]
    return {name: {row(*one) for one in rows} for name, rows in json.loads(run.stdout).items()}


@pytest.fixture(scope="module")
def alone(ids: list[str]) -> dict[str, set[Row]]:
    """What our worker says of plans with our checks alone: without edges, with the nodes made when they are needed."""
    own = [one for one in ids if one.startswith("CKV_LZ_")]
    with Checkov(checkov_python(), [CHECKS], SETTINGS, own) as checkov:
        for plan in PLANS:
            checkov.submit_plan(str(plan), plan.read_bytes(), "", {})
        return {str(plan): rows(checkov.result(str(plan))) for plan in PLANS}


@pytest.fixture(scope="module")
def ours(ids: list[str]) -> dict[str, set[Row]]:
    """What our worker says, one process for all inputs."""
    with Checkov(checkov_python(), [CHECKS], SETTINGS, ids) as checkov:
        for plan in PLANS:
            checkov.submit_plan(str(plan), plan.read_bytes(), "", {})
        for folder in FOLDERS:
            checkov.submit_sources(str(folder), folder, "")
        return {name: rows(checkov.result(name)) for name in INPUTS}


def row(check: str, address: str, result: str, keys: list[str]) -> Row:
    return check, address, result, tuple(keys)


def rows(scan: Scan) -> set[Row]:
    return {(one.check, one.address, one.answer.value, one.keys) for one in scan.records}


@pytest.mark.parametrize("name", INPUTS, ids=lambda one: str(Path(one).relative_to(REPOSITORY)))
def test_the_worker_says_what_stock_checkov_says(name: str, stock: Any, ours: Any) -> None:
    assert ours[name] - stock[name] == set()
    assert stock[name] - ours[name] == set()


@pytest.mark.parametrize("name", [str(one) for one in PLANS], ids=lambda one: str(Path(one).relative_to(REPOSITORY)))
def test_our_checks_say_the_same_alone(name: str, stock: Any, alone: Any) -> None:
    assert alone[name] == {one for one in stock[name] if one[0].startswith("CKV_LZ_")}


def test_the_inputs_make_checks_speak(stock: dict[str, set[Row]]) -> None:
    every = [one for rows in stock.values() for one in rows]
    assert len(every) > 3000
    assert {one[2] for one in every} == {"passed", "failed", "unknown", "skipped"}
