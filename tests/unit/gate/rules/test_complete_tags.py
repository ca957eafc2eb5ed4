"""Mandatory tags of everything that is made or changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from guardrails.gate.rules.complete_tags import check, coverage
from guardrails.model.organization.tree import Settings
from tests.unit.gate.building import configured, inspect, made, organization, row, tags
from tests.unit.gate.rules.judging import judged, said

QUEUE = "aws_sqs_queue.jobs"


def without(*keys: str) -> dict[str, str]:
    return {key: value for key, value in tags().items() if key not in keys}


def of_tags(held: dict[str, Any]) -> dict[str, Any]:
    return row(QUEUE, after={"tags": held, "tags_all": held})


def test_all_tags_are_fine() -> None:
    assert judged(check, [of_tags(tags())], "Dev") == []


def test_what_is_missing_is_named() -> None:
    (one,) = judged(check, [of_tags(without("Owner", "CostCenter"))], "Dev")
    assert one.expected == "Owner, CostCenter"
    assert one.message.startswith("Owner, CostCenter missing")


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_value_counts_as_missing(empty: str) -> None:
    (one,) = judged(check, [of_tags(tags(Owner=empty))], "Dev")
    assert one.expected == "Owner" and "Owner is empty" in one.message


def test_another_letter_case_is_another_key() -> None:
    (one,) = judged(check, [of_tags({**without("Owner"), "owner": "x"})], "Dev")
    assert "Owner is written owner" in one.message


def test_default_tags_of_the_provider_count() -> None:
    assert judged(check, [row(QUEUE, after={"tags": None, "tags_all": tags()})], "Dev") == []


def test_tags_of_a_group_are_its_blocks() -> None:
    blocks = [{"key": key, "value": value} for key, value in tags().items()]
    assert judged(check, [row("aws_autoscaling_group.a", after={"tag": blocks})], "Dev") == []
    assert said(judged(check, [row("aws_autoscaling_group.a", after={"tag": blocks[1:]})], "Dev")) == {
        ("aws_autoscaling_group.a", "error")
    }


@pytest.mark.parametrize("actions", ["delete", "no-op", "forget"])
def test_what_is_left_alone_or_goes_is_left_out(actions: str) -> None:
    values = {"tags_all": {"Name": "x"}}
    sides = {"before": values, "after": values if actions == "no-op" else None}
    assert judged(check, [row(QUEUE, actions, **sides)], "Dev") == []


def test_objects_and_types_without_tags_are_left_out() -> None:
    rows = [row("aws_s3_object.state", after={"tags_all": {}}), row("aws_route.a", after={"route_table_id": "rtb-1"})]
    assert judged(check, rows, "Dev") == []


def test_unknown_tags_are_undecided() -> None:
    plan = made(
        row(QUEUE, after={"name": "jobs"}, after_unknown={"tags": True, "tags_all": True}),
        configuration=configured((QUEUE, {"tags": "terraform_data.owner.output"})),
    )
    (one,) = judged(check, plan, "Dev")
    assert one.undecided and "terraform_data.owner.output" in one.hangs_on


def test_known_keys_with_an_unknown_value_are_undecided() -> None:
    held = {**without("Owner"), "Owner": None}
    plan = made(
        row("aws_autoscaling_group.a", after={"tag": [{"key": k, "value": v} for k, v in held.items()]}),
        configuration=configured(("aws_autoscaling_group.a", {"tag": "local.tags"})),
    )
    assert said(judged(check, plan, "Dev")) == {("aws_autoscaling_group.a", "error")}
    unknown = {"tag": [{"value": True} if key == "Owner" else {} for key in held]}
    plan = made(
        row(
            "aws_autoscaling_group.a",
            after={"tag": [{"key": k, "value": v} for k, v in held.items()]},
            after_unknown=unknown,
        ),
        configuration=configured(("aws_autoscaling_group.a", {"tag": "local.tags"})),
    )
    assert said(judged(check, plan, "Dev")) == {("aws_autoscaling_group.a", "undecided")}


def test_the_coverage_counts_what_stays_too() -> None:
    held = {"tags_all": tags()}
    rows = [row("aws_sqs_queue.old", "no-op", before=held, after=held), of_tags({})]
    (one,) = judged(check, rows, "Dev")
    assert "1 of 2 (50 %)" in one.message
    assert coverage(inspect(rows, "Dev")) == "1 of 2 (50 %)"
    assert coverage(inspect([row("aws_route.a", after={})], "Dev")) == ""


def test_without_mandatory_tags_nothing_is_asked_for() -> None:
    free = replace(organization(), settings=Settings({}))
    assert judged(check, [of_tags({})], "Dev", organization=free) == []
