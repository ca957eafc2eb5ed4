"""The page of every rule: whole, true to the rule, and its examples do what the page says.

A ```json block is one document, or one statement, linted alone; so is a ```text block with a brace in it. A ```yaml
block makes a small project (its keys are the arguments of `project_from`, and `suppressions`) that is checked whole.
The examples of the rules of files and organizations are tested in `tests/unit/files/test_pages.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.cli import run
from guardrails.commands.pages import MENDED, Page, all_rules, check_rules, page
from guardrails.files.rules.pages import ALL_RULES as OF_FILES
from guardrails.files.suppressions import SUPPRESSION_RULES
from guardrails.gate.waiving import WAIVER_RULES
from guardrails.lint.table import LINTS, lint
from guardrails.model.finding import Rule
from guardrails.model.policy.document import PolicyType
from tests.unit.lint.build import TODAY, alone, subject
from tests.unit.lint.project import project_from
from tests.unit.lint.test_cases import BY_SLUG, cases, surroundings

HEADINGS = ["", "What it does", "Why it matters", "Example", "Use instead", "How to fix", "Sources"]
OF_LINT = [rule for rule, _ in LINTS]
OF_COMMANDS = [
    rule for rule in check_rules() if rule not in (*OF_LINT, *OF_FILES, *WAIVER_RULES) or rule in SUPPRESSION_RULES
]
"""What only the command finds, since it takes the engine and the files, or the findings of all others."""
LONGEST = 90
LONGEST_WITH_BLOCKS = 120
"""Lines of a page; of one about Terraform or CloudFormation, whose examples are whole blocks."""
TOO_LONG_TO_SHOW = {"LINT-003"}
"""The rules whose example only describes a document."""


class Plain(yaml.SafeLoader):
    """Reads `2012-10-17` as text, as the files of a project are read."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [row for row in rows if not row[0].endswith(":timestamp")]
        for first, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def name_of(rule: Rule) -> str:
    return rule.id


@pytest.mark.parametrize("rule", all_rules(), ids=name_of)
def test_a_page_is_whole(rule: Rule) -> None:
    one = page(rule.id)
    names = [name for name in one.sections if name != "Limits"]
    assert names == (HEADINGS if rule in OF_LINT else HEADINGS[: max(6, len(names))])
    assert one.sections[""] == rule.summary, "the page begins with the summary of the rule"
    assert all(one.sections.values())
    of_tool = rule.id.startswith(("CKV_LZ_", "E91", "W91"))
    assert len(one.markdown.splitlines()) <= (LONGEST_WITH_BLOCKS if of_tool else LONGEST)
    assert one.blocks("Example")
    assert one.blocks("Use instead")


@pytest.mark.parametrize("rule", OF_LINT, ids=name_of)
def test_a_page_names_its_sources_with_address_and_month(rule: Rule) -> None:
    for line in page(rule.id).sections["Sources"].splitlines():
        assert line.startswith(("- https://", "  ")), line
    assert "(20" in page(rule.id).sections["Sources"]


@pytest.mark.parametrize("rule", OF_LINT, ids=name_of)
def test_the_example_breaks_the_rule(rule: Rule, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = findings(page(rule.id), "Example", tmp_path, capsys)
    assert found or rule.id in TOO_LONG_TO_SHOW
    for one in found:
        assert rule.id in one, one


@pytest.mark.parametrize("rule", OF_LINT, ids=name_of)
def test_what_to_use_instead_has_no_finding(rule: Rule, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for found in findings(page(rule.id), "Use instead", tmp_path, capsys):
        assert not {id: words for id, words in found.items() if id.startswith("LINT-")}


@pytest.mark.parametrize("rule", OF_COMMANDS, ids=name_of)
def test_the_examples_of_the_rules_of_commands_do_what_they_say(
    rule: Rule, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for found in findings(page(rule.id), "Example", tmp_path / "bad", capsys):
        assert rule.id in found, found
    for found in findings(page(rule.id), "Use instead", tmp_path / "good", capsys):
        assert rule.id not in found, found


@pytest.mark.parametrize("rule", OF_LINT, ids=name_of)
def test_what_is_said_of_fix_is_true_of_the_cases(rule: Rule, tmp_path: Path) -> None:
    check = BY_SLUG[rule.slug]
    rows = [(n, row.values[1]) for n, row in enumerate(cases()) if row.values[0] == rule.slug]
    around = [surroundings(case, tmp_path / str(n)) for n, case in rows]
    fixes = [found.fix for one in around for each in one.subjects for found in check(each, one)]
    assert any(fix and fix.safe for fix in fixes) is (rule.id in MENDED)


def test_a_block_that_is_no_example_is_told_apart() -> None:
    assert "LINT-005" in lint_alone('{"Sid": "a b", "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}')
    assert not lint_alone('{"Sid": "ab", "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}')


def findings(one: Page, heading: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> list[Mapping[str, str]]:
    """Return for each block what is found in it: rule -> message."""
    found = []
    for n, (language, text) in enumerate(one.blocks(heading)):
        if language == "yaml":
            found.append(check_project(yaml.load(text, Plain), folder / str(n), capsys))
        elif language in ("json", "jsonc") or (language == "text" and "{" in text):
            found.append(lint_alone(text))
        elif language in ("hcl", "terraform"):
            found.append(check_file(text, folder / str(n), capsys))
        else:
            assert language == "text", f"a block is json, yaml, hcl or text, not {language!r}"
    return found


def lint_alone(text: str) -> Mapping[str, str]:
    """Return what all lints find in one document of which nothing is known."""
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if isinstance(value, dict) and "Statement" not in value and "Effect" in value:
        text = f'{{\n  "Version": "2012-10-17",\n  "Statement": [\n{text}\n  ]\n}}\n'
    one = subject(text, PolicyType.RCP if '"Principal"' in text else PolicyType.SCP)
    return {found.rule: found.message for found in lint(one, alone(one))}


def check_project(parts: dict[str, Any], folder: Path, capsys: pytest.CaptureFixture[str]) -> Mapping[str, str]:
    """Return what `guardrails check` finds in a small project."""
    assert parts.keys() <= {"organization", "documents", "scenarios", "suppressions"}
    folder.mkdir(parents=True)
    root = project_from(folder, parts.get("organization"), parts.get("documents"), parts.get("scenarios"))
    if "suppressions" in parts:
        text = json.dumps({"suppressions": parts["suppressions"]}, indent=1)
        (root / "scps" / "lint.yaml").write_text(text, encoding="utf-8")
    return checked(["--root", str(root)], capsys)


def check_file(text: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> Mapping[str, str]:
    """Return what `guardrails check` finds in a Terraform file."""
    folder.mkdir(parents=True)
    (folder / "main.tf").write_text(text, encoding="utf-8")
    return checked([str(folder / "main.tf")], capsys)


def checked(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> Mapping[str, str]:
    run(["check", *arguments, "--today", TODAY.isoformat(), "--format", "json"])
    told = capsys.readouterr()
    assert told.out, told.err
    return {one["rule"]: one["message"] for one in json.loads(told.out)["findings"]}
