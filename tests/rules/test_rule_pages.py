"""The page of every rule that Checkov and cfn-lint run: its example fails with the real tool, its mended form passes.

Blocks of `hcl` are roots of their own, blocks of `yaml` are templates. A first line `# account: Prod` says for which
account a block is. What an example needs around it stands in it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from guardrails.commands.pages import Page, page
from guardrails.files.tool_rules import CFN_LINT, CHECKOV, tool_rules
from guardrails.model.finding import Rule
from tests.rules.fixtures import CHECKS, REPOSITORY, checkov_python

HEADINGS: Final = ["", "What it does", "Why it matters", "Example", "Use instead", "How to fix", "Sources"]
SECTIONS: Final = ("Example", "Use instead")
KNOWN = tool_rules()
ACCOUNT = re.compile(r"# account: (\w+)")


def of_tool(tool: str) -> list[Rule]:
    return [rule for id, rule in KNOWN.rules.items() if KNOWN.about[id].tool == tool]


def name_of(rule: Rule) -> str:
    return f"{rule.id}-{rule.slug}"


def blocks(tool: str) -> Iterator[tuple[str, str, str]]:
    """Each block of the pages: a name that says which (`CKV_LZ_005/Example/0`), the id of its rule, its text."""
    language = {CHECKOV: "hcl", CFN_LINT: "yaml"}[tool]
    for rule in of_tool(tool):
        for section in SECTIONS:
            for at, (kind, text) in enumerate(page(rule.id).blocks(section)):
                if kind == language:
                    yield f"{rule.id}/{section}/{at}", rule.id, text


@pytest.mark.parametrize("rule", KNOWN.rules.values(), ids=name_of)
def test_a_page_has_all_headings_and_says_where_it_is_from(rule: Rule) -> None:
    one: Page = page(rule.id)
    assert [name for name in one.sections if name != "Limits"] == HEADINGS
    assert one.sections[""] == rule.summary
    assert all(one.sections.values())
    for line in one.sections["Sources"].replace("\n  ", " ").splitlines():
        assert re.match(r"- https://\S+ \((19|20)\d\d-\d\d\)", line), line
    language = "hcl" if KNOWN.about[rule.id].tool == CHECKOV else "yaml"
    for section in SECTIONS:
        assert language in [kind for kind, _ in one.blocks(section)], f"{section} has no {language}"


@pytest.fixture(scope="module")
def checkov(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """What stock Checkov says of every block, by the name of the block."""
    folder = tmp_path_factory.mktemp("pages")
    cases = []
    for name, id, text in blocks(CHECKOV):
        root = folder / name.replace(" ", "-")
        root.mkdir(parents=True)
        (root / "main.tf").write_text(text, "utf-8")
        told = ACCOUNT.match(text)
        cases.append({"name": name, "hcl": str(root), "account": told[1] if told else "", "only": [id]})
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
    found: dict[str, list[dict[str, Any]]] = {case["name"]: [] for case in cases}
    for row in json.loads(run.stdout)["results"]:
        found[row["name"]].append(row)
    return found


def said(rows: list[dict[str, Any]]) -> str:
    return "; ".join(f"{row['address']}: {row['result']} {row['details']}" for row in rows) or "nothing at all"


@pytest.mark.parametrize("rule", of_tool(CHECKOV), ids=name_of)
def test_the_example_of_a_check_fails_and_the_mended_one_passes(
    rule: Rule, checkov: dict[str, list[dict[str, Any]]]
) -> None:
    file, wrong = KNOWN.about[rule.id].file, []
    for name, rows in checkov.items():
        if name.startswith(f"{rule.id}/"):
            answers = {row["result"] for row in rows if row["result"] != "UNKNOWN" or row["keys"]}
            section = name.split("/")[1]
            wanted = "FAILED" in answers and "ERROR" not in answers if section == "Example" else answers == {"PASSED"}
            if not wanted:
                wrong.append(f"`{section}` in the docstring of rules/{file} gives {said(rows)}")
    assert not wrong, "\n".join(wrong)


@pytest.fixture(scope="module")
def cfn_lint(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The ids that cfn-lint reports for every block, by the name of the block."""
    pytest.importorskip("cfnlint")
    folder = tmp_path_factory.mktemp("templates")
    files: dict[str, dict[str, str]] = {}
    for name, _, text in blocks(CFN_LINT):
        told = ACCOUNT.match(text)
        file = folder / f"{name.replace('/', '-').replace(' ', '-')}.yaml"
        file.write_text(text, "utf-8")
        files.setdefault(told[1] if told else "", {})[str(file)] = name
    found: dict[str, set[str]] = {name: set() for some in files.values() for name in some.values()}
    for account, names in files.items():
        for row in linted(list(names), account):
            found[names[row["Filename"]]].add(row["Rule"]["Id"])
    return found


def linted(files: list[str], account: str) -> list[dict[str, Any]]:
    command = [Path(sys.executable).parent / "cfn-lint", "-a", "rules/cfn_lint", "-f", "json", "-r", "us-east-1", "-t"]
    told = {"GUARDRAILS_SETTINGS": str(REPOSITORY / "rules" / "settings.json"), "GUARDRAILS_ACCOUNT": account}
    run = subprocess.run(
        [*command, *files], capture_output=True, text=True, cwd=REPOSITORY, env={**os.environ, **told}, timeout=300
    )
    assert run.stdout.startswith("["), run.stderr[-2000:]
    rows: list[dict[str, Any]] = json.loads(run.stdout)
    return rows


@pytest.mark.parametrize("rule", of_tool(CFN_LINT), ids=name_of)
def test_the_example_of_a_blueprint_fails_and_the_mended_one_passes(rule: Rule, cfn_lint: dict[str, set[str]]) -> None:
    wrong = [
        f"`{name.split('/')[1]}` in the docstring of rules/{KNOWN.about[rule.id].file} gives {sorted(ids) or 'nothing'}"
        for name, ids in cfn_lint.items()
        if name.startswith(f"{rule.id}/")
        and ((rule.id in ids) is not (name.split("/")[1] == "Example") or any(id.startswith("E0") for id in ids))
    ]
    assert not wrong, "\n".join(wrong)
