"""What the prover says of the statements of a document, on its cases (`cases/<slug>.yaml`).

A case has one `policy`; or `documents` by slug, with `organization`, which make a project. There it expects places as
`slug/pointer`. The lints are asked first, as `check` does: what they find fault with is left to them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.commands.checking import dead_statement, idle_condition
from guardrails.commands.checking.proved_lints import proved
from guardrails.lint.table import lint
from guardrails.model.finding import Finding, Severity
from tests.unit.lint.test_cases import place, surroundings

FOLDER = Path(__file__).with_name("cases")
RULES = {one.RULE.slug: one.RULE.id for one in (dead_statement, idle_condition)}


def cases() -> list[Any]:
    return [
        pytest.param(file.stem, case, id=f"{file.stem}: {case['name']}")
        for file in sorted(FOLDER.glob("*.yaml"))
        for case in yaml.safe_load(file.read_text("utf-8"))
    ]


def found(case: dict[str, Any], folder: Path) -> list[tuple[str, Finding]]:
    around = surroundings(case, folder)
    return [(one.name, finding) for one in around.subjects for finding in proved(one, around, lint(one, around))]


@pytest.mark.parametrize(("slug", "case"), cases())
def test_the_prover_finds_exactly_what_its_case_expects(slug: str, case: dict[str, Any], tmp_path: Path) -> None:
    mine = [(name, one) for name, one in found(case, tmp_path) if one.rule == RULES[slug]]
    places = sorted(place(name, one, "documents" in case) for name, one in mine)
    assert places == sorted(case["expect"]), [one.message for _, one in mine]
    told = "\n".join(f"{one.message}\n{one.help}" for _, one in mine)
    for words in case.get("says", ()):
        assert words in told


@pytest.mark.parametrize("slug", sorted(RULES))
def test_each_rule_has_failing_passing_and_tricky_cases(slug: str) -> None:
    kinds = {case["kind"] for case in yaml.safe_load((FOLDER / f"{slug}.yaml").read_text("utf-8"))}
    assert kinds == {"fails", "passes", "tricky"}


def test_within_a_document_it_is_a_warning_and_beside_others_a_note(tmp_path: Path) -> None:
    told = {case["name"]: case for case in yaml.safe_load((FOLDER / "dead-statement.yaml").read_text("utf-8"))}
    names = ("two statements cover a third one together", "every policy of the place together covers it")
    within, beside = (found(told[name], tmp_path / str(at)) for at, name in enumerate(names))
    assert [one.severity for _, one in within] == [Severity.WARNING]
    assert [one.severity for _, one in beside] == [Severity.NOTE]
