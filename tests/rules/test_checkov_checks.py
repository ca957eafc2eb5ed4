"""Every Checkov check, run by stock Checkov, says what its fixtures' names say: on HCL, and the same on the plan."""

from __future__ import annotations

import ast
import json
import os
import subprocess
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import pytest

from tests.rules.fixtures import CHECKS, REPOSITORY, Root, checkov_python, roots, slugs

ANSWERS: Final = {"pass": "PASSED", "fail": "FAILED", "unknown": "UNKNOWN"}
BY_FORM: Final = {
    "hcl": {**ANSWERS, "hclfail": "FAILED", "hclunknown": "UNKNOWN"},
    "plan": {**ANSWERS, "hclfail": "PASSED", "hclunknown": "PASSED"},
}
"""`hclfail_...`: its fault stands in the code and in no plan (a `lifecycle`). `hclunknown_...`: Checkov does not work
out what stands in the code (a `dynamic` block), and the plan has it."""


@cache
def rule_of(slug: str) -> dict[str, Any]:
    """The literal RULE of a check's file."""
    tree = ast.parse((CHECKS / f"guardrail_{slug.replace('-', '_')}.py").read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "RULE":
            found: dict[str, Any] = ast.literal_eval(node.value)
            return found
    raise LookupError(slug)


@pytest.fixture(scope="module")
def said(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What stock Checkov says of all fixtures; each root is asked for its own check only."""
    chosen = [one for one in roots() if one.slug in slugs()]
    cases = [
        {
            "name": one.name,
            "hcl": str(one.folder),
            "plan": str(one.plan),
            "account": one.account,
            "only": [rule_of(one.slug)["id"]],
        }
        for one in chosen
    ]
    run = subprocess.run(
        [checkov_python(), "-I", "tests/rules/plain_checkov.py"],
        input=json.dumps({"checks": str(CHECKS), "cases": cases, "only": []}),
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, "GUARDRAILS_SETTINGS": str(REPOSITORY / "rules" / "settings.json")},
        timeout=600,
    )
    assert run.returncode == 0, run.stderr[-4000:]
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_every_check_is_loaded_under_its_own_id(said: Mapping[str, Any]) -> None:
    wanted = {f"guardrail_{slug.replace('-', '_')}": {rule_of(slug)["id"]} for slug in slugs()}
    assert {name: set(ids) for name, ids in said["loaded"].items()} == wanted
    ids = Counter(rule_of(slug)["id"] for slug in slugs())
    assert not [id for id, times in ids.items() if times > 1]


@pytest.mark.parametrize("root", roots(), ids=lambda one: one.name)
@pytest.mark.parametrize("form", ["hcl", "plan"])
def test_a_check_answers_as_the_names_say(root: Root, form: str, said: Mapping[str, Any]) -> None:
    rows = [one for one in said["results"] if (one["name"], one["form"]) == (root.name, form)]
    assert rows, "the check looked at nothing"
    wrong = []
    said_here = form in rule_of(root.slug).get("only_on", ["hcl", "plan"])
    for row in rows:
        start = row["address"].rpartition(".")[2].partition("[")[0].partition("_")[0]
        wanted = BY_FORM[form].get(start) if said_here else None
        open_question = row["result"] != "UNKNOWN" or row["keys"]
        if row["result"] != wanted and (wanted or open_question):
            wrong.append(f"{row['address']}: {row['result']} {row['details']}, wanted {wanted or 'nothing'}")
        elif wanted in ("FAILED", "UNKNOWN") and not row["details"]:
            wrong.append(f"{row['address']}: {row['result']} without a message")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("slug", slugs())
def test_a_check_has_fixtures_for_each_answer(slug: str, said: Mapping[str, Any]) -> None:
    names = {one.name for one in roots(slug)}
    rows = [one for one in said["results"] if one["name"] in names]
    seen = {(one["form"], one["result"]) for one in rows}
    wanted = {("hcl", "PASSED"), ("hcl", "FAILED"), ("plan", "PASSED"), ("plan", "FAILED")}
    if rule_of(slug).get("computed", True):
        wanted |= {("hcl", "UNKNOWN"), ("plan", "UNKNOWN")}
    for form in rule_of(slug).get("only_on", ["hcl", "plan"]):
        assert {one for one in wanted if one[0] == form} <= seen
