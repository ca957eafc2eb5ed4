"""The page about CI: its snippets are YAML, and every format and option in them exists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from click import Command

from guardrails.commands import check, diff, gate, prove
from guardrails.renderers.differences import markdown as differences
from guardrails.renderers.formats import DIFF_FORMATS, FINDING_FORMATS, GATE_FORMATS
from guardrails.renderers.proofs import markdown as proofs

PROJECT = Path(__file__).parents[3]
PAGE = (PROJECT / "docs" / "ci.md").read_text("utf-8")
PRE_COMMIT = {"--hook-stage", "--files"}
CHECK, _, _REST = PAGE.partition("## The gate")
GATE, _, POLICIES = _REST.partition("## Policies")


def test_snippets_are_yaml() -> None:
    snippets = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert len(snippets) == 8
    assert all(isinstance(yaml.safe_load(snippet), dict) for snippet in snippets)


@pytest.mark.parametrize(("part", "formats"), [(CHECK, FINDING_FORMATS), (GATE, GATE_FORMATS)], ids=["check", "gate"])
def test_formats_exist_and_all_are_named(part: str, formats: Mapping[str, object]) -> None:
    assert set(re.findall(r"--output ([a-z]+)=", part)) <= formats.keys()
    assert set(re.findall(r"`(\w+)`", re.split("## GitHub", part)[0])) >= formats.keys()


@pytest.mark.parametrize(("part", "command"), [(CHECK, check.command), (GATE, gate.command)], ids=["check", "gate"])
def test_options_exist(part: str, command: object) -> None:
    assert isinstance(command, Command)
    known = {name for parameter in command.params for name in parameter.opts}
    assert set(re.findall(r"(?<![<-])--[a-z][a-z-]+", part)) - PRE_COMMIT <= known


def test_options_and_formats_for_policies_exist() -> None:
    known = {name for command in (diff.command, prove.command) for one in command.params for name in one.opts}
    assert set(re.findall(r"(?<![<-])--[a-z][a-z-]+", POLICIES)) <= known
    assert set(re.findall(r"--output ([a-z]+)=", POLICIES)) <= DIFF_FORMATS.keys()
    (snippet,) = re.findall(r"```yaml\n(.*?)```", POLICIES, re.DOTALL)
    (job,) = yaml.safe_load(snippet)["jobs"].values()
    assert not [one["run"] for one in job["steps"] if "${{" in one.get("run", "")], "a value may hold shell"
    markers = (differences.MARKER, proofs.MARKER)
    assert len(set(markers)) == 2, "each comment finds its own"


def test_inputs_of_action_and_template_exist() -> None:
    snippets = [yaml.safe_load(snippet) for snippet in re.findall(r"```yaml\n(.*?)```", GATE, re.DOTALL)]
    action = yaml.safe_load((PROJECT / "action.yml").read_text("utf-8"))
    (step,) = [one for one in snippets[0]["jobs"]["plan"]["steps"] if one.get("id") == "gate"]
    assert step["with"].keys() <= action["inputs"].keys()
    assert set(re.findall(r"steps\.gate\.outputs\.([a-z-]+)", GATE)) <= action["outputs"].keys()
    template = next(yaml.safe_load_all((PROJECT / "templates/gate.yml").read_text("utf-8")))
    inputs = template["spec"]["inputs"]
    given = snippets[1]["include"][0]["inputs"].keys()
    assert {name for name, one in inputs.items() if "default" not in one} <= given <= inputs.keys()


def test_hooks_exist() -> None:
    hooks = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert set(re.findall(r"- id: (guardrails-\w+)", PAGE)) <= {hook["id"] for hook in hooks}
