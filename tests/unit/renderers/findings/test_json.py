"""Findings as JSON: valid against the published schema, and nothing missing of what earlier releases printed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion

import guardrails.renderers
from guardrails.model.finding import Edit, Fix
from guardrails.model.report import CheckReport
from guardrails.renderers.findings.json import render
from tests.unit.renderers.findings.reports import CLEAN, EMPTY, HUGE, MISSPELT, RICH

SCHEMA = json.loads((Path(guardrails.renderers.__file__).parent / "schemas" / "check.schema.json").read_text("utf-8"))
FIRST_KEYS = {"rule", "severity", "message", "file", "line", "column", "pointer", "help"}


@pytest.mark.parametrize(
    "report", [RICH, CLEAN, EMPTY, replace(HUGE, findings=HUGE.findings[:50])], ids=["rich", "clean", "empty", "huge"]
)
def test_valid_against_the_schema(report: CheckReport) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(render(report)))


def test_the_schema_is_one_and_is_strict() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    document = json.loads(render(RICH))
    document["findings"][0]["line"] = 0
    document["findings"][1]["extra"] = 1
    document["findings"][0]["related"][0]["extra"] = 1
    document["counts"].pop("error")
    paths = {error.json_path for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(document)}
    assert paths >= {"$.findings[0].line", "$.findings[1]", "$.findings[0].related[0]", "$.counts"}


def test_rich_report(snapshot: SnapshotAssertion) -> None:
    assert render(RICH) == snapshot


def test_what_version_1_always_had_is_still_there() -> None:
    document = json.loads(render(RICH))
    assert document["version"] == 1
    assert all(finding.keys() >= FIRST_KEYS for finding in document["findings"])
    assert document["findings"][4] == {
        **document["findings"][4],
        "rule": "LINT-007",
        "severity": "warning",
        "message": MISSPELT.message,
        "file": "scps/gpu.json",
        "line": 7,
        "column": 38,
        "pointer": "/Statement/0/Action/1",
        "help": MISSPELT.help,
    }


def test_the_output_is_ascii_and_ends_in_a_newline() -> None:
    assert render(RICH).isascii()
    assert render(RICH).endswith("}\n")


def test_infinity_in_a_fix_is_still_json() -> None:
    fix = Fix("mend", (Edit(("a",), 1e999, float("nan")),))
    text = render(CheckReport((replace(MISSPELT, fix=fix),)))
    edits = json.loads(text, parse_constant=lambda word: pytest.fail(f"not JSON: {word}"))["findings"][0]["fix"][
        "edits"
    ]
    assert edits == [{"pointer": "/a", "old": "inf", "new": "nan"}]
