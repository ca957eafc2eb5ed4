"""Each format of proofs, on a report with every kind of answer."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion

import guardrails.renderers
from guardrails.model.proof import ProofReport, Status
from guardrails.renderers.comment import LIMIT
from guardrails.renderers.formats import PROOF_FORMATS
from guardrails.renderers.proofs import text
from guardrails.renderers.proofs.answers import answers, some_of, span, tally
from tests.unit.renderers.proofs.sample import EMPTY, LAUNCH, REPORT, WITNESS, proof

SCHEMA = json.loads((Path(guardrails.renderers.__file__).parent / "schemas" / "prove.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(PROOF_FORMATS))
def test_format(name: str, snapshot: SnapshotAssertion) -> None:
    assert PROOF_FORMATS[name](REPORT) == snapshot


def test_verbose_text(snapshot: SnapshotAssertion) -> None:
    assert text.render(REPORT, verbose=True) == snapshot


@pytest.mark.parametrize("report", [REPORT, EMPTY])
def test_json_has_its_schema(report: ProofReport) -> None:
    jsonschema.validate(json.loads(PROOF_FORMATS["json"](report)), SCHEMA)


def test_junit_counts() -> None:
    suites = ElementTree.fromstring(PROOF_FORMATS["junit"](REPORT))
    assert [suites.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["6", "2", "1", "1"]


@pytest.mark.parametrize("name", sorted(PROOF_FORMATS))
def test_nothing_asked(name: str) -> None:
    assert PROOF_FORMATS[name](EMPTY)


def test_of_many_paths_a_few_are_told_and_all_are_named() -> None:
    many = [proof(replace(LAUNCH, name=f"path {at}"), Status.REFUTED, witness=WITNESS) for at in range(9)]
    shown = text.render(ProofReport("small", False, tuple(many)))
    assert shown.count("not denied: guardrails simulate") == 4
    assert "and 5 more: path 4, path 5, path 6, path 7, path 8" in shown
    assert text.render(ProofReport("small", False, tuple(many)), verbose=True).count("guardrails simulate") == 9


def test_markdown_fits_into_a_comment() -> None:
    many = [proof(replace(LAUNCH, name=f"path {at}"), Status.REFUTED, f"n{at}", witness=WITNESS) for at in range(3000)]
    shown = PROOF_FORMATS["markdown"](ProofReport("small", False, tuple(many)))
    assert len(shown) <= LIMIT
    assert "more answers do not fit here" in shown


def test_what_does_not_print_is_shown_escaped() -> None:
    odd = proof(replace(LAUNCH, name="a\x1bb"), Status.UNDECIDED, "n\u202eame", reason="<b>|x")
    report = ProofReport("small", False, (odd,))
    for name in ("text", "markdown", "junit"):
        assert not {"\x1b", "\u202e"} & set(PROOF_FORMATS[name](report))
    assert "<b>" not in PROOF_FORMATS["markdown"](report)


def test_tally() -> None:
    assert tally(answers(REPORT)) == "1 proven, 2 REFUTED, 1 UNDECIDED, 1 excused"
    assert tally(()) == "nothing asked"


def test_span() -> None:
    assert [span(0.2), span(1.4), span(61.2)] == ["<1 s", "1 s", "61 s"]
    assert [span(0.2, True), span(1.4, True)] == ["200 ms", "1.40 s"]


def test_many_accounts() -> None:
    assert some_of(("a", "b", "c"), 2) == "a, b, c"
    assert some_of(("a", "b", "c", "d"), 2) == "a, b and 2 more"
