"""Statements that organizations use, put to small changes: the answer must be AWS's, or that nobody can tell."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.commands.gating.preflight import judge_requests
from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.values import COMPUTED, Mark
from tests.unit.commands.gating.predictions import DEV, account, predicted, project, request
from tests.unit.commands.gating.test_contexts import denying
from tests.unit.terraform.requests.building import UNKNOWN, change, placed, requests

ROLE = {"name": "app", "path": "/", "assume_role_policy": "{}"}
BOUNDARY = f"arn:aws:iam::{DEV}:policy/boundary"
INSTANCE = {"ami": "ami-1", "instance_type": "t3.micro", "subnet_id": "subnet-1"}
TEMPLATED = {"launch_template": [{"id": UNKNOWN, "version": "$Latest"}]}
GROUP = {"name": "g", "min_size": 0, "max_size": 1}
SAFE = {"metadata_options": [{"http_tokens": "required"}]}
"""What the reference organization itself asks of every launch."""


def verdict(statement: dict[str, Any], one: Change, *others: Change, told: Any = None) -> str:
    """The worst that is said to the requests of one change."""
    where = denying(**statement)
    place = placed(DEV, "us-east-1")
    found = [row for row in requests(one, *others, told=told or {}, place=place) if row.change is one]
    judged = judge_requests(where, account("Dev"), predicted(*found))
    answers = {row.outcome.value for row in judged if "own" in {each.policy for each in row.deciders}}
    return next((worst for worst in ("deny", "unknown") if worst in answers), "allow")


TOKENS = {
    "Action": "ec2:RunInstances",
    "Resource": "arn:aws:ec2:*:*:instance/*",
    "Condition": {"StringNotEquals": {"ec2:MetadataHttpTokens": "required"}},
}


def templated(type: str, values: dict[str, Any], statement: dict[str, Any], **template: Any) -> str:
    """The verdict on a resource that launches from a template of the plan."""
    lt = change("aws_launch_template", {"name": "t", "instance_type": "t3.micro", **SAFE, **template})
    one = change(type, values)
    return verdict(statement, one, lt, told={(one.address, "launch_template[0].id"): (lt.address,)})


def test_metadata_tokens_come_from_the_launch_template() -> None:
    assert templated("aws_instance", TEMPLATED, TOKENS) == "allow"
    assert templated("aws_instance", TEMPLATED, TOKENS, metadata_options=[]) == "deny"
    assert verdict(TOKENS, change("aws_instance", {"launch_template": [{"id": "lt-1"}]})) == "unknown"
    assert verdict(TOKENS, change("aws_instance", INSTANCE)) == "deny"
    assert verdict(TOKENS, change("aws_instance", {**INSTANCE, **SAFE})) == "allow"


@pytest.mark.parametrize("type", ["aws_instance", "aws_autoscaling_group"])
def test_launches_that_need_a_template(type: str) -> None:
    statement = {
        "Action": "ec2:RunInstances",
        "Condition": {"ArnNotLike": {"ec2:LaunchTemplate": "arn:aws:ec2:*:*:launch-template/*"}},
    }
    values = {**GROUP, **TEMPLATED} if type == "aws_autoscaling_group" else TEMPLATED
    assert templated(type, values, statement) in ("allow", "unknown")
    assert verdict(statement, change("aws_instance", INSTANCE)) == "deny"


@pytest.mark.parametrize(
    ("tags", "expected"), [([], "deny"), ([{"resource_type": "instance", "tags": {"Owner": "me"}}], "unknown")]
)
def test_a_template_may_add_tags(tags: list[object], expected: str) -> None:
    statement = {
        "Action": "ec2:RunInstances",
        "Resource": "arn:aws:ec2:*:*:instance/*",
        "Condition": {"Null": {"aws:RequestTag/Owner": "true"}},
    }
    assert templated("aws_instance", TEMPLATED, statement, tag_specifications=tags) == expected


UNENCRYPTED = {
    "Action": ["ec2:RunInstances", "ec2:CreateVolume"],
    "Resource": "arn:aws:ec2:*:*:volume/*",
    "Condition": {"Bool": {"ec2:Encrypted": "false"}},
}


@pytest.mark.parametrize(
    ("type", "values", "expected"),
    [
        ("aws_ebs_volume", {"size": 1, "availability_zone": "us-east-1a", "encrypted": COMPUTED}, "unknown"),
        ("aws_ebs_volume", {"size": 1, "availability_zone": "us-east-1a", "encrypted": False}, "deny"),
        ("aws_ebs_volume", {"size": 1, "availability_zone": "us-east-1a", "encrypted": True}, "allow"),
        ("aws_instance", {**INSTANCE, "root_block_device": [{"volume_size": 9, "encrypted": COMPUTED}]}, "unknown"),
        ("aws_instance", {**INSTANCE, "root_block_device": [{"encrypted": True}]}, "allow"),
    ],
)
def test_whether_a_disk_is_encrypted_hangs_on_the_account(type: str, values: dict[str, Any], expected: str) -> None:
    assert verdict(UNENCRYPTED, change(type, values)) == expected


def test_disks_of_a_group_are_those_of_its_template() -> None:
    def disks(**ebs: object) -> str:
        values = {**GROUP, **TEMPLATED}
        return templated("aws_autoscaling_group", values, UNENCRYPTED, block_device_mappings=[{"ebs": [ebs]}])

    assert disks(encrypted="true") == "allow"
    assert disks(encrypted="false") == "deny"
    assert disks(volume_size=8) == "unknown"


def test_types_that_a_group_chooses_by_attributes_are_unknown() -> None:
    statement = {"Action": "ec2:RunInstances", "Condition": {"StringLike": {"ec2:InstanceType": "p4d.*"}}}
    inner = {
        "launch_template_specification": [{"launch_template_id": UNKNOWN}],
        "override": [{"instance_type": "", "instance_requirements": [{"vcpu_count": [{"min": 2}]}]}],
    }
    one = change("aws_autoscaling_group", {**GROUP, "mixed_instances_policy": [{"launch_template": [inner]}]})
    lt = change("aws_launch_template", {"name": "t", "instance_type": "t3.micro"})
    at = "mixed_instances_policy[0].launch_template[0].launch_template_specification[0].launch_template_id"
    assert verdict(statement, one, lt, told={(one.address, at): (lt.address,)}) == "unknown"


def test_an_interface_lands_in_the_vpc_of_its_subnet() -> None:
    there = f"arn:aws:ec2:us-east-1:{DEV}:vpc/vpc-1"
    statement = {
        "Action": "ec2:RunInstances",
        "Resource": "arn:aws:ec2:*:*:network-interface/*",
        "Condition": {"ArnNotEquals": {"ec2:Vpc": there}},
    }
    assert verdict(statement, change("aws_instance", INSTANCE)) == "unknown"


UNBOUND = {
    "Action": ["iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePolicy"],
    "Condition": {"StringNotEquals": {"iam:PermissionsBoundary": BOUNDARY}},
}


@pytest.mark.parametrize("type", ["aws_iam_role_policy_attachment", "aws_iam_role_policy"])
def test_the_boundary_of_a_policy_is_that_of_its_role(type: str) -> None:
    policy = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    one = change(type, {"role": "app", "policy_arn": policy, "policy": "{}", "name": "p"})
    told = {(one.address, "role"): ("aws_iam_role.this",)}
    bound = change("aws_iam_role", {**ROLE, "permissions_boundary": BOUNDARY})
    loose = change("aws_iam_role", {**ROLE, "permissions_boundary": None})
    assert verdict(UNBOUND, one, bound, told=told) == "allow"
    assert verdict(UNBOUND, one, loose, told=told) == "deny"
    assert verdict(UNBOUND, one) == "unknown"


def test_functions_outside_of_a_vpc() -> None:
    statement = {"Action": "lambda:CreateFunction", "Condition": {"Null": {"lambda:VpcIds": "true"}}}
    function = {"function_name": "f", "role": f"arn:aws:iam::{DEV}:role/r"}
    inside = {**function, "vpc_config": [{"subnet_ids": ["subnet-1"], "security_group_ids": [], "vpc_id": COMPUTED}]}
    assert verdict(statement, change("aws_lambda_function", function)) == "deny"
    assert verdict(statement, change("aws_lambda_function", inside)) == "unknown"


def test_a_database_that_is_changed_has_keys_that_the_change_does_not_name() -> None:
    statement = {"Action": "rds:ModifyDBInstance", "Condition": {"Bool": {"rds:StorageEncrypted": "false"}}}
    before = {"identifier": "db", "instance_class": "db.t3.micro", "storage_encrypted": False}
    assert (
        verdict(statement, change("aws_db_instance", {**before, "instance_class": "db.t3.small"}, before)) == "unknown"
    )


def test_a_new_bucket_asks_for_a_private_list() -> None:
    statement = {"Action": "s3:CreateBucket", "Condition": {"StringNotEquals": {"s3:x-amz-acl": "private"}}}
    assert verdict(statement, change("aws_s3_bucket", {"bucket": "b"})) == "allow"
    locked = {"Action": "s3:PutBucketObjectLockConfiguration"}
    assert verdict(locked, change("aws_s3_bucket", {"bucket": "b", "object_lock_enabled": True})) == "deny"
    assert verdict(locked, change("aws_s3_bucket", {"bucket": "b", "object_lock_enabled": False})) == "allow"


def test_names_of_records_are_completed_with_their_zone() -> None:
    key = "route53:ChangeResourceRecordSetsNormalizedRecordNames"
    statement = {
        "Action": "route53:ChangeResourceRecordSets",
        "Condition": {"ForAnyValue:StringNotLike": {key: "*.example.com"}},
    }
    record = {"name": "www", "type": "A", "zone_id": "Z1", "records": ["10.0.0.1"]}
    assert verdict(statement, change("aws_route53_record", record)) == "unknown"


def test_a_call_in_an_account_that_nobody_knows_is_sure_only_where_all_accounts_agree() -> None:
    def judged(action: str) -> tuple[str, tuple[str, ...]]:
        row = request(action, "*", account=Mark.UNKNOWN)
        (found,) = judge_requests(project(), account("Dev"), predicted(row))
        return found.outcome.value, found.hangs_on

    assert judged("organizations:LeaveOrganization") == ("unknown", ("aws:PrincipalAccount",))
    assert judged("sqs:ListQueues") in (("allow", ()), ("not-restricted", ()))


def test_the_location_of_a_bucket_in_the_first_region_is_not_documented() -> None:
    statement = {"Action": "s3:CreateBucket", "Condition": {"StringNotEquals": {"s3:LocationConstraint": "us-east-1"}}}
    assert verdict(statement, change("aws_s3_bucket", {"bucket": "b"})) == "unknown"


def test_a_service_may_add_tags_to_what_it_launches() -> None:
    statement = {"Action": "ec2:RunInstances", "Condition": {"Null": {"aws:RequestTag/Owner": "true"}}}
    cluster = {
        "name": "c",
        "service_role": f"arn:aws:iam::{DEV}:role/emr",
        "master_instance_group": [{"instance_type": "m5.xlarge"}],
    }
    assert verdict(statement, change("aws_emr_cluster", cluster)) == "unknown"


@pytest.mark.parametrize(
    ("type", "before", "role", "other"),
    [
        ("aws_lambda_function", {"function_name": "f"}, "role", {"memory_size": 256}),
        ("aws_sagemaker_notebook_instance", {"name": "n"}, "role_arn", {"volume_size": 9}),
        ("aws_cloudtrail", {"name": "t"}, "cloud_watch_logs_role_arn", {"s3_bucket_name": "b"}),
        ("aws_batch_compute_environment", {"compute_environment_name": "c"}, "service_role", {"state": "DISABLED"}),
    ],
)
def test_an_update_passes_the_role_only_where_it_changes(
    type: str, before: dict[str, Any], role: str, other: dict[str, Any]
) -> None:
    state = {**before, role: f"arn:aws:iam::{DEV}:role/old"}
    statement = {"Action": "iam:PassRole"}
    assert verdict(statement, change(type, {**state, **other}, state)) == "allow"
    assert verdict(statement, change(type, {**state, role: f"arn:aws:iam::{DEV}:role/new"}, state)) == "deny"


def test_what_aws_fills_in_is_said_in_words() -> None:
    where = denying(Action="rds:ModifyDBInstance", Condition={"Bool": {"rds:StorageEncrypted": "false"}})
    row = request(
        "rds:ModifyDBInstance", f"arn:aws:rds:us-east-1:{DEV}:db:a", unsaid=frozenset({"rds:storageencrypted"})
    )
    (found,) = judge_requests(where, account("Dev"), predicted(row))
    assert "AWS fills it in" in found.causes["rds:StorageEncrypted"]


def test_what_an_update_leaves_as_it_is_is_not_sent_again() -> None:
    statement = {
        "Action": "sagemaker:UpdateNotebookInstance",
        "Condition": {"ForAnyValue:StringLike": {"sagemaker:InstanceTypes": "ml.p3.*"}},
    }
    state = {"name": "n", "instance_type": "ml.p3.2xlarge", "volume_size": 5}
    assert verdict(statement, change("aws_sagemaker_notebook_instance", {**state, "volume_size": 9}, state)) == "allow"
    smaller = {**state, "instance_type": "ml.t3.medium"}
    assert verdict(statement, change("aws_sagemaker_notebook_instance", state, smaller)) == "deny"


@pytest.mark.parametrize("key", ["aws:ResourceAccount", "aws:ResourceOrgID"])
@pytest.mark.parametrize("type", ["image", "subnet", "security-group"])
def test_an_id_from_outside_of_the_plan_may_be_another_account_s(key: str, type: str) -> None:
    statement = {
        "Action": "ec2:RunInstances",
        "Resource": f"arn:aws:ec2:*:*:{type}/*",
        "Condition": {"StringNotEquals": {key: DEV if key == "aws:ResourceAccount" else "o-a1b2c3d4e5"}},
    }
    values = {**INSTANCE, **SAFE, "vpc_security_group_ids": ["sg-1"]}
    assert verdict(statement, change("aws_instance", values)) == "unknown"


def test_an_id_that_the_plan_holds_is_of_the_account_itself() -> None:
    statement = {
        "Action": "ec2:RunInstances",
        "Resource": "arn:aws:ec2:*:*:subnet/*",
        "Condition": {"StringNotEquals": {"aws:ResourceAccount": DEV}},
    }
    subnet = change("aws_subnet", {"id": "subnet-1"}, verb=Verb.NO_OP)
    assert verdict(statement, change("aws_instance", {**INSTANCE, **SAFE}), subnet) == "allow"
