"""Every cfn-lint rule, run by the stock command line, says what the names in its templates say.

A template stands in `tests/rules/cfn_lint/<slug>/`; `# account: Prod` in its first line says for which account it is.
Resources (and parameters, and mappings) are called `Pass...`, `Fail...`, `Unknown...`; what is called otherwise is
around them and the rule must not speak of it.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from tests.rules.fixtures import REPOSITORY

RULES: Final = REPOSITORY / "rules" / "cfn_lint"
FIXTURES: Final = REPOSITORY / "tests" / "rules" / "cfn_lint"
TEMPLATES: Final = tuple(sorted(one for one in FIXTURES.rglob("*.*") if one.suffix in (".yaml", ".json")))
STEMS: Final = tuple(sorted(one.stem for one in RULES.glob("[A-Z]*.py")))
HEADINGS: Final = ["What it does", "Why it matters", "Example", "Use instead", "How to fix", "Sources"]


@dataclass(frozen=True, slots=True)
class Said:
    """One match: its id, the file, where in the template, and the text."""

    id: str
    file: Path
    path: tuple[Any, ...]
    line: int
    message: str

    @property
    def name(self) -> str:
        """The logical id that it is about, or the name of a parameter or mapping."""
        return str(self.path[1]) if len(self.path) > 1 else ""


def slug_of(stem: str) -> str:
    """`NoIamUsers` -> `no-iam-users`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", stem).lower()


@cache
def literal(stem: str) -> dict[str, Any]:
    """The literal RULE of a file."""
    for node in ast.parse((RULES / f"{stem}.py").read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "RULE":
            found: dict[str, Any] = ast.literal_eval(node.value)
            return found
    raise LookupError(stem)


def account_of(template: Path) -> str:
    """The account that a template is for; empty where it does not say."""
    told = re.match(r"# account: (\w+)", template.read_text("utf-8"))
    return told[1] if told else ""


def lint(files: list[Path], account: str = "", settings: Path = REPOSITORY / "rules" / "settings.json") -> list[Said]:
    """What the stock command line says of some templates, open questions included."""
    env = {**os.environ, "GUARDRAILS_SETTINGS": str(settings), "GUARDRAILS_ACCOUNT": account}
    program = str(Path(sys.executable).with_name("cfn-lint"))
    command = [program, "-a", str(RULES), "--include-checks", "I9", "--format", "json", "--"]
    run = subprocess.run(
        [*command, *map(str, files)], capture_output=True, text=True, env={**env, "HOME": "/nonexistent"}, timeout=120
    )
    assert run.returncode in (0, 2, 4, 6, 8, 10, 12, 14), run.stderr[-4000:]
    return [
        Said(
            one["Rule"]["Id"],
            Path(one["Filename"]),
            tuple(one["Location"]["Path"] or ()),
            one["Location"]["Start"]["LineNumber"],
            one["Message"],
        )
        for one in json.loads(run.stdout)
    ]


@pytest.fixture(scope="module")
def said() -> Mapping[Path, list[Said]]:
    """What cfn-lint says of every template; one run for each account."""
    found: dict[Path, list[Said]] = {one: [] for one in TEMPLATES}
    for account in sorted({account_of(one) for one in TEMPLATES}):
        for one in lint([each for each in TEMPLATES if account_of(each) == account], account):
            found[one.file].append(one)
    return found


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.relative_to(FIXTURES).as_posix())
def test_a_rule_speaks_of_what_is_named_so_and_of_nothing_else(template: Path, said: Mapping[Path, list[Said]]) -> None:
    stem = next(one for one in STEMS if slug_of(one) == template.parent.name)
    own, question = literal(stem)["id"], f"I{literal(stem)['id'][1:]}"
    failed = {one.name for one in said[template] if one.id == own}
    open = {one.name for one in said[template] if one.id == question}
    names = set(_names(template))
    assert failed == {one for one in names if one.startswith("Fail")}
    assert open == {one for one in names if one.startswith("Unknown")}
    assert any(one.startswith(("Fail", "Pass", "Unknown")) for one in names)


def _names(template: Path) -> Iterator[str]:
    """The logical ids of a template, and the names of its parameters and mappings."""
    told = template.read_text("utf-8")
    if template.suffix == ".json":
        for part in ("Parameters", "Mappings", "Resources"):
            yield from json.loads(told).get(part, {})
    else:
        yield from re.findall(r"^  (\w+):", told, re.MULTILINE)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.relative_to(FIXTURES).as_posix())
def test_cfn_lint_itself_has_nothing_against_the_template(template: Path, said: Mapping[Path, list[Said]]) -> None:
    assert not [one for one in said[template] if re.match(r"E[0-8]", one.id)]


@pytest.mark.parametrize("stem", STEMS)
def test_a_rule_has_templates_for_each_answer(stem: str, said: Mapping[Path, list[Said]]) -> None:
    names = [name for one in said if one.parent.name == slug_of(stem) for name in _names(one)]
    wanted = ["Pass", "Fail", *(["Unknown"] if literal(stem).get("computed", True) else [])]
    assert [one for one in wanted if not any(name.startswith(one) for name in names)] == []


def test_the_ids_are_those_of_the_specification() -> None:
    ids = [literal(one)["id"] for one in STEMS]
    assert sorted(ids) == [f"E91{n:02}" for n in range(1, 12)] + ["W9112", "W9113", "W9114"]


@pytest.mark.parametrize("stem", STEMS)
def test_a_rule_says_what_a_page_needs(stem: str) -> None:
    page = ast.get_docstring(ast.parse((RULES / f"{stem}.py").read_text("utf-8"))) or ""
    assert [line[3:] for line in page.splitlines() if line.startswith("## ")] == HEADINGS
    rule = literal(stem)
    assert rule["severity"] == {"E": "ERROR", "W": "WARNING"}[rule["id"][0]]
    assert rule["rows"] and rule["title"] and rule["pillar"]


def test_the_examples_do_what_they_are_there_for(tmp_path: Path) -> None:
    files: dict[Path, tuple[str, bool]] = {}
    for stem in STEMS:
        page = ast.get_docstring(ast.parse((RULES / f"{stem}.py").read_text("utf-8"))) or ""
        for name, text in zip(("bad", "good"), re.findall(r"```yaml\n(.*?)```", page, re.DOTALL), strict=True):
            file = tmp_path / f"{stem}.{name}.yaml"
            file.write_text(f'AWSTemplateFormatVersion: "2010-09-09"\n{text}', "utf-8")
            files[file] = (literal(stem)["id"], name == "bad")
    found = lint([*files])
    assert not [one for one in found if re.match(r"E[0-8]", one.id)]
    for file, (id, bad) in files.items():
        assert any(one.id == id for one in found if one.file == file) is bad, file.name
        assert not any(one.id == f"I{id[1:]}" for one in found if one.file == file), file.name


def test_lines_are_those_of_the_value(said: Mapping[Path, list[Said]]) -> None:
    template = FIXTURES / "accelerator-types" / "fail.yaml"
    lines = template.read_text("utf-8").splitlines()
    shown = {one.name: lines[one.line - 1] for one in said[template] if one.id == "E9105"}
    assert "InstanceType: !Ref Type" in shown["FailInstance"]
    assert "InstanceTypes: [m5.large, g5.48xlarge]" in shown["FailNodes"]


def test_the_segment_of_the_account_goes_before_that_of_the_template(tmp_path: Path) -> None:
    told = json.loads((REPOSITORY / "rules" / "settings.json").read_text("utf-8"))
    for one in told["accounts"]:
        one["connectivity"] = "corporate" if one["name"] == "Prod" else "none"
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps(told), "utf-8")
    template = FIXTURES / "segment-shape" / "unknown.yaml"
    assert [one.id for one in lint([template], "Prod", settings) if one.id[1:] == "9104"] == ["E9104"]
    assert [one.id for one in lint([template], "Dev", settings) if one.id[1:] == "9104"] == []


def test_a_default_nobody_may_see_stays_unseen(tmp_path: Path) -> None:
    template = tmp_path / "secret.yaml"
    template.write_text(
        "Parameters:\n  Type: {Type: String, NoEcho: true, Default: p4d.24xlarge}\nResources:\n  A:\n"
        "    Type: AWS::EC2::Instance\n    Properties: {InstanceType: !Ref Type, ImageId: ami-0123456789abcdef0}\n",
        "utf-8",
    )
    found = lint([template])
    assert [one.id for one in found if one.id[1:] == "9105"] == ["I9105"]
    assert not any("p4d" in one.message for one in found)


def test_more_cases_than_can_be_read_are_an_open_question(tmp_path: Path) -> None:
    many = range(10)
    lines = ["Parameters:", *(f'  P{n}: {{Type: String, AllowedValues: ["a", "b"]}}' for n in many), "Conditions:"]
    lines += [f'  C{n}: !Equals [!Ref P{n}, "a"]' for n in many]
    lines += ["Resources:", "  A:", "    Type: AWS::SQS::Queue", "    Condition: C0"]
    template = tmp_path / "many.yaml"
    template.write_text("\n".join(lines), "utf-8")
    found = lint([template])
    assert {f"I91{n:02}" for n in range(1, 15)} <= {one.id for one in found}
    assert not any(one.id == "E0002" for one in found)


def test_resources_that_are_included_are_an_open_question(tmp_path: Path) -> None:
    include = '{Name: AWS::Include, Parameters: {Location: "s3://mm-dev-use1-templates/users.yaml"}}'
    file = tmp_path / "included.yaml"
    file.write_text(f"Resources:\n  Fn::Transform: {include}\n  Topic: {{Type: AWS::SNS::Topic}}\n", "utf-8")
    assert ("I9101", "Fn::Transform") in {(one.id, one.name) for one in lint([file])}
