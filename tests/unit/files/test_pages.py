"""What the pages of the rules of this room show is true; their form is tested with all others in `tests/unit/lint`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.commands.pages import page
from guardrails.files.rules.pages import ALL_RULES, page_of
from guardrails.files.suppressions import SUPPRESSION_RULES
from guardrails.files.yaml_text import read_yaml
from guardrails.model.finding import Rule, Severity
from tests.unit.files.examples import findings_of


def loaded(text: str) -> dict[str, Any]:
    example = yaml.safe_load(text)
    assert set(example) <= {"organization", "documents"}
    return dict(example)


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_sources_are_an_address_and_a_month(rule: Rule) -> None:
    for source in page(rule.id).sections.get("Sources", "").splitlines():
        assert re.fullmatch(r"- https://\S+ \(20\d\d-\d\d(?:; .*)?\)", source), source


@pytest.mark.parametrize("rule", [one for one in ALL_RULES if one not in SUPPRESSION_RULES], ids=lambda rule: rule.id)
def test_the_example_breaks_the_rule_and_the_other_breaks_none(rule: Rule, tmp_path: Path) -> None:
    [(kind, bad)], [(_, good)] = (page(rule.id).blocks(heading) for heading in ("Example", "Use instead"))
    if kind == "text":
        if rule.id.startswith("YAML"):
            assert {one.rule for one in read_yaml(bad, "x.yaml").findings} == {rule.id}
            assert not read_yaml(good, "x.yaml").findings
        else:
            assert rule.id.startswith(("FILE", "CAT")), "only these are about more than one text"
        return
    (tmp_path / "bad").mkdir()
    (tmp_path / "good").mkdir()
    assert rule.id in {one.rule for one in findings_of(tmp_path / "bad", loaded(bad))}
    left = [one for one in findings_of(tmp_path / "good", loaded(good)) if one.severity is not Severity.NOTE]
    assert left == []


def test_a_rule_of_another_room_has_no_page_here() -> None:
    assert page_of("LINT-001") is None
    assert page_of("") is None
