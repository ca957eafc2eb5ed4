"""What is no complete plan is refused, each with its cause and a hint; what looks odd and is a plan is read."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from guardrails.terraform.reading.plan_file import NotAPlan, read_plan
from tests.unit.terraform.reading.documents import REFUSED, TOLD, document, read, refusal, row

WHOLE = json.dumps(document(row()))


@pytest.mark.parametrize(("name", "told"), TOLD["refused"].items(), ids=list(TOLD["refused"]))
def test_an_input_that_is_no_plan_is_refused_with_its_cause_and_a_hint(name: str, told: dict[str, str]) -> None:
    with pytest.raises(NotAPlan) as caught:
        read_plan(REFUSED / name)
    assert caught.value.cause == told["cause"]
    assert caught.value.hint
    assert told.get("hint", "") in caught.value.hint
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("name", TOLD["accepted"])
def test_what_looks_odd_and_is_a_plan_is_read(name: str) -> None:
    plan = read_plan(REFUSED / name)
    assert [one.type for one in plan.changes] == ["aws_cloudwatch_log_group"]
    assert len(plan.digest) == 64


@pytest.mark.parametrize(
    ("name", "word"), [("format-0-1.json", "0.1"), ("unknown-verb.json", "aws_cloudwatch_log_group.app")]
)
def test_what_is_odd_is_said(name: str, word: str) -> None:
    (warning,) = read_plan(REFUSED / name).warnings
    assert word in warning


@pytest.mark.parametrize("name", ["utf-8-bom.json", "utf-16-bom.json", "wrapped.json", "opentofu.json"])
def test_what_is_only_dressed_otherwise_is_read_without_a_word(name: str) -> None:
    assert read_plan(REFUSED / name).warnings == ()


CASES: dict[str, tuple[bytes | str | dict[str, Any], str, str]] = {
    "log before": ("Refreshing state...\n" + WHOLE, "not-json", "logs out of the file"),
    "word after": (WHOLE + "\nReleasing state lock\n", "not-json", "logs out of the file"),
    "list after": (WHOLE + "\n[]", "several-documents", "one file a plan"),
    "cut in a word": (WHOLE[: WHOLE.rindex("false") + 3], "not-json", "cut off"),
    "cut in a text": (WHOLE[:20], "not-json", "cut off"),
    "no comma": (WHOLE.replace(", ", " ", 1) + " " * 40, "not-json", "unchanged"),
    "number as name": ('{1: 2, "a": "................"}', "not-json", "unchanged"),
    "comma at the end": (WHOLE[:-1] + ",}", "not-json", ""),
    "infinity": (WHOLE.replace("true", "-Infinity", 1), "not-json", "unchanged"),
    "too large a number": (WHOLE.replace("true", "1e999", 1), "not-json", "unchanged"),
    "too long a number": (WHOLE.replace("true", "9" * 5000, 1), "not-json", "unchanged"),
    "half a character": (WHOLE.replace("1.14.0", "\\ud800", 1), "not-json", "unchanged"),
    "gzip": (gzip.compress(WHOLE.encode()), "binary", "gunzip"),
    "bzip2": (b"BZh91AY&SY", "binary", "Unpack"),
    "UTF-16 without a mark": (WHOLE.encode("utf-16-le"), "encoding", "utf8"),
    "key twice at the top": (WHOLE[:-1] + ', "errored": false}', "duplicate-keys", ""),
    "key twice below": (WHOLE.replace('"after": {}', '"after": {"x": 1, "x": 2}'), "duplicate-keys", ""),
    "deep objects": (
        WHOLE.replace('"after": {}', '"after": ' + '{"a":' * 500 + "1" + "}" * 500),
        "not-a-plan",
        "show -json",
    ),
    "wrapped state": ({"plan": {"values": {}, "format_version": "1.0"}}, "not-a-plan", "show -json"),
    "wrapped twice": ({"plan": {"plan": document(row())}}, "not-a-plan", "show -json"),
    "wrapped text": ({"plan": "text"}, "not-a-plan", "show -json"),
    "resources without changes": (
        document(resource_changes=None, planned_values={"root_module": {"resources": [{}]}}),
        "not-a-plan",
        "show -json",
    ),
    "modules without changes": (
        document(resource_changes=None, planned_values={"root_module": {"child_modules": [{}]}}),
        "not-a-plan",
        "show -json",
    ),
    "format 10": (document(format_version="10.0"), "format", "newer"),
    "format without a point": (document(format_version="1"), "format", ""),
    "format of another script": (document(format_version="٢.0"), "format", ""),
    "no format, no list": (document(format_version=None, resource_changes={}), "not-a-plan", ""),
    "complete as text": (document(complete="no"), "wrong-type", ""),
    "applyable as number": (document(applyable=1), "wrong-type", ""),
    "put off, and complete": (
        document(deferred_changes=[{"reason": "unknown", "resource_change": row()}]),
        "incomplete",
        "apply it",
    ),
    "an action put off": (
        document(deferred_action_invocations=[{"reason": "x", "action_invocation": {"address": "a", "type": "t"}}]),
        "incomplete",
        "apply it",
    ),
}


@pytest.mark.parametrize(("data", "cause", "hint"), CASES.values(), ids=list(CASES))
def test_more_inputs_that_are_no_plan(data: bytes | str | dict[str, Any], cause: str, hint: str) -> None:
    error = refusal(data)
    assert error.cause == cause
    assert hint in error.hint
    assert error.hint


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "row": (document("text"), "resource_changes[0]"),  # type: ignore[arg-type]
    "type": (document({**row(), "type": 1}), "resource_changes[0].type"),
    "empty address": (document({**row(), "address": ""}), "resource_changes[0].address"),
    "no name": (document({**row(), "name": None}), "resource_changes[0].name"),
    "second row": (document(row(), row("aws_sqs_queue.b", [1])), "resource_changes[1].change.actions[0]"),
    "before": (document(row(before=[])), "resource_changes[0].change.before"),
    "after": (document(row(after="x")), "resource_changes[0].change.after"),
    "key": (document(row(index=True)), "resource_changes[0].index"),
    "key as list": (document(row(index=[])), "resource_changes[0].index"),
    "paths": (document(row(replace_paths=["name"])), "resource_changes[0].change.replace_paths"),
    "deposed": (document(row(deposed=1)), "resource_changes[0].deposed"),
    "drift": (document(resource_drift={}), "resource_drift"),
    "variable": (document(variables={"a": 1}), "variables.a"),
    "variables": (document(variables=[]), "variables"),
    "output": (document(output_changes={"a": []}), "output_changes.a"),
    "check": (document(checks=[1]), "checks[0]"),
    "relevant": (document(relevant_attributes=[{"resource": "a", "attribute": [None]}]), "relevant_attributes[0]"),
    "prior": (document(prior_state={"values": []}), "prior_state.values"),
    "configuration": (document(configuration=[]), "configuration"),
    "resource": (document(configuration={"root_module": {"resources": [{}]}}), "root_module.resources[0].address"),
    "module": (
        document(configuration={"root_module": {"module_calls": {"a": {"module": 1}}}}),
        "module_calls.a.module",
    ),
    "provider": (document(configuration={"provider_config": {"aws": 1}}), "configuration.provider_config.aws"),
    "action": (document(action_invocations=[{"type": "x"}]), "action_invocations[0].address"),
}


@pytest.mark.parametrize(("found", "where"), WRONG.values(), ids=list(WRONG))
def test_a_value_of_the_wrong_kind_is_refused_with_its_place(found: dict[str, Any], where: str) -> None:
    error = refusal(found)
    assert error.cause == "wrong-type"
    assert where in str(error)


def test_a_name_that_is_no_name_of_a_language_is_not_repeated() -> None:
    error = refusal(document(variables={"hunter2 hunter2": 1}))
    assert "hunter2" not in str(error)


def test_a_key_of_ours_that_stands_twice_is_named_and_another_is_not() -> None:
    assert "`errored`" in str(refusal(WHOLE[:-1] + ', "errored": false}'))
    assert "hunter2" not in str(refusal('{"hunter2": 1, "hunter2": 2}'))


def test_json_in_json_with_escaped_characters_is_read() -> None:
    found = read(document(row(after={"policy": json.dumps({"Sid": "\U0001f600"})})))
    assert json.loads(str(found.changes[0].get("policy"))) == {"Sid": "\U0001f600"}


def test_a_plan_without_a_format_is_read_with_a_warning() -> None:
    plan = read(document(row(), format_version=None))
    assert plan.format_version == ""
    assert any("format" in one for one in plan.warnings)


def test_a_plan_that_changes_nothing_at_all_has_no_list_of_changes() -> None:
    plan = read(document(resource_changes=None))
    assert plan.changes == ()
    assert plan.warnings == ()


@pytest.mark.parametrize("missing", ["configuration", "planned_values"])
def test_a_part_that_terraform_always_writes_is_missed(missing: str) -> None:
    assert any(missing in one for one in read(document(row(), **{missing: None})).warnings)
    assert read(document(row())).warnings == ()


def test_an_incomplete_plan_is_read_when_that_is_asked_for() -> None:
    plan = read_plan(REFUSED / "deferred.json", allow_incomplete=True)
    (late,) = plan.deferred
    assert (late.address, late.deferred) == ("aws_cloudwatch_log_group.later", "instance_count_unknown")
    assert late.get("retention_in_days") == 14
    assert any("not complete" in one for one in plan.warnings)
    assert not plan.complete
    assert read(document(row())).complete


def test_an_errored_plan_is_refused_all_the_same() -> None:
    error = refusal((REFUSED / "errored.json").read_bytes(), allow_incomplete=True)
    assert (error.cause, "without the error" in error.hint) == ("incomplete", True)


def test_a_plan_whose_rows_were_taken_out_is_refused() -> None:
    planned = {"root_module": {"resources": [{"address": "aws_sqs_queue.jobs"}]}}
    emptied = refusal(document(planned_values=planned))
    assert emptied.cause == "incomplete"
    assert "not even a no-op" in str(emptied)
    assert read(document(planned_values={"root_module": {}})).changes == ()
