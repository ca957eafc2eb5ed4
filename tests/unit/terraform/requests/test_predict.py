"""Whole changes: verbs, callers, roles, launch templates, and what nobody can tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.configuration import ModuleConfig, ProviderConfig, ResourceConfig
from guardrails.model.plan.plan import Invocation, Placement
from guardrails.model.plan.values import COMPUTED, SENSITIVE, UNKNOWN
from guardrails.model.prediction import Caller, Certainty, Step
from guardrails.model.request import UNKNOWN as UNREADABLE
from guardrails.terraform import mappings
from tests.unit.terraform.requests.building import ACCOUNT, Fixed, change, of_action, placed, predicted, requests

FOLDER = Path(mappings.__path__[0]).parent
OLD, NEW = {"name": "old", "delay_seconds": 1}, {"name": "new", "delay_seconds": 2}


def steps(one: Change) -> list[tuple[Step, str, str]]:
    return [(found.step, found.action, found.resource.rpartition(":")[2]) for found in requests(one)]


CREATED = (Step.CREATE, "sqs:CreateQueue", "new")
DELETED = (Step.DELETE, "sqs:DeleteQueue", "old")


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        (Verb.CREATE, [CREATED]),
        (Verb.DELETE, [DELETED]),
        (Verb.DELETE_THEN_CREATE, [DELETED, CREATED]),
        (Verb.CREATE_THEN_DELETE, [DELETED, CREATED]),
        (Verb.CREATE_THEN_FORGET, [CREATED]),
        (Verb.NO_OP, []),
        (Verb.READ, []),
        (Verb.FORGET, []),
        (Verb.UPDATE, [(Step.UPDATE, "sqs:SetQueueAttributes", "new")]),
    ],
)
def test_verbs(verb: Verb, expected: list[tuple[Step, str, str]]) -> None:
    one = change("aws_sqs_queue", NEW, OLD, verb)
    assert steps(one) == expected
    assert predicted(one).silent == (() if expected else (one,))


def test_an_import_alone_makes_no_request() -> None:
    one = change("aws_sqs_queue", OLD, OLD, Verb.NO_OP, importing=True)
    assert predicted(one).requests == () and predicted(one).silent == (one,)


def test_an_import_may_also_update() -> None:
    one = change("aws_sqs_queue", NEW, OLD, Verb.UPDATE, importing=True)
    assert [found.action for found in requests(one)] == ["sqs:SetQueueAttributes"]


def test_a_deposed_object_is_deleted() -> None:
    assert steps(change("aws_sqs_queue", {}, OLD, deposed="8f7a")) == [DELETED]


def test_only_what_changes_is_updated() -> None:
    before = {"id": "vol-1", "size": 1, "type": "gp3"}
    assert [one.action for one in requests(change("aws_ebs_volume", {**before, "size": 2}, before))] == [
        "ec2:ModifyVolume"
    ]
    (one,) = requests(change("aws_ebs_volume", {**before, "size": UNKNOWN}, before))
    assert one.certainty is Certainty.POSSIBLE


@pytest.mark.parametrize("type", ["aws_cloudformation_stack", "aws_cloudcontrolapi_resource"])
def test_what_another_service_makes_for_a_change_is_not_known(type: str) -> None:
    found = predicted(change(type, {"name": "a", "template_body": "{}"}))
    assert any("is in no plan" in one.reason for one in found.unmapped)
    assert found.requests


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (change("aws_sqs_queue", {"name": "a"}, verb=Verb.UNKNOWN), "does not know"),
        (change("awscc_s3_bucket", {"name": "a"}), "awscc"),
        (change("AWS_INSTANCE", {"a": "b"}, provider="registry.terraform.io/hashicorp/aws"), "none of AWS's provider"),
        (change("aws_no_such_type", {"name": "a"}), "no table"),
        (change("aws_codecatalyst_project", {"name": "a"}), "no IAM action"),
        (change("aws_sqs_queue", UNKNOWN, verb=Verb.CREATE), "nothing of it is known"),  # type: ignore[arg-type]
    ],
)
def test_what_nobody_can_tell_has_a_reason(one: Change, reason: str) -> None:
    (unmapped,) = predicted(one).unmapped
    assert unmapped.change is one and reason in unmapped.reason
    assert predicted(one).requests == ()


@pytest.mark.parametrize("type", ["terraform_data", "random_id", "null_resource", "google_project"])
def test_other_providers_make_no_request_to_aws(type: str) -> None:
    one = change(type, {"input": "a"})
    assert predicted(one).silent == (one,) and not predicted(one).unmapped


@pytest.mark.parametrize(("type", "verb"), [("terraform_data", Verb.CREATE), ("aws_sqs_queue", Verb.DELETE)])
def test_provisioners_run_programs(type: str, verb: Verb) -> None:
    one = change(type, {"name": "a"}, {"name": "a"}, verb)
    config = ResourceConfig(f"{type}.this", "managed", type, "this", provisioners=("local-exec",))
    found = predicted(one, root=ModuleConfig({f"{type}.this": config}))
    (unmapped,) = found.unmapped
    assert unmapped.program and "local-exec" in unmapped.reason
    assert len(found.requests) == (type == "aws_sqs_queue") and not found.silent


def test_an_update_runs_no_provisioner() -> None:
    one = change("terraform_data", {"input": "b"}, {"input": "a"})
    config = ResourceConfig("terraform_data.this", "managed", "terraform_data", "this", provisioners=("local-exec",))
    assert not predicted(one, root=ModuleConfig({"terraform_data.this": config})).unmapped


def test_deferred_changes_and_actions_are_told() -> None:
    late = change("aws_sqs_queue", {"name": "a"}, deferred="provider_config_unknown")
    found = predicted(deferred=(late,), invocations=(Invocation("action.aws_lambda_invoke.run", "aws_lambda_invoke"),))
    put_off, invoked = found.unmapped
    assert put_off.change is late and "provider_config_unknown" in put_off.reason
    assert invoked.change.address == "action.aws_lambda_invoke.run" and "aws_lambda_invoke" in invoked.reason


def test_data_sources_count_when_asked_for() -> None:
    one = change("aws_ami", {}, verb=Verb.READ, mode="data")
    strange = change("aws_strange", {}, verb=Verb.READ, mode="data")
    assert predicted(one, strange).requests == ()
    found = predicted(one, strange, reads=True)
    assert [(found.step, found.action) for found in found.requests] == [(Step.READ, "ec2:DescribeImages")]
    assert [told.change for told in found.unmapped] == [strange]


def test_values_of_each_kind() -> None:
    after = {
        "availability_zone": "eu-west-1a",
        "size": 20,
        "encrypted": True,
        "type": None,
        "iops": UNKNOWN,
        "kms_key_id": SENSITIVE,
    }
    one = of_action(requests(change("aws_ebs_volume", after)), "ec2:CreateVolume", "volume")
    assert one.context["ec2:volumesize"] == "20" and one.context["ec2:encrypted"] == "true"
    assert one.causes["ec2:volumetype"] == ("", COMPUTED)
    assert one.context["ec2:volumeiops"] is UNREADABLE and one.causes["ec2:volumeiops"] == ("iops", UNKNOWN)
    assert one.context["ec2:kmskeyid"] is UNREADABLE and one.causes["ec2:kmskeyid"] == ("kms_key_id", SENSITIVE)
    assert one.context["ec2:region"] == "eu-west-1"


def test_keys_with_several_values_are_tuples() -> None:
    after = {"name": "g", "min_size": 0, "max_size": 1, "target_group_arns": ["arn:aws:a", "arn:aws:b"]}
    one = of_action(requests(change("aws_autoscaling_group", after)), "autoscaling:CreateAutoScalingGroup")
    assert one.context["autoscaling:targetgrouparns"] == ("arn:aws:a", "arn:aws:b")
    half = {**after, "target_group_arns": ["arn:aws:a", UNKNOWN]}
    one = of_action(requests(change("aws_autoscaling_group", half)), "autoscaling:CreateAutoScalingGroup")
    assert one.context["autoscaling:targetgrouparns"] is UNREADABLE


def test_a_list_for_a_key_of_one_value_makes_a_request_each() -> None:
    after = {
        "cluster_name": "c",
        "instance_types": ["g5.xlarge", "g5.2xlarge"],
        "node_role_arn": f"arn:aws:iam::{ACCOUNT}:role/n",
    }
    found = [one for one in requests(change("aws_eks_node_group", after)) if one.action == "ec2:RunInstances"]
    assert {(one.context["ec2:instancetype"], one.caller) for one in found} == {
        ("g5.xlarge", Caller.SLR),
        ("g5.2xlarge", Caller.SLR),
    }


INSTANCE = {"ami": "ami-1", "instance_type": "t3.micro"}


def test_each_element_is_authorized_for_itself() -> None:
    found = requests(change("aws_instance", {**INSTANCE, "vpc_security_group_ids": ["sg-1", "sg-2"]}))
    groups = [one for one in found if one.resource_type == "security-group"]
    assert [one.resource.rpartition("/")[2] for one in groups] == ["sg-1", "sg-2"]
    assert all(one.certainty is Certainty.CERTAIN for one in groups)


def test_an_unknown_list_may_be_empty() -> None:
    found = requests(change("aws_instance", {**INSTANCE, "vpc_security_group_ids": UNKNOWN}))
    one = of_action(found, "ec2:RunInstances", "security-group")
    assert one.certainty is Certainty.POSSIBLE and one.resource.endswith("/*")
    assert one.causes["resource"] == ("vpc_security_group_ids", UNKNOWN)


def test_an_instance_always_has_a_disk() -> None:
    found = requests(change("aws_instance", INSTANCE))
    one = of_action(found, "ec2:RunInstances", "volume")
    assert one.certainty is Certainty.CERTAIN and one.context["ec2:encrypted"] is UNREADABLE
    assert one.causes["ec2:encrypted"] == ("root_block_device.encrypted", COMPUTED)
    told = {**INSTANCE, "root_block_device": [{"encrypted": True, "volume_size": 8}]}
    one = of_action(requests(change("aws_instance", told)), "ec2:RunInstances", "volume")
    assert one.context["ec2:encrypted"] == "true" and one.context["ec2:volumesize"] == "8"


def test_what_is_there_already_is_described_by_more_than_the_plan() -> None:
    found = requests(change("aws_instance", {**INSTANCE, "subnet_id": "subnet-1"}))
    image = of_action(found, "ec2:RunInstances", "image").context
    assert image["ec2:imageid"] == "ami-1" and image["ec2:owner"] is UNREADABLE and image["ec2:public"] is UNREADABLE
    subnet = of_action(found, "ec2:RunInstances", "subnet").context
    assert subnet["ec2:subnetid"] == "subnet-1" and subnet["ec2:vpc"] is UNREADABLE
    assert "ec2:islaunchtemplateresource" not in subnet
    assert "ec2:rootdevicetype" not in of_action(found, "ec2:RunInstances", "instance").context


def test_the_state_describes_what_is_changed() -> None:
    before = {
        "id": "i-1",
        "instance_type": "t3.micro",
        "metadata_options": [{"http_tokens": "required"}],
        "tenancy": "default",
    }
    one = of_action(requests(change("aws_instance", {}, before)), "ec2:TerminateInstances")
    assert one.context["ec2:instancetype"] == "t3.micro" and one.context["ec2:metadatahttptokens"] == "required"
    assert one.context["ec2:instanceid"] == "i-1" and one.context["ec2:placementgroup"] is UNREADABLE
    vpc = of_action(requests(change("aws_vpc", {}, {"id": "vpc-1", "instance_tenancy": "dedicated"})), "ec2:DeleteVpc")
    assert vpc.context["ec2:tenancy"] == "dedicated"


ROLE = f"arn:aws:iam::{ACCOUNT}:role/app"


@pytest.mark.parametrize(
    ("role", "resource", "certainty"),
    [
        (ROLE, ROLE, Certainty.CERTAIN),
        (UNKNOWN, f"arn:aws:iam::{ACCOUNT}:role/*", Certainty.POSSIBLE),
        (None, "", None),
    ],
)
def test_roles_that_are_passed(role: object, resource: str, certainty: Certainty | None) -> None:
    found = [
        one
        for one in requests(change("aws_lambda_function", {"function_name": "f", "role": role}))
        if one.action == "iam:PassRole"
    ]
    assert [(one.resource, one.certainty) for one in found] == ([(resource, certainty)] if certainty else [])
    assert all(one.context == {"iam:passedtoservice": "lambda.amazonaws.com"} for one in found)


def test_the_passed_role_of_the_plan_is_named() -> None:
    role = change("aws_iam_role", {"name": "app", "path": "/x/"})
    one = change("aws_lambda_function", {"function_name": "f", "role": UNKNOWN})
    found = requests(one, role, told={(one.address, "role"): (role.address,)})
    passed = of_action(found, "iam:PassRole")
    assert passed.resource == f"arn:aws:iam::{ACCOUNT}:role/x/app" and passed.certainty is Certainty.CERTAIN


@pytest.mark.parametrize("role", ["app", UNKNOWN])
def test_an_instance_profile_passes_its_role(role: object) -> None:
    profile = change("aws_iam_instance_profile", {"name": "p", "role": role})
    target = change("aws_iam_role", {"name": "app", "path": "/"})
    one = change("aws_instance", {**INSTANCE, "iam_instance_profile": "p"})
    found = requests(one, profile, target, told={(profile.address, "role"): (target.address,)})
    assert [found.resource for found in found if found.action == "iam:PassRole" and found.change is one] == [ROLE]


def test_a_profile_outside_the_plan_hides_its_role() -> None:
    found = requests(change("aws_instance", {**INSTANCE, "iam_instance_profile": "elsewhere"}))
    one = of_action(found, "iam:PassRole")
    assert one.resource.endswith(":role/*") and one.certainty is Certainty.CERTAIN


def test_services_that_call_with_the_callers_session() -> None:
    after = {"identifier": "d", "instance_class": "db.t3.micro", "kms_key_id": f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1"}
    grants = [one for one in requests(change("aws_db_instance", after)) if one.caller is Caller.FAS]
    assert grants
    for one in grants:
        assert one.context["aws:viaawsservice"] == "true"
        assert one.context["aws:calledvia"] == ("rds.amazonaws.com",)
        assert one.context["kms:viaservice"] == "rds.eu-west-1.amazonaws.com"


def test_services_that_call_with_a_role() -> None:
    fleet = [{"instance_type": "m5.xlarge"}]
    after = {
        "name": "e",
        "service_role": ROLE,
        "master_instance_group": fleet,
        "ec2_attributes": [{"instance_profile": "p"}],
    }
    one = of_action(requests(change("aws_emr_cluster", after)), "ec2:RunInstances")
    assert (one.caller, one.principal) == (Caller.SERVICE, ROLE)
    one = of_action(requests(change("aws_emr_cluster", {**after, "service_role": UNKNOWN})), "ec2:RunInstances")
    assert one.principal is UNKNOWN


GROUP: dict[str, object] = {
    "name": "g",
    "min_size": 0,
    "max_size": 1,
    "launch_template": [{"id": UNKNOWN, "version": UNKNOWN}],
}
TEMPLATE = {"name": "t", "instance_type": "p3.2xlarge"}


def launched(group: dict[str, object], *others: Change, led: bool = True) -> list[object]:
    one = change("aws_autoscaling_group", group)
    told = {(one.address, "launch_template[0].id"): (others[0].address,)} if led and others else {}
    found = requests(one, *others, told=told)
    return [one.context.get("ec2:instancetype") for one in found if one.resource_type == "instance"]


def test_the_template_of_the_plan_says_the_type() -> None:
    assert launched(GROUP, change("aws_launch_template", TEMPLATE)) == ["p3.2xlarge"]
    assert launched(GROUP, change("aws_launch_template", {**TEMPLATE, "instance_type": UNKNOWN})) == [UNREADABLE]


def test_a_template_outside_the_plan_says_nothing() -> None:
    assert launched(GROUP) == [UNREADABLE]
    assert launched({**GROUP, "launch_template": [{"id": "lt-1", "version": "1"}]}) == [UNREADABLE]
    assert launched({**GROUP, "launch_template": UNKNOWN}) == [UNREADABLE]


@pytest.mark.parametrize(
    ("version", "value"), [("3", "p3.2xlarge"), ("2", UNREADABLE), ("$Latest", "p3.2xlarge"), ("$Default", UNREADABLE)]
)
def test_only_the_newest_version_stands_in_the_plan(version: str, value: object) -> None:
    state = {**TEMPLATE, "id": "lt-1", "latest_version": 3, "default_version": 1}
    template = change("aws_launch_template", state, state, Verb.NO_OP)
    group = {**GROUP, "launch_template": [{"id": "lt-1", "version": version}]}
    assert launched(group, template, led=False) == [value]


def test_an_unknown_version_is_the_newest_only_by_reference() -> None:
    state = {**TEMPLATE, "id": "lt-1", "latest_version": 3, "default_version": 1}
    template = change("aws_launch_template", {**state, "latest_version": UNKNOWN}, state)
    one = change("aws_autoscaling_group", {**GROUP, "launch_template": [{"id": "lt-1", "version": UNKNOWN}]})
    for told, value in (
        ({}, UNREADABLE),
        ({(one.address, "launch_template[0].version"): (template.address,)}, "p3.2xlarge"),
    ):
        rows = [row for row in requests(one, template, told=told) if row.change is one]
        found = of_action(rows, "ec2:RunInstances", "instance")
        assert found.context["ec2:instancetype"] == value


def test_without_template_nothing_is_checked() -> None:
    assert launched({**GROUP, "launch_template": []}) == []


def test_overrides_of_a_mixed_group() -> None:
    override = [{"instance_type": "g5.xlarge"}, {"instance_type": "g5.2xlarge"}]
    inner = {"launch_template_specification": [{"launch_template_id": UNKNOWN}], "override": override}
    group = {**GROUP, "launch_template": [], "mixed_instances_policy": [{"launch_template": [inner]}]}
    one = change("aws_autoscaling_group", group)
    found = requests(one, change("aws_launch_template", TEMPLATE))
    made = of_action(found, "autoscaling:CreateAutoScalingGroup")
    assert made.context["autoscaling:instancetypes"] == ("g5.xlarge", "g5.2xlarge")


def test_rows_for_provider_versions() -> None:
    one = change("aws_s3_bucket", {"bucket": "b", "tags_all": {"a": "1"}}, provider_key="aws")
    old = requests(one, providers={"aws": ProviderConfig("aws", "aws", version="~> 5.100")})
    assert "aws:requesttag/a" not in of_action(old, "s3:CreateBucket").context
    newer = change("aws_s3_bucket", {"bucket": "b", "bucket_region": None, "tags_all": {"a": "1"}}, provider_key="aws")
    new = requests(newer, providers={"aws": ProviderConfig("aws", "aws", version="~> 6.23")})
    assert of_action(new, "s3:CreateBucket").context["aws:requesttag/a"] == "1"
    either = requests(newer, providers={"aws": ProviderConfig("aws", "aws", version="~> 6.0")})
    assert [found.certainty for found in either if found.action == "s3:CreateBucket"] == [Certainty.POSSIBLE] * 2


def test_the_role_of_the_provider_block_is_said() -> None:
    one = change("aws_sqs_queue", {"name": "q"})
    assert requests(one, place=placed(principal=ROLE))[0].principal == ROLE
    assert requests(one, place=placed(principal=UNKNOWN))[0].principal == ""
    asked = Fixed(Placement(ACCOUNT, "eu-west-1", UNKNOWN, {"principal": "assume_role"}))
    assert requests(one, place=asked)[0].principal is UNKNOWN
    planner = Fixed(Placement(ACCOUNT, "eu-west-1", ROLE, {"principal": "data.aws_caller_identity.current"}))
    assert requests(one, place=planner)[0].principal == ""
