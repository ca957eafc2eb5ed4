"""Every rule of this room has a page in the common form, and what the page shows is true."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.files.rules.pages import ALL_RULES, page_of
from guardrails.files.yaml_text import read_yaml
from guardrails.model.finding import Severity
from tests.unit.files.examples import findings_of

HEADINGS = ("What it does", "Why it matters", "Example", "Use instead", "How to fix", "Sources")


def blocks(page: str, heading: str) -> list[tuple[str, str]]:
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert section, heading
    return re.findall(r"^```(\w+)\n(.*?)^```$", section[1], re.MULTILINE | re.DOTALL)


def loaded(text: str) -> dict[str, Any]:
    example = yaml.safe_load(text)
    assert set(example) <= {"organization", "documents"}
    return dict(example)


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_the_page_has_the_common_form(rule: Any) -> None:
    page = page_of(rule.id)
    assert page and page.startswith(rule.summary + "\n\n## What it does\n")
    headings = re.findall(r"^## (.*)$", page, re.MULTILINE)
    assert headings == list(HEADINGS[: len(headings)]) and len(headings) >= len(HEADINGS) - 1
    assert page.count("```") == 4 and len(blocks(page, "Example")) == len(blocks(page, "Use instead")) == 1
    assert len(page.splitlines()) <= 90
    for source in re.findall(r"^- (http.*)$", page.partition("## Sources")[2], re.MULTILINE):
        assert re.fullmatch(r"https://\S+ \(20\d\d-\d\d(?:; .*)?\)", source), source


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_the_example_breaks_the_rule_and_the_other_breaks_none(rule: Any, tmp_path: Path) -> None:
    page = page_of(rule.id) or ""
    [(kind, bad)], [(_, good)] = blocks(page, "Example"), blocks(page, "Use instead")
    if kind == "text":
        if rule.id.startswith("YAML"):
            assert {one.rule for one in read_yaml(bad, "x.yaml").findings} == {rule.id}
            assert not read_yaml(good, "x.yaml").findings
        else:
            assert rule.id.startswith(("FILE", "CAT"))
        return
    (tmp_path / "bad").mkdir()
    (tmp_path / "good").mkdir()
    assert rule.id in {one.rule for one in findings_of(tmp_path / "bad", loaded(bad))}
    left = [one for one in findings_of(tmp_path / "good", loaded(good)) if one.severity is not Severity.NOTE]
    assert left == []


def test_every_rule_of_the_organization_shows_an_organization() -> None:
    for rule in ALL_RULES:
        if rule.id.startswith("ORG"):
            assert [kind for kind, _ in blocks(page_of(rule.id) or "", "Example")] == ["yaml"], rule.id


def test_a_rule_of_another_room_has_no_page_here() -> None:
    assert page_of("LINT-001") is None
    assert page_of("") is None


def test_ids_and_slugs_are_unique() -> None:
    assert len({rule.id for rule in ALL_RULES}) == len({rule.slug for rule in ALL_RULES}) == len(ALL_RULES)
