"""What was changed by hand, and what a second plan still changes."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.gate.rules.drift import check
from tests.unit.gate.building import made, row
from tests.unit.gate.rules.judging import judged, said

GROUP = "aws_cloudwatch_log_group.flow"


def drifted(before: dict[str, Any], after: dict[str, Any] | None, address: str = GROUP) -> dict[str, Any]:
    return row(address, "delete" if after is None else "update", before=before, after=after)


def restored(after: dict[str, Any], before: dict[str, Any], address: str = GROUP) -> dict[str, Any]:
    return row(address, "update", before=before, after=after)


def test_what_the_plan_puts_back_is_a_warning() -> None:
    was, now = {"retention_in_days": 90}, {"retention_in_days": 1}
    (one,) = judged(check, made(restored(was, now), drift=[drifted(was, now)]))
    assert (one.severity.value, one.attribute, one.found, one.expected) == ("warning", "retention_in_days", "1", "90")
    assert one.location.pointer == ("resource_changes", 0)


def test_what_the_plan_keeps_is_an_error() -> None:
    (one,) = judged(check, made(drift=[drifted({"retention_in_days": 90}, {"retention_in_days": 1})]))
    assert one.severity.value == "error" and one.location.pointer == ("resource_drift", 0)


def test_an_update_of_something_else_does_not_put_it_back() -> None:
    was, now = {"retention_in_days": 90}, {"retention_in_days": 1}
    other = restored({**now, "kms_key_id": "new"}, {**now, "kms_key_id": "old"})
    assert said(judged(check, made(other, drift=[drifted(was, now)]))) == {(GROUP, "error")}


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ({"retention_in_days": 90}, {"retention_in_days": 90}),
        ({"retention_in_days": 90, "tags": {}}, {"retention_in_days": 90, "tags": {"a": "b"}}),
        ({"kms_key_id": ""}, {"kms_key_id": None}),
    ],
)
def test_what_means_nothing_is_left_out(was: dict[str, Any], now: dict[str, Any]) -> None:
    assert judged(check, made(drift=[drifted(was, now)])) == []


def test_types_that_guard_nothing_are_left_out() -> None:
    assert judged(check, made(drift=[drifted({"delay": 1}, {"delay": 2}, "aws_sqs_queue.a")])) == []


def test_a_protected_object_that_is_gone_is_found() -> None:
    gone = drifted({"name": "flow"}, None)
    assert said(judged(check, made(row(GROUP, after={"name": "flow"}), drift=[gone]))) == {(GROUP, "warning")}
    assert said(judged(check, made(drift=[gone]))) == {(GROUP, "error")}
    assert judged(check, made(drift=[drifted({"name": "a"}, None, "aws_sqs_queue.a")])) == []


def test_a_masked_value_is_undecided() -> None:
    one = row(
        "aws_iam_role_policy.a",
        "update",
        before={"policy": "a"},
        after={"policy": "b"},
        after_sensitive={"policy": True},
    )
    (found,) = judged(check, made(drift=[one]))
    assert found.undecided and found.hangs_on == ("policy",)


@pytest.mark.parametrize("masked", [{"policy": True}, {"policy": [False, True]}])
def test_a_change_by_hand_behind_a_mask_is_seen(masked: dict[str, Any]) -> None:
    """The reader compared the values before it took them out."""
    one = row(
        "aws_iam_role_policy.a",
        "update",
        before={"policy": ["same", "a"]},
        after={"policy": ["same", "b"]},
        before_sensitive=masked,
        after_sensitive=masked,
    )
    (found,) = judged(check, made(drift=[one]))
    assert (found.undecided, found.severity.value, found.attribute, found.found) == (False, "error", "policy", "")
    same = {**one, "change": {**one["change"], "after": one["change"]["before"]}}
    assert judged(check, made(drift=[same])) == []


@pytest.mark.parametrize("actions", ["create", "update", "delete", ("delete", "create")])
def test_a_second_plan_changes_nothing(actions: Any) -> None:
    rows = [row("aws_sqs_queue.a", actions, before={"delay": 1}, after={"delay": 2})]
    assert judged(check, rows) == []
    assert said(judged(check, rows, repeated=True)) == {("aws_sqs_queue.a", "error")}


def test_a_second_plan_may_read_and_leave_alone() -> None:
    rows = [
        row("aws_sqs_queue.a", "no-op", before={"delay": 1}, after={"delay": 1}),
        row("data.aws_region.here", "read", mode="data", after={}),
    ]
    assert judged(check, rows, repeated=True) == []
