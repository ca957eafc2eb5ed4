"""The gate's answer as JSON: valid against the published schema, which is strict."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion

import guardrails.renderers
from guardrails.model.gate_report import GateReport
from guardrails.renderers.gate.json import render
from tests.unit.renderers.gate.sample import CLEAN, EMPTY, HOSTILE, RICH

SCHEMAS = Path(guardrails.renderers.__file__).parent / "schemas"
SCHEMA = json.loads((SCHEMAS / "gate.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("report", [RICH, CLEAN, EMPTY, HOSTILE], ids=["rich", "clean", "empty", "hostile"])
def test_valid_against_the_schema(report: GateReport) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(render(report)))


def test_the_schema_is_one_and_is_strict() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    document = json.loads(render(RICH))
    document["conclusion"] = "perhaps"
    document["plans"][0]["findings"][0]["extra"] = 1
    document["plans"][0]["requests"]["decisive"][0].pop("outcome")
    document["counts"].pop("undecided")
    paths = {error.json_path for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(document)}
    first = "$.plans[0]"
    assert paths >= {"$.conclusion", f"{first}.findings[0]", f"{first}.requests.decisive[0]", "$.counts"}


def test_a_finding_of_a_plan_has_all_that_one_of_a_policy_has() -> None:
    check = json.loads((SCHEMAS / "check.schema.json").read_text("utf-8"))["$defs"]
    shared = check["finding"]["properties"].keys() - {"message", "help"}
    ours = SCHEMA["$defs"]["finding"]["properties"]
    assert {name: ours[name] for name in shared} == {name: check["finding"]["properties"][name] for name in shared}
    assert all(SCHEMA["$defs"][name] == check[name] for name in check.keys() - {"finding"})


def test_rich_report(snapshot: SnapshotAssertion) -> None:
    assert render(RICH) == snapshot


def test_only_requests_that_decide_something_are_listed_and_all_are_counted() -> None:
    requests = json.loads(render(RICH))["plans"][0]["requests"]
    assert requests["counts"] == {"allow": 8, "deny": 2, "unknown": 1, "not-restricted": 1}
    assert [one["outcome"] for one in requests["decisive"]] == ["deny", "deny", "unknown", "not-restricted"]
    assert [one["region"] for one in requests["decisive"]][2] is None


def test_the_output_is_ascii_and_ends_in_a_newline() -> None:
    assert render(HOSTILE).isascii()
    assert render(RICH).endswith("}\n")
