"""Every lint on its cases (`cases/<slug>.yaml`): what it must find, what it must not, and the near misses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.lint.table import LINTS
from guardrails.model.policy.document import PolicyType
from guardrails.model.source import show_pointer
from tests.unit.lint.build import alone, subject

FOLDER = Path(__file__).with_name("cases")
BY_SLUG = {rule.slug: check for rule, check in LINTS}


def cases() -> list[Any]:
    return [
        pytest.param(file.stem, case, id=f"{file.stem}: {case['name']}")
        for file in sorted(FOLDER.glob("*.yaml"))
        for case in yaml.safe_load(file.read_text("utf-8"))
    ]


@pytest.mark.parametrize(("slug", "case"), cases())
def test_a_lint_finds_exactly_what_its_case_expects(slug: str, case: dict[str, Any]) -> None:
    one = subject(case["policy"], PolicyType(case.get("type", "SCP")))
    found = list(BY_SLUG[slug](one, alone(one)))
    places = sorted(show_pointer(finding.location.pointer) for finding in found)
    assert places == sorted(case["expect"]), [finding.message for finding in found]
    told = "\n".join(f"{one.message}\n{one.help}\n{one.witness}" for one in found)
    for words in case.get("says", ()):
        assert words in told


@pytest.mark.parametrize("slug", sorted(BY_SLUG))
def test_each_lint_has_failing_passing_and_tricky_cases(slug: str) -> None:
    file = FOLDER / f"{slug}.yaml"
    assert file.is_file(), f"write tests/unit/lint/cases/{slug}.yaml"
    kinds = {case["kind"] for case in yaml.safe_load(file.read_text("utf-8"))}
    assert kinds == {"fails", "passes", "tricky"}
