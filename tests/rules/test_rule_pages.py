"""The page of every rule that Checkov and cfn-lint run is whole; a check's example fails, its mended form passes.

Each block of `hcl` is a root of its own, scanned by stock Checkov; a first line `# account: Prod` says for which
account it is. What an example needs around it stands in it. `test_cfn_lint_rules.py` runs the examples of templates.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from typing import Any, Final

import pytest

from guardrails.commands.pages import Page, page
from guardrails.files.rule_files import CHECKOV
from guardrails.files.tool_rules import tool_rules
from guardrails.model.finding import Rule
from tests.rules.fixtures import CHECKS, REPOSITORY, checkov_python

HEADINGS: Final = ["", "What it does", "Why it matters", "Example", "Use instead", "How to fix", "Sources"]
SECTIONS: Final = ("Example", "Use instead")
KNOWN = tool_rules()
ACCOUNT = re.compile(r"# account: (\w+)")


CHECKS_OF_OURS = [rule for id, rule in KNOWN.rules.items() if KNOWN.about[id].tool == CHECKOV]


def name_of(rule: Rule) -> str:
    return f"{rule.id}-{rule.slug}"


def blocks() -> Iterator[tuple[str, str, str]]:
    """Each block of the checks' pages: a name (`CKV_LZ_005/Example/0`), the id of its rule, its text."""
    for rule in CHECKS_OF_OURS:
        for section in SECTIONS:
            for at, (kind, text) in enumerate(page(rule.id).blocks(section)):
                if kind == "hcl":
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
    for name, id, text in blocks():
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


@pytest.mark.parametrize("rule", CHECKS_OF_OURS, ids=name_of)
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
