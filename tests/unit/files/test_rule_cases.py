"""The rules of the organization on files that break them, files that do not, and near misses: `cases/<slug>.yaml`.

A case is merged into the minimal organization. `expect` lists all findings of the rule, as severity and pointer; `says`
are words of its messages and helps.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.files.rules.table import RULES
from guardrails.model.source import show_pointer
from tests.unit.files.examples import findings_of

FOLDER = Path(__file__).with_name("cases")
IDS = {rule.slug: rule.id for rule, _ in RULES}


def cases() -> Iterator[Any]:
    for file in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.safe_load(file.read_text("utf-8")):
            yield pytest.param(IDS[file.stem], case, id=f"{file.stem}: {case['name']}")


@pytest.mark.parametrize(("rule", "case"), list(cases()))
def test_case(rule: str, case: dict[str, Any], tmp_path: Path) -> None:
    assert set(case) <= {"name", "organization", "documents", "expect", "says"}
    found = [one for one in findings_of(tmp_path, case) if one.rule == rule]
    shown = [f"{one.severity.value} {show_pointer(one.location.pointer)}" for one in found]
    assert sorted(shown) == sorted(case["expect"]), [one.message for one in found]
    words = " ".join(f"{one.message} {one.help}" for one in found)
    assert [text for text in case.get("says", ()) if text not in words] == [], words
    assert all(one.help and one.location.span for one in found)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_rule_has_cases_of_both_kinds(file: Path) -> None:
    kinds = {bool(case["expect"]) for case in yaml.safe_load(file.read_text("utf-8"))}
    assert kinds == {True, False}
