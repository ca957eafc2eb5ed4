"""Questions that the prover once got wrong, each as small as it can be: what is said of many requests holds of each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guardrails.model.policy.document import (
    EVERYTHING,
    FULL_AWS_ACCESS,
    Condition,
    Effect,
    Element,
    PolicyDocument,
    PolicySet,
    PrincipalElement,
    Statement,
)
from guardrails.model.proof import Breadth, Calls, Claim, Property, Scene, Status
from guardrails.model.request import PrincipalKind
from guardrails.prover.comparing import compare
from guardrails.prover.proving import prove
from guardrails.prover.slices.places import partition_regions

ACCOUNT = "111122223333"
OTHER = "444455556666"
SCENE = Scene(
    "Dev",
    ACCOUNT,
    "o-abcdefghij",
    f"o-abcdefghij/r-abcd/ou-abcd-workload/{ACCOUNT}/",
    regions=("us-east-1", "us-west-2"),
    callers=(f"arn:aws:iam::{ACCOUNT}:role/app",),
    accounts=(ACCOUNT, OTHER),
    management_id="999988887777",
)
OWN = Condition("StringEquals", "aws:ResourceAccount", (ACCOUNT,))
ANY_REGION = Condition("StringLike", "aws:RequestedRegion", ("*-*",))


def deny(*actions: str, on: str = "*", when: tuple[Condition, ...] = ()) -> Statement:
    return Statement(Effect.DENY, Element(actions), Element((on,)), when)


def allow(*actions: str, when: tuple[Condition, ...] = ()) -> Statement:
    return Statement(Effect.ALLOW, Element(actions), EVERYTHING, when)


def document(*statements: Statement) -> PolicyDocument:
    return PolicyDocument(statements, name="one")


def scps(*statements: Statement) -> PolicySet:
    return PolicySet(scps=((FULL_AWS_ACCESS, document(*statements)),))


def asked(
    policies: PolicySet,
    *actions: str,
    when: tuple[Condition, ...] = (),
    claim: Claim = Claim.DENIED,
    breadth: Breadth = Breadth.EVERY,
    scene: Scene = SCENE,
) -> Status:
    about = Calls("asked", Element(actions), EVERYTHING, when)
    return prove(policies, Property("asked", claim, (about,), breadth), scene).status


def under_rcps(*statements: Statement) -> tuple[PolicySet, Scene]:
    rcps = ((document(*statements),),)
    return PolicySet(scps=((FULL_AWS_ACCESS,),), rcps=rcps), replace(SCENE, rcps={ACCOUNT: rcps, OTHER: rcps})


def test_an_open_variable_may_hold_the_colons_of_an_arn() -> None:
    owner = Condition("ArnLike", "aws:PrincipalArn", ("${aws:PrincipalTag/owner}",))
    lone = PolicySet(scps=((document(allow("*", when=(owner,))),),))
    assert asked(lone, "s3:GetObject") is not Status.PROVEN
    assert asked(scps(deny("*", when=(owner,))), "s3:GetObject", claim=Claim.ALLOWED) is not Status.PROVEN


def test_the_root_user_needs_no_identity_policy() -> None:
    policies = PolicySet(scps=((FULL_AWS_ACCESS,),), identity=(document(allow("s3:Get*")),))
    assert asked(policies, "s3:PutObject") is Status.REFUTED
    roles = replace(SCENE, kinds=(PrincipalKind.ROLE,))
    assert asked(policies, "s3:PutObject", scene=roles) is Status.PROVEN


@pytest.mark.parametrize(
    "pattern",
    [
        "arn:aws:ec2:us-east-1*",
        "arn:*us-east-1:*:*:*:*",
        "arn:aws:*us-east-1:*",
    ],
)
def test_a_pattern_may_name_a_region_wherever_its_wildcards_let_it(pattern: str) -> None:
    policies = scps(deny("ec2:TerminateInstances", on=pattern))
    assert asked(policies, "ec2:TerminateInstances") is not Status.PROVEN


def test_actions_with_other_regions_are_asked_by_themselves() -> None:
    assert asked(scps(deny("*", when=(ANY_REGION,))), "s3:PutObject", "bedrock:InvokeModel") is Status.REFUTED
    assert asked(scps(deny("*", when=(ANY_REGION,))), "*") is Status.REFUTED
    home = Condition("StringEquals", "aws:RequestedRegion", ("us-east-1",))
    assert asked(scps(deny("*", when=(home,))), "iam:CreateUser", "support:CreateCase") is Status.REFUTED


def test_a_region_to_come_is_in_no_list_of_regions() -> None:
    known = Condition("StringEquals", "aws:RequestedRegion", partition_regions("aws"))
    assert asked(scps(deny("*", when=(known,))), "s3:GetObject") is Status.REFUTED


@pytest.mark.parametrize(
    ("denied", "actions"),
    [
        (("kms:*",), ("kms:Decrypt", "kms:RetireGrant")),
        (("*",), ("kms:Decrypt", "kms:RetireGrant")),
        (("*",), ("s3:GetObject", "ec2:TerminateInstances")),
        (("sts:*", "s3:*"), ("s3:GetObject", "sts:AssumeRole")),
    ],
)
def test_rcps_do_not_reach_all_that_they_name(denied: tuple[str, ...], actions: tuple[str, ...]) -> None:
    policies, scene = under_rcps(deny(*denied))
    assert asked(policies, *actions, when=(OWN,), scene=scene) is Status.REFUTED


def test_a_statement_about_some_callers_is_not_about_all() -> None:
    some = PrincipalElement((("AWS", f"arn:aws:iam::{ACCOUNT}:role/app"),))
    policies, scene = under_rcps(replace(deny("s3:*"), principal=some))
    assert asked(policies, "s3:GetObject", when=(OWN,), scene=scene) is not Status.PROVEN


@pytest.mark.parametrize("kind", [PrincipalKind.SERVICE_LINKED_ROLE, PrincipalKind.SERVICE])
def test_of_kinds_without_principals_nothing_is_said(kind: PrincipalKind) -> None:
    assert asked(scps(), "s3:GetObject", scene=replace(SCENE, kinds=(kind,))) is Status.UNDECIDED


def test_what_some_of_many_actions_carry_counts_in_ordinary_calls() -> None:
    here = Condition("StringEquals", "ec2:Region", ("us-east-1",))
    status = asked(scps(deny("ec2:*", when=(here,))), "ec2:*", claim=Claim.ALLOWED, breadth=Breadth.ORDINARY)
    assert status is Status.REFUTED


def test_what_the_organization_owns_is_of_it() -> None:
    elsewhere = Condition("StringNotEquals", "aws:ResourceOrgID", ("o-abcdefghij",))
    policies = scps(deny("s3:*", when=(elsewhere,)))
    assert asked(policies, "s3:GetObject", claim=Claim.ALLOWED, breadth=Breadth.ORDINARY) is Status.PROVEN


def test_a_new_rcp_denies_what_rcps_reach() -> None:
    before = PolicySet(scps=((FULL_AWS_ACCESS,),), rcps=((document(),),))
    spared = "arn:aws:iam::*:role/aws-service-role/*"
    statements = (deny("kms:RetireGrant"), deny("ec2:*"), deny("sts:AssumeRole", on=spared), deny("sts:TagSession"))
    found = compare(before, replace(before, rcps=((document(*statements),),)), SCENE)
    assert not found.newly_allowed
    assert not found.undecided
    assert {one.actions for one in found.newly_denied} == {("sts:TagSession",)}


def test_services_that_only_policies_know_are_asked_about() -> None:
    lone = PolicySet(scps=((document(allow("newservice:*")),),))
    about = Calls("asked", Element(("s3:GetObject",), negated=True))
    assert prove(lone, Property("asked", Claim.DENIED, (about,)), SCENE).status is Status.REFUTED


def test_a_question_that_aws_reads_in_two_ways_is_said_to_be_one() -> None:
    about = Calls("asked", Element(("ec2:TerminateInstances",)), Element(("arn:aws:EC2:*:*:instance/*",)))
    found = prove(scps(), Property("asked", Claim.DENIED, (about,)), SCENE)
    assert found.status is Status.UNDECIDED
    assert "AWS does not say" in found.reason
