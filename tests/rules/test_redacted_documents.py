"""What stock Checkov says of a plan, it says of the document that we rebuild of the redacted plan."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from guardrails.terraform.reading.plan_file import NotAPlan, read_plan
from guardrails.terraform.redacted import plan_document
from tests.rules.fixtures import REPOSITORY, checkov_python

PLANS = REPOSITORY / "tests" / "terraform" / "plans"
REFUSED = ("errored", "targeted")
"""Plans that are no complete ones: nothing is scanned."""

Row = tuple[str, str, str]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[set[Row], set[Row]]]:
    """What all stock AWS checks say of each plan, and of the document made of it."""
    folder = tmp_path_factory.mktemp("documents")
    cases = []
    for file in sorted(PLANS.glob("*.json")):
        try:
            plan = read_plan(file)
        except NotAPlan:
            continue
        made = folder / file.name
        made.write_text(json.dumps(plan_document(plan)), "utf-8")
        cases += [(f"{file.stem} plan", file), (f"{file.stem} document", made)]
    told = {"cases": [{"name": name, "plan": str(file)} for name, file in cases]}
    script = Path(__file__).with_name("stock_plan_checks.py")
    run = subprocess.run(
        [str(checkov_python()), str(script)], input=json.dumps(told), capture_output=True, text=True, timeout=600
    )
    assert run.returncode == 0, run.stderr[-2000:]
    found: dict[str, set[Row]] = {name: set() for name, _ in cases}
    for row in json.loads(run.stdout):
        found[row["name"]].add((row["check"], row["address"], row["result"]))
    return {name[:-5]: (rows, found[f"{name[:-5]} document"]) for name, rows in found.items() if name.endswith(" plan")}


def test_every_plan_is_compared(answers: dict[str, Any]) -> None:
    assert set(answers) == {one.stem for one in PLANS.glob("*.json")} - set(REFUSED)
    assert sum(len(rows) for rows, _ in answers.values()) > 2_000


def test_the_document_gets_the_answers_of_the_plan(answers: dict[str, tuple[set[Row], set[Row]]]) -> None:
    different = {name: sorted(plan ^ document) for name, (plan, document) in answers.items() if plan != document}
    assert different == {}
