"""The situations a statement is asked about: actions, resource types, and the keys that come with them."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.catalog.services import action
from guardrails.lint.reasoning.situations import (
    can_be_absent,
    carriers,
    denies_absence,
    is_created,
    is_per_resource,
    named_actions,
    reached,
    situations,
)
from guardrails.model.policy.document import PolicyType, Statement
from tests.unit.lint.build import subject


def statement(**elements: Any) -> Statement:
    whole = {"Effect": "Deny", "Action": "ec2:RunInstances", "Resource": "*", **elements}
    for name in ("Action", "Resource"):
        if f"Not{name}" in elements:
            del whole[name]
    (one,) = subject({"Version": "2012-10-17", "Statement": [whole]}).statements
    return one


def types(one: Statement) -> set[str]:
    known = action("ec2:RunInstances")
    assert known
    return {use.type for use in reached(one, known)}


def test_only_what_the_resources_can_be_is_asked_about() -> None:
    assert types(statement(Resource="arn:aws:ec2:*:*:instance/*")) == {"instance"}
    assert {"image", "instance", "subnet", "volume"} <= types(statement())
    assert "image" not in types(statement(Resource="arn:aws:ec2:*:222222222222:*"))
    left = types(statement(NotResource=["arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:*:*:subnet/subnet-1"]))
    assert "instance" not in left
    assert {"image", "subnet"} <= left


def test_actions_of_patterns_and_of_what_they_leave() -> None:
    assert named_actions(statement(Action=["ec2:runinst*", "s3:PutObject"])) == ("ec2:RunInstances", "s3:PutObject")
    assert named_actions(statement(Action="*")) == ()
    assert "s3:PutObject" in named_actions(statement(Action="*"), "s3")
    assert named_actions(statement(Action=["ec2:RunInstances"]), "s3") == ()
    left = named_actions(statement(NotAction=["s3:Get*", "ec2:*"]), "s3")
    assert "s3:PutObject" in left
    assert "s3:GetObject" not in left


@pytest.mark.parametrize(
    ("name", "key", "expected"),
    [
        ("ec2:RunInstances", "ec2:InstanceType", {"instance"}),
        ("ec2:CreateVpcPeeringConnection", "EC2:AccepterVpc", {"vpc-peering-connection"}),
        ("rds:CreateDBInstance", "rds:DatabaseClass", {"db"}),
        ("s3:PutObject", "s3:x-amz-acl", {"object", "accesspointobject"}),
        ("s3:PutObject", "ec2:InstanceType", None),
    ],
)
def test_a_key_comes_with_the_resources_that_list_it(name: str, key: str, expected: set[str] | None) -> None:
    known = action(name)
    assert known
    assert carriers(known, key) == expected


def test_the_tags_of_a_launch_come_with_what_it_creates() -> None:
    known = action("ec2:RunInstances")
    assert known
    found = carriers(known, "aws:RequestTag/Owner") or frozenset()
    assert {"instance", "volume", "network-interface"} <= found
    assert not {"image", "subnet", "security-group"} & found


def test_a_situation_knows_what_it_lacks() -> None:
    lacking = {one.use.type for one in situations(statement(), "ec2") if one.use and one.lacks("ec2:InstanceType")}
    assert {"image", "subnet"} <= lacking
    assert "instance" not in lacking
    assert not any(one.lacks("aws:PrincipalArn") for one in situations(statement(), "ec2"))


def test_keys_that_come_with_resources_and_keys_of_the_whole_call() -> None:
    assert all(map(is_per_resource, ("ec2:InstanceType", "aws:RequestTag/a", "aws:ResourceTag/a", "aws:TagKeys")))
    assert not any(map(is_per_resource, ("aws:PrincipalArn", "aws:SourceIp", "ec2:SourceInstanceArn", "x:Unknown")))


@pytest.mark.parametrize(
    ("key", "type", "elements", "expected"),
    [
        ("aws:PrincipalArn", PolicyType.SCP, {}, False),
        ("aws:RequestedRegion", PolicyType.RCP, {}, False),
        ("aws:PrincipalOrgID", PolicyType.SCP, {}, False),
        ("aws:PrincipalOrgID", PolicyType.RCP, {}, True),
        ("aws:PrincipalTag/a", PolicyType.SCP, {}, True),
        ("ec2:InstanceType", PolicyType.SCP, {}, False),
        ("ec2:InstanceType", PolicyType.SCP, {"Action": "ec2:StopInstances"}, True),
        ("s3:TlsVersion", PolicyType.SCP, {"Action": "s3:GetObject"}, False),
        ("s3:x-amz-acl", PolicyType.SCP, {"Action": "s3:PutObject"}, True),
        ("aws:TagKeys", PolicyType.SCP, {"Action": ["ec2:CreateTags", "config:TagResource"]}, False),
        ("aws:TagKeys", PolicyType.SCP, {"Action": ["ec2:CreateTags", "ec2:CreateVpc"]}, True),
        ("x:Unknown", PolicyType.SCP, {}, True),
    ],
)
def test_which_keys_may_be_absent(key: str, type: PolicyType, elements: dict[str, Any], expected: bool) -> None:
    assert can_be_absent(key, statement(**elements), type) is expected


def test_what_a_call_creates() -> None:
    assert is_created("ec2:RunInstances", "instance")
    assert is_created("ec2:CreateSecurityGroup", "security-group")
    assert not is_created("ec2:CreateSecurityGroup", "vpc")
    assert not is_created("ec2:StartInstances", "instance")


@pytest.mark.parametrize(
    ("effect", "condition", "denies"),
    [
        ("Deny", {"Null": {"aws:SourceVpce": "true"}}, True),
        ("Deny", {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}, True),
        ("Deny", {"StringEquals": {"aws:SourceVpce": "vpce-1"}}, False),
        ("Deny", {"Bool": {"aws:SecureTransport": "false"}}, False),
        ("Allow", {"Null": {"aws:SourceVpce": "true"}}, False),
    ],
)
def test_a_deny_that_tests_the_key_may_deny_its_absence(effect: str, condition: object, denies: bool) -> None:
    assert denies_absence(statement(Effect=effect, Condition=condition), "aws:sourcevpce") is denies
