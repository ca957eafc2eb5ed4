"""Known, unset, computed, unknown and hidden are told apart, at every depth."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.model.plan.change import Change
from guardrails.model.plan.values import COMPUTED, SENSITIVE, UNKNOWN, UNSET
from guardrails.terraform.reading.masks import covers, hide
from guardrails.terraform.reading.plan_file import read_plan
from tests.unit.terraform.reading.documents import PLANS, block, configured, document, only, read, row

REF = {"references": ["aws_kms_key.main.arn", "aws_kms_key.main"]}


def instance(after: Any, unknown: Any, /, **expressions: Any) -> Change:
    """Return an instance of which the configuration says this."""
    written = configured(block("aws_instance.main", **expressions))
    return only(row("aws_instance.main", after=after, after_unknown=unknown), configuration=written)


def test_what_is_configured_and_known_later_is_unknown_and_what_is_not_configured_is_computed() -> None:
    found = instance({"ami": None}, {"ami": True, "arn": True, "subnet_id": False}, ami=REF)
    assert (found.get("ami"), found.get("arn"), found.get("subnet_id")) == (UNKNOWN, COMPUTED, UNSET)


def test_without_configuration_nothing_counts_as_computed() -> None:
    for parts in ({"configuration": None}, {"configuration": configured()}):
        assert only(row(after_unknown={"arn": True, "tags_all": True}), **parts).get("arn") is UNKNOWN


@pytest.mark.parametrize(
    ("expressions", "default_tags", "mark"),
    [({}, False, COMPUTED), ({}, True, UNKNOWN), ({"tags": {"references": ["local.tags"]}}, False, UNKNOWN)],
)
def test_all_tags_are_sent_where_tags_or_default_tags_are_set(expressions: Any, default_tags: bool, mark: Any) -> None:
    provider: dict[str, Any] = {"name": "aws", "expressions": {"default_tags": [{}]} if default_tags else {}}
    queue = {**block("aws_sqs_queue.jobs", **expressions), "provider_config_key": "aws"}
    written = configured(queue, provider_config={"aws": provider})
    assert only(row(after_unknown={"tags_all": True}), configuration=written).get("tags_all") is mark


def test_a_block_that_is_not_written_is_computed_as_a_whole() -> None:
    assert instance({}, {"metadata_options": True}).get("metadata_options") is COMPUTED


def test_parts_of_a_block_that_stands_in_no_expression_are_unknown_for_it_is_dynamic() -> None:
    found = instance({"ebs": [{"size": 1}]}, {"ebs": [{"kms_key_id": True}]})
    assert (found.get("ebs[0].size"), found.get("ebs[0].kms_key_id")) == (1, UNKNOWN)


def test_parts_of_a_written_block_are_unknown_where_they_are_written() -> None:
    found = instance({"ebs": [{"size": 1}]}, {"ebs": [{"kms_key_id": True, "iops": True}]}, ebs=[{"kms_key_id": REF}])
    assert (found.get("ebs[0].kms_key_id"), found.get("ebs[0].iops")) == (UNKNOWN, COMPUTED)


def test_a_single_block_is_read_as_one() -> None:
    found = instance({"opts": {"size": 1}}, {"opts": {"key": True, "iops": True}}, opts={"key": REF})
    assert (found.get("opts.key"), found.get("opts.iops"), found.get("opts.size")) == (UNKNOWN, COMPUTED, 1)


def test_a_block_with_an_argument_called_references_is_a_block() -> None:
    found = instance({"opts": {}}, {"opts": {"references": True, "iops": True}}, opts={"references": REF})
    assert (found.get("opts.references"), found.get("opts.iops")) == (UNKNOWN, COMPUTED)


def test_items_of_a_set_find_the_block_that_wrote_them_by_its_constants() -> None:
    blocks = [
        {"device": {"constant_value": "b"}, "key": REF},
        {"device": {"constant_value": "a"}},
    ]
    found = instance({"ebs": [{"device": "a"}, {"device": "b"}]}, {"ebs": [{"key": True}, {"key": True}]}, ebs=blocks)
    assert (found.get("ebs[0].key"), found.get("ebs[1].key")) == (COMPUTED, UNKNOWN)


def test_items_that_any_block_may_have_written_are_unknown_where_one_block_writes() -> None:
    blocks: list[dict[str, Any]] = [{"key": REF}, {}]
    found = instance({"ebs": [{}, {}]}, {"ebs": [{"key": True, "iops": True}] * 2}, ebs=blocks)
    assert (found.get("ebs[0].key"), found.get("ebs[1].key")) == (UNKNOWN, UNKNOWN)
    assert found.get("ebs[0].iops") is COMPUTED


def test_more_items_than_blocks_come_out_of_a_dynamic_one_too() -> None:
    found = instance({"ebs": [{}, {}]}, {"ebs": [{"iops": True}] * 2}, ebs=[{"key": REF}])
    assert (found.get("ebs[0].iops"), found.get("ebs[1].iops")) == (UNKNOWN, UNKNOWN)


def test_a_null_in_a_list_is_unknown_only_where_the_mask_says_so() -> None:
    found = instance({"cidrs": ["10.0.0.0/8", None, None]}, {"cidrs": [False, True]}, cidrs=REF)
    assert found.after["cidrs"] == ["10.0.0.0/8", UNKNOWN, None]


def test_one_unknown_tag_leaves_the_others_known() -> None:
    found = instance({"tags": {"A": "1"}}, {"tags": {"Owner": True}}, tags=REF)
    assert (found.get(("tags", "A")), found.get(("tags", "Owner"))) == ("1", UNKNOWN)


@pytest.mark.parametrize("mask", [[], {}, None, False, [{}], {"a": [False, {}]}])
def test_an_empty_mask_covers_nothing(mask: Any) -> None:
    assert not covers(mask)
    assert instance({"a": None}, {"a": mask}, a=REF).after == {"a": None}
    assert hide({"a": ["x"]}, {"a": mask}, []) == {"a": ["x"]}


@pytest.mark.parametrize("mask", [[True], "true", 1, {"b": True}, [[True]]])
def test_a_mask_that_does_not_fit_covers_all(mask: Any) -> None:
    taken: list[Any] = []
    assert hide({"a": "secret"}, {"a": mask}, taken) == {"a": SENSITIVE}
    assert taken == ["secret"]
    assert instance({"a": "known"}, {"a": mask}, a=REF).get("a") is UNKNOWN


def test_a_mask_of_another_length_leaves_the_rest_or_covers_all() -> None:
    assert hide(["x", "y"], [True], []) == [SENSITIVE, "y"]
    assert hide(["x", "y"], [False, False, True], []) is SENSITIVE
    assert hide(["x", "y"], [False, False, False], []) == ["x", "y"]


def test_what_is_hidden_and_null_is_unset() -> None:
    found = only(row(after={"password": None, "token": "x"}, after_sensitive={"password": True, "token": True}))
    assert (found.get("password"), found.get("token")) == (UNSET, SENSITIVE)


def test_hidden_parts_leave_the_others_as_they_were() -> None:
    after = {"rules": [{"name": "a", "key": "k"}, {"name": "b", "key": "l"}], "size": 1}
    found = only(row(after=after, after_sensitive={"rules": [{"key": True}, {}]}))
    assert found.after == {"rules": [{"name": "a", "key": SENSITIVE}, {"name": "b", "key": "l"}], "size": 1}


def test_a_hidden_value_stays_hidden_when_parts_of_it_are_unknown() -> None:
    found = only(row(after={"a": {"b": "x"}}, after_sensitive={"a": True}, after_unknown={"a": {"c": True}}))
    assert found.get("a") is SENSITIVE


def test_tags_hidden_in_one_place_are_hidden_in_the_copy() -> None:
    after = {"tags": {"Note": "s3cret", "A": "1"}, "tags_all": {"Note": "s3cret", "A": "1"}}
    found = only(row(after=after, after_sensitive={"tags": {"Note": True}, "tags_all": {}}))
    assert found.after["tags_all"] == {"Note": SENSITIVE, "A": "1"}
    whole = only(row(after=after, after_sensitive={"tags": True, "tags_all": {}}))
    assert whole.get("tags_all") is SENSITIVE


def test_write_only_arguments_that_are_configured_are_sent_and_hidden() -> None:
    plan = read_plan(PLANS / "write-only.json")
    assert plan.by_address["aws_db_instance.features"].get("password_wo") is SENSITIVE
    assert plan.by_address["aws_db_instance.features"].get("password_wo_version") == 1
    assert plan.by_address["aws_db_instance.features"].get("password") is UNSET
    written = configured(block("aws_ssm_parameter.a", value_wo={"constant_value": None}))
    assert only(row("aws_ssm_parameter.a", after={"value_wo": None}), configuration=written).get("value_wo") is UNSET


def test_outputs_and_actions_have_masks_of_their_own() -> None:
    plan = read(
        document(
            output_changes={"a": {"actions": ["create"], "before": None, "after": None, "after_unknown": True}},
            action_invocations=[
                {
                    "address": "action.aws_lambda_invoke.warm",
                    "type": "aws_lambda_invoke",
                    "config_values": {"name": "x", "payload": "y"},
                    "config_unknown": {"arn": True},
                    "config_sensitive": {"payload": True},
                }
            ],
        )
    )
    assert plan.outputs[0].after is UNKNOWN
    assert plan.invocations[0].config == {"name": "x", "payload": SENSITIVE, "arn": UNKNOWN}
