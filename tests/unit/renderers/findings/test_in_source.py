"""A finding that a skip comment in the source answers for: it names no owner and no day, and every format says so."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema

import guardrails.renderers
from guardrails.model.report import CheckReport, Suppressed
from guardrails.model.source import Location, Span
from guardrails.renderers.formats import FINDING_FORMATS
from tests.unit.renderers.findings.reports import CLEAN, MISSPELT

PLACE = Location("terraform/main.tf", (), Span(3, 1, 3, 9))
SKIPPED = Suppressed(replace(MISSPELT, location=PLACE), "", "the vendor asks for it", None, PLACE)
REPORT: CheckReport = replace(CLEAN, suppressed=(SKIPPED,))
SCHEMAS = Path(guardrails.renderers.__file__).parent / "schemas"


def test_json_has_no_day() -> None:
    document = json.loads(FINDING_FORMATS["json"](REPORT))
    jsonschema.Draft202012Validator(json.loads((SCHEMAS / "check.schema.json").read_text("utf-8"))).validate(document)
    (row,) = document["suppressed"]
    assert (row["owner"], row["expires"], row["reason"]) == ("", None, "the vendor asks for it")


def test_sarif_says_that_it_stands_in_the_source() -> None:
    (result,) = json.loads(FINDING_FORMATS["sarif"](REPORT))["runs"][0]["results"]
    (suppression,) = result["suppressions"]
    assert (suppression["kind"], suppression["justification"]) == ("inSource", "the vendor asks for it")


def test_text_and_junit_give_the_reason_without_a_day() -> None:
    from guardrails.renderers.findings import text

    line = f"suppressed: {MISSPELT.rule} terraform/main.tf:3:1 in the source: the vendor asks for it"
    assert line in text.render(REPORT, verbose=True)
    assert 'message="suppressed in the source: the vendor asks for it"' in FINDING_FORMATS["junit"](REPORT)
