"""The examples of the pages about waivers do what they say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guardrails.commands.gating.asking_checkov import about_comments
from guardrails.commands.pages import page
from guardrails.files.waivers import read_waivers
from guardrails.gate.waiving import set_aside
from guardrails.terraform.sources.reader import read_sources

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("rule", ["WVR-001", "WVR-002"])
@pytest.mark.parametrize(("heading", "broken"), [("Example", True), ("Use instead", False)])
def test_examples_of_waivers(rule: str, heading: str, broken: bool, tmp_path: Path) -> None:
    [(language, text)] = page(rule).blocks(heading)
    assert language == "yaml"
    (tmp_path / "waivers.yaml").write_text(text, encoding="utf-8")
    waivers, problems = read_waivers(tmp_path / "waivers.yaml", tmp_path)
    assert not problems
    stay, _ = set_aside([], waivers, TODAY, {"aws_vpc.main"}, {"PG-005"})
    assert (rule in [one.rule for one in stay]) is broken


@pytest.mark.parametrize(("heading", "broken"), [("Example", True), ("Use instead", False)])
def test_examples_of_skip_comments(heading: str, broken: bool, tmp_path: Path) -> None:
    [(language, text)] = page("WVR-003").blocks(heading)
    assert language == "hcl"
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    found = about_comments(read_sources(tmp_path).skips())
    assert [one.rule for one in found] == (["WVR-003"] if broken else [])
