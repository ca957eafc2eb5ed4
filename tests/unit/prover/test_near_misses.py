"""Which statement almost caught a witness, and the change that would: shown only where it works."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from guardrails.model.policy.document import FULL_AWS_ACCESS, Condition, Element, PolicyDocument, PolicySet, PolicyType
from guardrails.model.policy.parse import parse_value
from guardrails.model.principals import derived_context, read_principal
from guardrails.model.proof import Calls, Claim, NearMiss, Property, Witness
from guardrails.model.request import Request, Value, context_of
from guardrails.prover.near_misses import near_misses

LEVELS = ("Root", "Workloads", "Workloads/Dev")
ROLE = "arn:aws:iam::111122223333:role/dev"
INSTANCE = "arn:aws:ec2:eu-central-1:111122223333:instance/*"
IMAGE = "arn:aws:ec2:eu-central-1::image/ami-0123456789abcdef0"


def document(name: str, *statements: dict[str, Any]) -> PolicyDocument:
    value = {"Version": "2012-10-17", "Statement": list(statements)}
    found = parse_value(value, PolicyType.SCP, name)
    assert found.document, found.problems
    return found.document


def under(*documents: PolicyDocument) -> PolicySet:
    return PolicySet(scps=((FULL_AWS_ACCESS,), (FULL_AWS_ACCESS, *documents), (FULL_AWS_ACCESS,)))


def request(action: str, resource: str = "*", caller: str = ROLE, **context: Value) -> Request:
    principal = read_principal(caller)
    return Request(principal, action, resource, derived_context(principal) | context_of(context), "111122223333")


def deny(action: Any, condition: dict[str, Any] | None = None, resource: Any = "*", sid: str = "S") -> dict[str, Any]:
    row = {"Sid": sid, "Effect": "Deny", "Action": action, "Resource": resource}
    return row | ({"Condition": condition} if condition else {})


def asking(claim: Claim, *keys: str) -> Property:
    rows = tuple(Condition("StringEquals", key, ("x",)) for key in keys)
    return Property("p", claim, (Calls("c", Element(("*",)), conditions=rows),))


DENY, ALLOW = asking(Claim.DENIED), asking(Claim.ALLOWED)


def nearest(statement: dict[str, Any], asked: Request, claim: Property = DENY, *others: Request) -> NearMiss:
    found = near_misses(under(document("cap", statement)), Witness((asked, *others)), claim, LEVELS)
    assert found
    return found[0]


G6 = request("ec2:RunInstances", INSTANCE, **{"ec2:InstanceType": "g6.xlarge"})
FLEET = request("ec2:CreateFleet", INSTANCE, **{"ec2:InstanceType": "p4d.24xlarge"})
LAUNCH = ["ec2:RunInstances"]

DENIED = [
    pytest.param(
        deny(LAUNCH, {"StringLike": {"ec2:InstanceType": ["p*", "g*"]}}),
        FLEET,
        "action: not in Action",
        "add ec2:CreateFleet to Action of cap#S",
        id="twin",
    ),
    pytest.param(
        deny(LAUNCH, {"StringNotLike": {"ec2:InstanceType": ["p3.2xlarge", "g*.xlarge"]}}),
        G6,
        "StringNotLike on ec2:InstanceType: g6.xlarge against p3.2xlarge, g*.xlarge",
        "narrow g*.xlarge in StringNotLike on ec2:InstanceType of cap#S: it spares g6.xlarge",
        id="sloppy pattern",
    ),
    pytest.param(
        deny(LAUNCH, {"StringEquals": {"ec2:InstanceType": "g*"}}),
        G6,
        "StringEquals on ec2:InstanceType: g6.xlarge against g*",
        "use StringLike instead of StringEquals on ec2:InstanceType in cap#S",
        id="star",
    ),
    pytest.param(
        deny(LAUNCH, {"StringEquals": {"ec2:InstanceType": ["g5.xlarge"]}}),
        G6,
        "StringEquals on ec2:InstanceType: g6.xlarge against g5.xlarge",
        "add g6.xlarge to the values of StringEquals on ec2:InstanceType in cap#S",
        id="value",
    ),
    pytest.param(
        deny("sagemaker:Create*Job", {"ForAnyValue:StringLike": {"sagemaker:InstanceTypes": "ml.p*"}}),
        request("sagemaker:CreateAutoMLJob", "arn:aws:sagemaker:eu-central-1:111122223333:automl-job/a"),
        "ForAnyValue:StringLike on sagemaker:InstanceTypes: the key is absent",
        "deny sagemaker:CreateAutoMLJob in a statement of its own, without sagemaker:InstanceTypes, "
        "which it does not send",
        id="key not sent",
    ),
    pytest.param(
        deny("guardduty:*", resource="arn:aws:guardduty:*:*:detector/*"),
        request("guardduty:StopMonitoringMembers"),
        "resource: guardduty:StopMonitoringMembers is authorized on *, which no ARN names",
        "write * as Resource of cap#S",
        id="no resource",
    ),
    pytest.param(
        deny("ec2:DeregisterImage", resource="arn:aws:ec2:*:111122223333:image/*"),
        request("ec2:DeregisterImage", IMAGE),
        "resource: not in Resource",
        "add arn:aws:ec2:*::image/* to Resource of cap#S",
        id="image",
    ),
    pytest.param(
        deny("s3:Delete*", {"Bool": {"aws:MultiFactorAuthPresent": "false"}}),
        request("s3:DeleteBucket", "arn:aws:s3:::logs"),
        "Bool on aws:MultiFactorAuthPresent: the key is absent",
        "use BoolIfExists instead of Bool on aws:MultiFactorAuthPresent in cap#S",
        id="absent",
    ),
    pytest.param(
        deny("s3:Delete*", {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/d*"}}),
        request("s3:DeleteBucket", "arn:aws:s3:::logs"),
        f"ArnNotLike on aws:PrincipalArn: {ROLE} against arn:aws:iam::*:role/d*",
        f"narrow arn:aws:iam::*:role/d* in ArnNotLike on aws:PrincipalArn of cap#S: it spares {ROLE}",
        id="exemption",
    ),
    pytest.param(
        deny("s3:Delete*", {"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::*:role/dev", "arn:aws:iam::*:role/x*"]}}),
        request("s3:DeleteBucket", "arn:aws:s3:::logs"),
        f"ArnNotLike on aws:PrincipalArn: {ROLE} against arn:aws:iam::*:role/dev, arn:aws:iam::*:role/x*",
        "except arn:aws:iam::*:role/dev from what is asked, or take it out of ArnNotLike on aws:PrincipalArn in cap#S",
        id="exemption by name",
    ),
    pytest.param(
        {"Sid": "S", "Effect": "Deny", "NotAction": ["kms:*", "iam:*"], "Resource": "*"},
        request("kms:CreateKey"),
        "action: NotAction spares it (kms:*)",
        "take kms:* out of NotAction of cap#S",
        id="not action",
    ),
]


@pytest.mark.parametrize(("statement", "asked", "failed", "suggestion"), DENIED)
def test_statement_that_almost_caught_it(
    statement: dict[str, Any], asked: Request, failed: str, suggestion: str
) -> None:
    assert nearest(statement, asked) == NearMiss("Workloads", "cap", "S", (failed,), suggestion)


TAGGED = request("s3:CreateBucket", "arn:aws:s3:::logs", **{"aws:TagKeys": ("owner",)})


def test_a_test_of_presence_is_turned_round_only_where_the_key_is_asked_about() -> None:
    statement = deny("s3:Create*", {"Null": {"aws:TagKeys": "true"}})
    assert nearest(statement, TAGGED, asking(Claim.DENIED, "aws:TagKeys")) == NearMiss(
        "Workloads",
        "cap",
        "S",
        ("Null true on aws:TagKeys: the key is there",),
        "use Null false instead of true on aws:TagKeys in cap#S",
    )
    assert near_misses(under(document("cap", statement)), Witness((TAGGED,)), DENY, LEVELS) == ()


def test_a_guard_is_taken_out_not_turned_round() -> None:
    header = "s3:x-amz-server-side-encryption"
    statement = deny("s3:PutObject", {"StringNotEquals": {header: "aws:kms"}, "Null": {header: "false"}})
    near = nearest(statement, request("s3:PutObject", "arn:aws:s3:::b/o"), asking(Claim.DENIED, header))
    assert near.suggestion == f"take Null on {header} out of cap#S"


def test_a_statement_that_spares_just_the_caller_goes_first() -> None:
    spare = {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/d*"}}
    rows = (
        deny("s3:PutObject", {"Bool": {"aws:SecureTransport": "false"}}, sid="Tls"),
        deny("s3:PutObject", spare, "arn:aws:s3:::state/*", sid="State"),
    )
    call = request("s3:PutObject", "arn:aws:s3:::state/a", **{"aws:SecureTransport": "true"})
    found = near_misses(under(document("d", *rows)), Witness((call,)), DENY, LEVELS)
    assert [one.statement for one in found] == ["State"]


def test_a_statement_that_names_the_resource_goes_before_one_that_does_not() -> None:
    old = {"StringEquals": {"aws:PrincipalTag/team": "old"}}
    rows = (deny("s3:PutObject", old, sid="Any"), deny("s3:PutObject", old, "arn:aws:s3:::state/*", sid="State"))
    call = request("s3:PutObject", "arn:aws:s3:::state/a", **{"aws:PrincipalTag/team": "new"})
    found = near_misses(under(document("d", *rows)), Witness((call,)), DENY, LEVELS)
    assert [one.statement for one in found] == ["State"]


def test_what_is_denied_to_all_but_the_caller_is_near() -> None:
    near = nearest(deny("*", {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/d*"}}), G6)
    assert near.statement == "S"


def test_another_verb_on_another_thing_is_no_twin() -> None:
    policies = under(document("d", deny(["ec2:DeleteFlowLogs", "ec2:CreateCapacityReservation"])))
    call = request("ec2:CreateVpc", "arn:aws:ec2:eu-central-1:111122223333:vpc/*")
    one = Property("p", Claim.DENIED, (Calls("c", Element(("ec2:CreateVpc",))),))
    assert near_misses(policies, Witness((call,)), one, LEVELS) == ()
    both = Property("p", Claim.DENIED, (Calls("c", Element(("ec2:CreateVpc", "ec2:DeleteFlowLogs"))),))
    assert near_misses(policies, Witness((call,)), both, LEVELS)


OPENED = request("s3:PutObject", "arn:aws:s3:::state/a", **{"s3:x-amz-acl": "public-read"})
TYPES = {"StringNotEquals": {"ec2:InstanceType": ["t3.micro"]}}
MICRO = request("ec2:RunInstances", INSTANCE, **{"ec2:InstanceType": "t3.micro"})
ALLOWED = [
    pytest.param(
        deny(LAUNCH, TYPES),
        (MICRO, request("ec2:RunInstances", IMAGE)),
        (f"it denies ec2:RunInstances on {IMAGE}", "StringNotEquals holds, for ec2:InstanceType is absent"),
        "add Null false on ec2:InstanceType to the conditions of cap#S",
        id="form B",
    ),
    pytest.param(
        deny(LAUNCH, {"Null": {"aws:RequestTag/owner": "true"}}),
        (request("ec2:RunInstances", INSTANCE, **{"aws:RequestTag/owner": "me"}), request("ec2:RunInstances", IMAGE)),
        (f"it denies ec2:RunInstances on {IMAGE}", "Null holds, for aws:RequestTag/owner is absent"),
        "write arn:aws:ec2:*:111122223333:instance/* as Resource of cap#S",
        id="tags",
    ),
    pytest.param(
        {"Sid": "S", "Effect": "Deny", "NotAction": "sts:*", "Resource": "*"}
        | {"Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-central-1"}}},
        (request("iam:GetRole", "arn:aws:iam::111122223333:role/x", **{"aws:RequestedRegion": "us-east-1"}),),
        ("it denies iam:GetRole on arn:aws:iam::111122223333:role/x",),
        "add iam:GetRole to NotAction of cap#S",
        id="global service",
    ),
    pytest.param(
        deny("s3:*", {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:sts::111122223333:assumed-role/dev/*"}}),
        (request("s3:PutObject", "arn:aws:s3:::state/a"),),
        ("it denies s3:PutObject on arn:aws:s3:::state/a",),
        f"write {ROLE} instead of arn:aws:sts::111122223333:assumed-role/dev/* in ArnNotLike of cap#S",
        id="session",
    ),
    pytest.param(
        deny(["s3:PutObject", "s3:DeleteObject"]),
        (OPENED,),
        ("it denies s3:PutObject on arn:aws:s3:::state/a",),
        "take s3:PutObject out of Action of cap#S",
        id="action",
    ),
    pytest.param(
        deny(["s3:PutObject", "s3:DeleteObject"], {"StringEquals": {"s3:x-amz-acl": "public-read"}}),
        (OPENED,),
        ("it denies s3:PutObject on arn:aws:s3:::state/a",),
        "",
        id="a condition that holds is there for a reason",
    ),
    pytest.param(
        deny("s3:PutObject", {"Null": {"s3:x-amz-server-side-encryption": "true"}}),
        (request("s3:PutObject", "arn:aws:s3:::state/a"),),
        ("it denies s3:PutObject on arn:aws:s3:::state/a", "Null holds, for s3:x-amz-server-side-encryption is absent"),
        "",
        id="nothing that would help without harm",
    ),
]


@pytest.mark.parametrize(("statement", "call", "failed", "suggestion"), ALLOWED)
def test_statement_that_denies_what_must_pass(
    statement: dict[str, Any], call: tuple[Request, ...], failed: tuple[str, ...], suggestion: str
) -> None:
    near = nearest(statement, call[0], ALLOW, *call[1:])
    assert near == NearMiss("Workloads", "cap", "S", failed, suggestion)


def test_each_statement_that_denies_is_told_of_with_its_own_change() -> None:
    rows = [
        deny("sqs:*", {"StringNotEquals": {"aws:RequestedRegion": region}}, sid=sid)
        for sid, region in (("A", "eu-west-1"), ("B", "eu-west-2"))
    ]
    asked = request("sqs:CreateQueue", **{"aws:RequestedRegion": "eu-central-1"})
    found = near_misses(under(document("lock", *rows)), Witness((asked,)), ALLOW, LEVELS)
    assert [one.statement for one in found] == ["A", "B"]
    assert all("add eu-central-1 to the values of StringNotEquals" in one.suggestion for one in found)


def test_a_node_that_allows_nothing_is_told_of() -> None:
    policies = PolicySet(scps=((FULL_AWS_ACCESS,), (document("no-queues", deny("sqs:*")),), (FULL_AWS_ACCESS,)))
    asked = request("s3:GetObject", "arn:aws:s3:::b/o")
    (near,) = near_misses(policies, Witness((asked,)), ALLOW, LEVELS)
    words = "nothing on Workloads allows s3:GetObject on arn:aws:s3:::b/o"
    assert near == NearMiss("Workloads", "", "", (words,), "attach FullAWSAccess at Workloads")


def test_an_allow_that_almost_holds_is_told_of() -> None:
    allow = {"Sid": "Launch", "Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*"}
    allow |= {"Condition": {"StringEquals": {"ec2:InstanceType": "t3.micro"}}}
    policies = PolicySet(scps=((FULL_AWS_ACCESS,), (document("list", allow),), (FULL_AWS_ACCESS,)))
    call = Witness((MICRO, request("ec2:RunInstances", IMAGE)))
    (near,) = near_misses(policies, call, ALLOW, LEVELS)
    assert near.suggestion == "use StringEqualsIfExists instead of StringEquals on ec2:InstanceType in list#Launch"
    assert near.failed[0] == f"nothing on Workloads allows ec2:RunInstances on {IMAGE}"


def test_a_policy_that_stands_elsewhere_is_offered_first() -> None:
    trail = document("audit-trail", deny("cloudtrail:*"))
    other = document("other", deny("sqs:*"))
    asked = request("cloudtrail:StopLogging", "arn:aws:cloudtrail:eu-central-1:111122223333:trail/t")
    found = near_misses(under(), Witness((asked,)), DENY, LEVELS, (other, trail))
    assert found == (
        NearMiss("Workloads", "audit-trail", "", ("not attached here",), "attach audit-trail at Workloads"),
    )


def test_a_statement_of_another_service_almost_caught_nothing() -> None:
    policies = under(document("cap", deny("sqs:*")))
    assert near_misses(policies, Witness((G6,)), DENY, LEVELS) == ()


def test_two_parts_that_fail_are_both_changed() -> None:
    near = nearest(deny(LAUNCH, {"StringLike": {"ec2:InstanceType": "t*"}}, "arn:aws:ec2:*:*:instance/i-*"), G6)
    assert near.suggestion == (
        "add arn:aws:ec2:*:111122223333:instance/* to Resource of cap#S; "
        "add g6.xlarge to the values of StringLike on ec2:InstanceType in cap#S"
    )


def test_a_statement_without_sid_is_named_by_its_place() -> None:
    statement = {
        "Effect": "Deny",
        "Action": LAUNCH,
        "Resource": "*",
        "Condition": {"StringLike": {"ec2:InstanceType": "t*"}},
    }
    assert nearest(statement, G6).statement == "Statement/0"


def test_a_role_that_no_scp_reaches_has_no_near_miss() -> None:
    linked = "arn:aws:iam::111122223333:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot"
    asked = request("ec2:RunInstances", INSTANCE, linked, **{"ec2:InstanceType": "p4d.24xlarge"})
    assert near_misses(under(document("cap", deny("ec2:*"))), Witness((asked,)), DENY, LEVELS) == ()


REGION = {"StringNotEquals": {"aws:RequestedRegion": "eu-central-1"}}
LOCK = {"Sid": "Lock", "Effect": "Deny", "NotAction": "iam:*", "Resource": "*", "Condition": REGION}
AT_HOME = request("ec2:RunInstances", INSTANCE, **{"aws:RequestedRegion": "eu-central-1"})


def test_a_lock_of_regions_is_near_only_where_regions_are_asked_about() -> None:
    policies, witness = under(document("lock", LOCK)), Witness((AT_HOME,))
    assert near_misses(policies, witness, asking(Claim.DENIED, "ec2:InstanceType"), LEVELS) == ()
    assert near_misses(policies, witness, asking(Claim.DENIED, "aws:RequestedRegion"), LEVELS)


def test_a_statement_for_the_action_goes_before_one_for_all() -> None:
    cap = deny(LAUNCH, {"StringLike": {"ec2:InstanceType": "p*"}, "Bool": {"aws:ViaAWSService": "true"}}, sid="Cap")
    asked = asking(Claim.DENIED, "aws:RequestedRegion")
    found = near_misses(under(document("d", LOCK, cap)), Witness((AT_HOME,)), asked, LEVELS)
    assert [one.statement for one in found] == ["Cap"]


def test_of_twins_the_likest_is_near() -> None:
    rows = (deny(["ec2:Replace", "s3:*"], sid="Other"), deny(["ec2:RunScheduledInstances", "s3:*"], sid="Twin"))
    found = near_misses(under(document("d", *rows)), Witness((AT_HOME,)), DENY, LEVELS)
    assert [one.statement for one in found] == ["Twin"]


def test_a_statement_for_a_whole_service_is_not_near_for_its_own_reasons() -> None:
    tls = deny("ec2:*", {"Bool": {"aws:SecureTransport": "false"}}, sid="Tls")
    call = request("ec2:RunInstances", INSTANCE, **{"aws:SecureTransport": "true"})
    policies = under(document("d", tls, deny(["ec2:RunScheduledInstances"], sid="Twin")))
    assert [one.statement for one in near_misses(policies, Witness((call,)), DENY, LEVELS)] == ["Twin"]
    assert near_misses(under(document("d", tls)), Witness((call,)), DENY, LEVELS) == ()


def test_a_boundary_that_does_not_allow_is_told_of() -> None:
    boundary = document("limit", {"Sid": "Store", "Effect": "Allow", "Action": "s3:*", "Resource": "*"})
    asked = request("sqs:CreateQueue", "arn:aws:sqs:eu-central-1:111122223333:q")
    policies = PolicySet(scps=under().scps, boundary=boundary)
    (near,) = near_misses(policies, Witness((asked,)), ALLOW, LEVELS)
    assert (near.node, near.policy, near.statement) == ("permissions boundary", "limit", "Store")
    assert near.suggestion == "add sqs:CreateQueue to Action of limit#Store"


def test_an_rcp_is_near_only_where_the_resource_is_the_accounts() -> None:
    value = {"Sid": "R", "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "*"}
    value["Condition"] = {"Bool": {"aws:SecureTransport": "false"}}
    rcp = parse_value({"Version": "2012-10-17", "Statement": [value]}, PolicyType.RCP, "rcp").document
    assert rcp is not None
    policies = replace(under(), rcps=((rcp,),))
    own = request("s3:PutObject", "arn:aws:s3:::b/o", **{"aws:SecureTransport": "true"})
    assert [one.policy for one in near_misses(policies, Witness((own,)), DENY, LEVELS)] == ["rcp"]
    away = replace(own, resource_account="999988887777")
    assert near_misses(policies, Witness((away,)), DENY, LEVELS) == ()


def test_an_exempted_action_goes_before_a_twin() -> None:
    spared = {"Sid": "Spared", "Effect": "Deny", "NotAction": "ec2:RunInstances", "Resource": "*"}
    found = near_misses(under(document("d", spared, deny("ec2:RunTask", sid="Twin"))), Witness((G6,)), DENY, LEVELS)
    assert [(one.statement, one.suggestion) for one in found] == [
        ("Spared", "take ec2:RunInstances out of NotAction of d#Spared")
    ]
