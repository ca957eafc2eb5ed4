"""One API call is several authorization requests, each with its own context."""

from __future__ import annotations

import pytest

from guardrails.evaluation.call import Call, Part, expand, unlisted_keys
from guardrails.evaluation.sent import ALWAYS, ALWAYS_OF_SERVICE, instance_type_context
from guardrails.model.request import UNKNOWN, Principal, PrincipalKind, Value

ROLE = Principal("arn:aws:iam::222222222222:role/Developer", PrincipalKind.ROLE, "222222222222")


def parts(action: str, *resources: str, absent: tuple[str, ...] = (), **given: Value) -> dict[str, Part]:
    keys = {key.replace("__", ":").replace("_", "/"): value for key, value in given.items()}
    call = Call(ROLE, action, "us-east-1", resources, keys, {"aws:securetransport": "true"}, frozenset(absent))
    return {part.resource_type or part.request.action: part for part in expand(call)}


def test_run_instances_touches_six_resource_types() -> None:
    found = parts("ec2:RunInstances", ec2__instancetype="p3.16xlarge")
    assert set(found) == {"image", "instance", "network-interface", "security-group", "subnet", "volume"}
    assert found["instance"].request.resource == "arn:aws:ec2:us-east-1:222222222222:instance/*"
    assert found["image"].request.resource == "arn:aws:ec2:us-east-1::image/*"
    assert found["instance"].request.context["ec2:instancetype"] == "p3.16xlarge"
    for name in set(found) - {"instance"}:
        assert "ec2:instancetype" not in found[name].request.context
    for part in found.values():
        assert part.request.context["aws:securetransport"] == "true"
        assert part.request.context["ec2:region"] == "us-east-1"


def test_a_type_that_nobody_gave_is_unknown_not_absent() -> None:
    assert parts("ec2:RunInstances")["instance"].request.context["ec2:instancetype"] is UNKNOWN
    assert "s3:x-amz-server-side-encryption" not in parts("s3:PutObject")["object"].request.context


def test_a_stated_absence_wins() -> None:
    found = parts("ec2:RunInstances", absent=("ec2:instancetype",))
    assert "ec2:instancetype" not in found["instance"].request.context


def test_an_action_without_resource_types_is_authorized_on_everything() -> None:
    (part,) = parts("organizations:LeaveOrganization").values()
    assert (part.request.resource, part.assumed) == ("*", False)


def test_a_named_resource_takes_the_place_of_its_type() -> None:
    found = parts("ec2:RunInstances", "arn:aws:ec2:us-east-1:222222222222:subnet/subnet-1")
    assert found["subnet"].request.resource == "arn:aws:ec2:us-east-1:222222222222:subnet/subnet-1"
    assert not found["subnet"].assumed
    assert found["instance"].assumed
    assert parts("s3:PutObject", "arn:aws:s3:::b/k")["object"].request.resource == "arn:aws:s3:::b/k"


def test_optional_types_come_in_only_when_named() -> None:
    arn = "arn:aws:ec2:us-east-1:222222222222:key-pair/k"
    assert "key-pair" not in parts("ec2:RunInstances")
    assert parts("ec2:RunInstances", arn)["key-pair"].request.resource == arn


def test_a_resource_of_the_wrong_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a resource of cloudtrail:StopLogging; it acts on: trail"):
        parts("cloudtrail:StopLogging", "arn:aws:s3:::bucket")


def test_tags_bring_the_tagging_action_along() -> None:
    tagged = expand_all("ec2:RunInstances", {"aws:requesttag/env": "dev"})
    assert {part.request.action for part in tagged} == {"ec2:RunInstances", "ec2:CreateTags"}
    assert {part.request.action for part in expand_all("ec2:RunInstances", {})} == {"ec2:RunInstances"}


def expand_all(action: str, given: dict[str, Value], *resources: str) -> tuple[Part, ...]:
    return expand(Call(ROLE, action, "us-east-1", resources, given))


def test_create_tags_says_which_action_creates() -> None:
    tagging = [
        one
        for one in expand_all("ec2:RunInstances", {"aws:requesttag/env": "dev"})
        if "CreateTags" in one.request.action
    ]
    assert tagging
    assert {one.request.context["ec2:createaction"] for one in tagging} == {"RunInstances"}


def test_a_role_that_is_handed_over_needs_pass_role() -> None:
    role = "arn:aws:iam::222222222222:role/training"
    found = expand_all("sagemaker:CreateTrainingJob", {}, role)
    passing = [part for part in found if part.request.action == "iam:PassRole"]
    assert [part.request.resource for part in passing] == [role]
    assert passing[0].request.context["iam:passedtoservice"] is UNKNOWN


def test_an_action_nobody_knows_is_one_request() -> None:
    (part,) = expand_all("nova:Explode", {"nova:key": "x"})
    assert (part.request.resource, part.request.context["nova:key"]) == ("*", "x")


def test_a_key_of_a_resource_that_is_not_touched_is_refused() -> None:
    with pytest.raises(ValueError, match="does not touch"):
        expand_all("ec2:RunInstances", {"ec2:elasticgputype": "eg1.medium"})


def test_unlisted_keys() -> None:
    assert unlisted_keys("ec2:RunInstances", ["ec2:foo", "ec2:instancetype", "aws:anything"]) == ("ec2:foo",)


#    action                                types                         key                            value
FED = [
    ("ec2:RunInstances", ("p3.2xlarge",), "ec2:instancetype", "p3.2xlarge"),
    ("ec2:ModifyInstanceAttribute", ("p3.2xlarge",), "ec2:attribute/instancetype", "p3.2xlarge"),
    ("sagemaker:CreateTrainingJob", ("p3.2xlarge",), "sagemaker:instancetypes", ("ml.p3.2xlarge",)),
    ("sagemaker:CreateTrainingJob", ("ml.p3.2xlarge",), "sagemaker:instancetypes", ("ml.p3.2xlarge",)),
    ("autoscaling:CreateLaunchConfiguration", ("m5.large",), "autoscaling:instancetype", "m5.large"),
    (
        "autoscaling:UpdateAutoScalingGroup",
        ("m5.large", "t3.nano"),
        "autoscaling:instancetypes",
        ("m5.large", "t3.nano"),
    ),
]


@pytest.mark.parametrize(("action", "types", "key", "value"), FED)
def test_what_an_instance_type_feeds(action: str, types: tuple[str, ...], key: str, value: Value) -> None:
    assert instance_type_context(action, types)[key] == value


def test_every_key_that_is_always_sent_is_one_the_catalog_lists() -> None:
    for action, rows in ALWAYS.items():
        keys = [key for some in rows.values() for key in some]
        assert unlisted_keys(action, keys) == ()
    assert unlisted_keys("s3:GetObject", ALWAYS_OF_SERVICE["s3"]) == ()


def test_each_resource_has_the_owner_that_its_arn_says() -> None:
    shared = "arn:aws:ec2:us-east-1:333333333333:subnet/subnet-1"
    sent = {"aws:resourceaccount": "333333333333"}
    call = Call(ROLE, "ec2:RunInstances", "us-east-1", (shared,), sent=sent, owner="333333333333")
    owners = {part.resource_type: part.request for part in expand(call)}
    assert owners["subnet"].resource_account == "333333333333"
    assert owners["subnet"].context["aws:resourceaccount"] == "333333333333"
    for name in ("instance", "image", "volume"):
        assert owners[name].resource_account == ""
        assert owners[name].context["aws:resourceaccount"] == "222222222222"


def test_an_owner_that_no_arn_says_owns_every_resource() -> None:
    sent = {"aws:resourceaccount": "333333333333"}
    call = Call(ROLE, "s3:GetObject", "us-east-1", ("arn:aws:s3:::b/k",), sent=sent, owner="333333333333")
    (part,) = expand(call)
    assert part.request.resource_account == "333333333333"
    assert part.request.context["aws:resourceaccount"] == "333333333333"


def test_an_object_is_no_bucket() -> None:
    with pytest.raises(ValueError, match="is not a resource of s3:DeleteBucket"):
        parts("s3:DeleteBucket", "arn:aws:s3:::b/k")


def test_a_call_of_a_model_is_about_one_model() -> None:
    assert set(parts("bedrock:InvokeModel")) == {"foundation-model"}
    deployed = "arn:aws:bedrock:us-east-1:222222222222:custom-model-deployment/abc"
    assert set(parts("bedrock:InvokeModel", deployed)) == {"custom-model-deployment"}
    model = "arn:aws:bedrock:us-east-1::foundation-model/m"
    assert set(parts("bedrock:InvokeModel", model)) == {"foundation-model"}


def test_an_inference_profile_leads_to_a_model() -> None:
    profile = "arn:aws:bedrock:us-east-1:222222222222:inference-profile/us.m"
    found = parts("bedrock:InvokeModel", profile)
    assert set(found) == {"inference-profile", "foundation-model"}
    assert found["foundation-model"].assumed
    assert not found["inference-profile"].assumed
