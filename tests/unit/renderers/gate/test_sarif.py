"""The gate's answer as SARIF: valid, within GitHub's limits, at source lines, with names that stay."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from guardrails.model.finding import Finding
from guardrails.model.gate_report import GateReport
from guardrails.renderers.gate.sarif import MOST_RUNS, render
from tests.unit.renderers.findings.test_sarif import VALIDATOR
from tests.unit.renderers.gate.sample import CLEAN, DENIED, DEV, EMPTY, FOREIGN, HOSTILE, PROD, RICH, huge


def runs_of(report: GateReport) -> list[dict[str, Any]]:
    runs = json.loads(render(report))["runs"]
    assert isinstance(runs, list)
    return runs


def result_of(finding: Finding) -> dict[str, Any]:
    (result,) = runs_of(replace(RICH, plans=(replace(DEV, findings=(finding,), waived=(), baselined=()),)))[0][
        "results"
    ]
    assert isinstance(result, dict)
    return result


@pytest.mark.parametrize("report", [RICH, CLEAN, EMPTY, HOSTILE], ids=["rich", "clean", "empty", "hostile"])
def test_valid_against_the_standard(report: GateReport) -> None:
    VALIDATOR.validate(json.loads(render(report)))


def test_rich_report(snapshot: SnapshotAssertion) -> None:
    assert render(RICH) == snapshot


def test_a_run_for_each_account_with_an_id_of_its_own() -> None:
    assert [run["automationDetails"]["id"] for run in runs_of(RICH)] == ["guardrails/Dev/", "guardrails/Prod/"]
    assert [run["automationDetails"]["id"] for run in runs_of(replace(RICH, plans=(DEV, PROD, DEV)))] == [
        "guardrails/Dev/",
        "guardrails/Prod/",
    ]


def test_more_accounts_than_a_file_has_runs_share_one() -> None:
    plans = tuple(replace(PROD, account=f"Account {n}", findings=(FOREIGN,)) for n in range(MOST_RUNS + 1))
    (run,) = runs_of(replace(RICH, plans=plans))
    assert len(run["results"]) == MOST_RUNS + 1
    assert len(runs_of(replace(RICH, plans=plans[1:]))) == MOST_RUNS


def test_the_place_is_the_source_line_and_the_address_is_always_there() -> None:
    place = result_of(DENIED)["locations"][0]
    assert place["physicalLocation"]["artifactLocation"] == {
        "uri": "live/research/compute.tf",
        "uriBaseId": "%SRCROOT%",
    }
    assert place["physicalLocation"]["region"]["startLine"] == 2
    assert place["logicalLocations"] == [{"fullyQualifiedName": DENIED.address, "kind": "resource"}]
    bare = result_of(FOREIGN)["locations"][0]
    assert bare["physicalLocation"]["artifactLocation"]["uri"] == "plans/dev.tfplan.json"
    assert bare["physicalLocation"]["region"] == {"startLine": 1}
    assert bare["logicalLocations"][0]["fullyQualifiedName"] == FOREIGN.address


def test_the_message_names_the_address_and_the_calls_of_modules_are_related() -> None:
    result = result_of(DENIED)
    assert result["message"]["text"].startswith(f"{DENIED.address}: ")
    assert "Denied by: gpu-cap#DenyLargeInstances at Sandbox" in result["message"]["text"].split("\n")
    assert result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 11


def test_moved_resources_keep_their_fingerprint() -> None:
    before = replace(FOREIGN, address=FOREIGN.previous_address, previous_address="")
    assert result_of(before)["partialFingerprints"] == result_of(FOREIGN)["partialFingerprints"]
    assert result_of(before)["locations"] != result_of(FOREIGN)["locations"]


def test_waived_and_baselined_ones_come_last_and_are_suppressed() -> None:
    results = runs_of(RICH)[0]["results"]
    assert [one["level"] for one in results[:5]] == ["error"] * 4 + ["warning"]
    assert [at for at, one in enumerate(results) if "suppressions" in one] == [16, 17]
    waived, known = (one["suppressions"][0] for one in results[16:])
    assert (waived["kind"], known["kind"]) == ("external", "external")
    assert waived["justification"].endswith("(platform@example.com, until 2026-12-31)")


def test_rules_carry_help_and_rank() -> None:
    rules = runs_of(replace(RICH, pages={"PG-016": "# The page"}))[0]["tool"]["driver"]["rules"]
    preflight = next(rule for rule in rules if rule["id"] == "PG-016")
    assert preflight["help"]["markdown"] == "# The page"
    assert preflight["properties"]["security-severity"] == "8.0"
    results = runs_of(RICH)[0]["results"]
    assert [rules[one["ruleIndex"]]["id"] for one in results] == [one["ruleId"] for one in results]


def test_the_worst_5000_are_kept_and_the_cut_is_stated() -> None:
    (run,) = runs_of(huge(6000))
    levels = [one["level"] for one in run["results"]]
    assert levels == ["error"] * 2000 + ["warning"] * 2000 + ["note"] * 1000
    (invocation,) = run["invocations"]
    assert invocation["properties"] == {"conclusion": "refused", "found": 6002, "leftOut": 1002}
    words = invocation["toolExecutionNotifications"][-1]["message"]["text"]
    assert words == "1002 of 6002 results were left out, the mildest: GitHub keeps 5000"
    assert run["invocations"][0]["executionSuccessful"] is True


def test_a_gate_that_could_not_decide_did_not_run_well() -> None:
    (run,) = runs_of(EMPTY)
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["toolExecutionNotifications"][0]["level"] == "error"
