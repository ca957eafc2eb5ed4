"""Tags that a request sends, and tags that a resource has."""

from __future__ import annotations

import pytest

from guardrails.model.plan.values import COMPUTED, SENSITIVE, UNKNOWN
from guardrails.model.prediction import Certainty
from guardrails.model.request import UNKNOWN as UNREADABLE
from tests.unit.terraform.requests.building import change, of_action, requests


def of_queue(all_tags: object, **more: object) -> dict[str, object]:
    found = requests(change("aws_sqs_queue", {"name": "q", "tags_all": all_tags, **more}))
    return {key: value for key, value in of_action(found, "sqs:CreateQueue").context.items() if "tag" in key}


@pytest.mark.parametrize("tags", [None, {}, COMPUTED])
def test_without_tags_there_is_no_key(tags: object) -> None:
    assert of_queue(tags) == {}
    found = requests(change("aws_sqs_queue", {"name": "q", "tags_all": tags}))
    assert [one.action for one in found] == ["sqs:CreateQueue"]


def test_known_tags() -> None:
    assert of_queue({"Owner": "me", "env": "dev"}) == {
        "aws:requesttag/owner": "me",
        "aws:requesttag/env": "dev",
        "aws:tagkeys": ("Owner", "env"),
    }


def test_two_spellings_of_a_tag_make_its_value_unknown() -> None:
    found = of_queue({"Owner": "me", "owner": "you"})
    assert found["aws:requesttag/owner"] is UNREADABLE
    assert found["aws:tagkeys"] == ("Owner", "owner")


def test_null_tags_are_not_sent() -> None:
    assert of_queue({"Owner": None, "env": "dev"})["aws:tagkeys"] == ("env",)


@pytest.mark.parametrize("mark", [UNKNOWN, SENSITIVE])
def test_unknown_tags_may_be_any(mark: object) -> None:
    (one, tagging) = requests(change("aws_sqs_queue", {"name": "q", "tags_all": mark}))
    assert one.context == {"aws:requesttag/*": UNREADABLE, "aws:tagkeys": UNREADABLE}
    assert one.causes["aws:requesttag/*"] == ("tags_all", mark)
    assert one.certainty is Certainty.CERTAIN
    assert (tagging.action, tagging.certainty) == ("sqs:TagQueue", Certainty.POSSIBLE)


def test_one_unknown_value_is_unknown_alone() -> None:
    (one, tagging) = requests(change("aws_sqs_queue", {"name": "q", "tags_all": {"a": "1", "b": UNKNOWN}}))
    assert one.context == {"aws:requesttag/a": "1", "aws:requesttag/b": UNREADABLE, "aws:tagkeys": ("a", "b")}
    assert one.causes["aws:requesttag/b"] == ('tags_all["b"]', UNKNOWN)
    assert tagging.certainty is Certainty.CERTAIN


def test_own_tags_are_known_where_only_the_sum_is_not() -> None:
    found = of_queue(UNKNOWN, tags={"Owner": "me"})
    assert found["aws:requesttag/owner"] == "me"
    assert found["aws:requesttag/*"] is UNREADABLE and found["aws:tagkeys"] is UNREADABLE


def test_tags_go_with_the_resource_that_is_made() -> None:
    found = requests(change("aws_instance", {"ami": "ami-1", "instance_type": "t3.micro", "tags_all": {"a": "1"}}))
    tagged = {one.resource_type for one in found if "aws:requesttag/a" in one.context}
    assert tagged == {"instance"}
    call = of_action(found, "ec2:CreateTags")
    assert call.context["ec2:createaction"] == "RunInstances" and call.resource_type == "instance"


def test_a_resource_type_may_have_tags_of_its_own() -> None:
    after = {"ami": "ami-1", "instance_type": "t3.micro", "tags_all": {"a": "1"}, "volume_tags": {"v": "1"}}
    found = requests(change("aws_instance", after))
    assert of_action(found, "ec2:RunInstances", "volume").context["aws:tagkeys"] == ("v",)
    assert {one.resource_type for one in found if one.action == "ec2:CreateTags"} == {"instance", "volume"}


def test_blocks_of_tags() -> None:
    tags = [{"key": "a", "value": "1"}, {"key": "b", "value": UNKNOWN}]
    found = requests(change("aws_autoscaling_group", {"name": "g", "min_size": 0, "max_size": 1, "tag": tags}))
    context = of_action(found, "autoscaling:CreateAutoScalingGroup").context
    assert context["aws:requesttag/a"] == "1" and context["aws:requesttag/b"] is UNREADABLE


def test_a_block_with_an_unknown_key_may_be_any_tag() -> None:
    tags = [{"key": UNKNOWN, "value": "1"}]
    found = requests(change("aws_autoscaling_group", {"name": "g", "min_size": 0, "max_size": 1, "tag": tags}))
    assert of_action(found, "autoscaling:CreateAutoScalingGroup").context["aws:requesttag/*"] is UNREADABLE


def test_a_key_without_id_is_tagged_under_its_own_kind() -> None:
    found = requests(change("aws_kms_key", {"tags_all": {"a": "1"}}))
    assert of_action(found, "kms:TagResource").resource.endswith(":key/*")


BEFORE = {"id": "vol-1", "size": 1, "tags_all": {"a": "1", "gone": "x"}, "tags": {"a": "1", "gone": "x"}}


def test_the_state_shows_the_tags_of_what_is_deleted() -> None:
    (one,) = requests(change("aws_ebs_volume", {}, BEFORE))
    assert one.context["aws:resourcetag/a"] == one.context["ec2:resourcetag/a"] == "1"
    assert "aws:resourcetag/*" not in one.context


def test_masked_tags_of_the_state_are_unknown() -> None:
    (one,) = requests(change("aws_ebs_volume", {}, {"id": "vol-1", "tags_all": SENSITIVE}))
    assert one.context["aws:resourcetag/*"] is UNREADABLE


def test_nobody_knows_the_tags_of_other_resources() -> None:
    found = requests(change("aws_subnet", {"vpc_id": "vpc-1"}))
    vpc = of_action(found, "ec2:CreateSubnet", "vpc")
    assert vpc.context["aws:resourcetag/*"] is UNREADABLE
    assert not [key for key in of_action(found, "ec2:CreateSubnet", "subnet").context if "resourcetag" in key]


def test_what_was_just_made_has_the_tags_of_its_creation() -> None:
    found = requests(change("aws_cloudwatch_log_group", {"name": "g", "retention_in_days": 7, "tags_all": {"a": "1"}}))
    assert of_action(found, "logs:PutRetentionPolicy").context == {"aws:resourcetag/a": "1"}


def test_an_update_sends_only_tags_that_differ() -> None:
    after = {**BEFORE, "tags_all": {"a": "1", "new": "y"}, "tags": {"a": "1", "new": "y"}}
    found = requests(change("aws_ebs_volume", after, BEFORE))
    assert of_action(found, "ec2:CreateTags").context["aws:tagkeys"] == ("new",)
    dropped = of_action(found, "ec2:DeleteTags")
    assert dropped.context["aws:tagkeys"] == ("gone",)
    assert not [key for key in dropped.context if key.startswith("aws:requesttag/")]
    assert {one.action for one in found} == {"ec2:CreateTags", "ec2:DeleteTags"}


def test_dropping_tags_sends_none() -> None:
    after = {**BEFORE, "tags_all": {"a": "1"}}
    assert [one.action for one in requests(change("aws_ebs_volume", after, BEFORE))] == ["ec2:DeleteTags"]


def test_unknown_tags_after_an_update_make_both_calls_possible() -> None:
    found = requests(change("aws_ebs_volume", {**BEFORE, "tags_all": UNKNOWN, "tags": UNKNOWN}, BEFORE))
    assert {(one.action, one.certainty) for one in found} == {
        ("ec2:CreateTags", Certainty.POSSIBLE),
        ("ec2:DeleteTags", Certainty.POSSIBLE),
    }
