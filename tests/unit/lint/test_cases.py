"""Every lint on its cases (`cases/<slug>.yaml`): what it must find, what it must not, and the near misses.

A case has one `policy`; or `documents` by slug, with `organization` and `scenarios`, which make a project. There it
expects places as `slug/pointer`. With `folder: true` its documents are a bare folder without an organization.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.commands.checking.surroundings import subjects_of, surroundings_of
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.lint.table import LINTS
from guardrails.model.finding import Finding
from guardrails.model.policy.document import PolicyType
from guardrails.model.source import show_pointer
from tests.unit.lint.build import TODAY, alone, subject
from tests.unit.lint.project import load, project_from

FOLDER = Path(__file__).with_name("cases")
BY_SLUG = {rule.slug: check for rule, check in LINTS}


def cases() -> list[Any]:
    return [
        pytest.param(file.stem, case, id=f"{file.stem}: {case['name']}")
        for file in sorted(FOLDER.glob("*.yaml"))
        for case in yaml.safe_load(file.read_text("utf-8"))
    ]


@pytest.mark.parametrize(("slug", "case"), cases())
def test_a_lint_finds_exactly_what_its_case_expects(slug: str, case: dict[str, Any], tmp_path: Path) -> None:
    around = surroundings(case, tmp_path)
    found = [(one.name, finding) for one in around.subjects for finding in BY_SLUG[slug](one, around)]
    places = sorted(place(name, finding, "documents" in case) for name, finding in found)
    assert places == sorted(case["expect"]), [finding.message for _, finding in found]
    told = "\n".join(f"{one.message}\n{one.help}\n{one.witness}" for _, one in found)
    for words in case.get("says", ()):
        assert words in told


def surroundings(case: dict[str, Any], tmp_path: Path) -> Surroundings:
    if "documents" not in case:
        return alone(subject(case["policy"], PolicyType(case.get("type", "SCP"))))
    if case.get("folder"):
        type = PolicyType(case.get("type", "SCP"))
        return Surroundings(TODAY, tuple(subject(one, type, name) for name, one in case["documents"].items()))
    project = load(project_from(tmp_path, case.get("organization"), case["documents"], case.get("scenarios")))
    return surroundings_of(project, subjects_of(project), TODAY)


def place(name: str, finding: Finding, named: bool) -> str:
    pointer = show_pointer(finding.location.pointer)
    return f"{name}{pointer}" if named else pointer


@pytest.mark.parametrize("slug", sorted(BY_SLUG))
def test_each_lint_has_failing_passing_and_tricky_cases(slug: str) -> None:
    file = FOLDER / f"{slug}.yaml"
    assert file.is_file(), f"write tests/unit/lint/cases/{slug}.yaml"
    kinds = {case["kind"] for case in yaml.safe_load(file.read_text("utf-8"))}
    assert kinds == {"fails", "passes", "tricky"}
