"""The workload of the decision rate: ten documents over three levels, and requests of which no two are equal."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import Any

from guardrails.evaluation.compiled import compile_policies
from guardrails.model.policy.document import (
    EVERYTHING,
    FULL_AWS_ACCESS,
    Condition,
    Effect,
    Element,
    PolicyDocument,
    PolicySet,
    SetOperator,
    Statement,
)
from guardrails.model.request import Principal, PrincipalKind, Request, Value, context_of

ACCOUNT = "222222222222"
APPLY = f"arn:aws:iam::{ACCOUNT}:role/guardrails/github-actions-apply"
REGIONS = ("us-east-1", "us-west-2", "us-east-1", "us-east-1", "eu-west-1")
NOT_THE_PIPELINE = Condition("ArnNotLike", "aws:PrincipalArn", ("arn:aws:iam::*:role/guardrails/github-actions-apply",))
ACCELERATED = Condition("StringLike", "ec2:InstanceType", ("p*", "g*", "trn*", "inf*", "dl*", "vt*", "f*"))
ABOVE_THE_CAP = Condition("StringNotLike", "ec2:InstanceType", ("p3.2xlarge", "g5.xlarge"))


def deny(sid: str, actions: str, *conditions: Condition, resource: Element = EVERYTHING) -> Statement:
    return Statement(Effect.DENY, Element(tuple(actions.split())), resource, conditions, sid=sid)


GUARDRAILS = tuple(
    PolicyDocument(statements, name=name)
    for name, statements in {
        "org-boundary": (
            deny("DenyLeave", "organizations:LeaveOrganization account:CloseAccount"),
            deny("DenyRoot", "*", Condition("ArnLike", "aws:PrincipalArn", ("arn:aws:iam::*:root",))),
        ),
        "audit-trail": (
            deny("DenyTrail", "cloudtrail:StopLogging cloudtrail:DeleteTrail cloudtrail:UpdateTrail", NOT_THE_PIPELINE),
        ),
        "threat-detection": (
            deny("DenyDetector", "guardduty:DeleteDetector guardduty:Disassociate* config:Stop*", NOT_THE_PIPELINE),
        ),
        "region-lock": (
            Statement(
                Effect.DENY,
                Element(("iam:*", "sts:*", "organizations:*", "route53:*", "cloudfront:*", "support:*"), negated=True),
                EVERYTHING,
                (Condition("StringNotEquals", "aws:RequestedRegion", ("us-east-1", "us-west-2")), NOT_THE_PIPELINE),
                sid="DenyOtherRegions",
            ),
        ),
        "no-static-credentials": (
            deny("DenyUsers", "iam:CreateUser iam:CreateAccessKey iam:CreateLoginProfile", NOT_THE_PIPELINE),
        ),
        "gpu-cap": (
            deny(
                "CapRunInstances",
                "ec2:RunInstances ec2:StartInstances ec2:CreateFleet",
                ACCELERATED,
                ABOVE_THE_CAP,
                resource=Element(("arn:aws:ec2:*:*:instance/*",)),
            ),
            deny(
                "CapSageMaker",
                "sagemaker:Create*",
                Condition("StringLike", "sagemaker:InstanceTypes", ("ml.p*", "ml.g*"), SetOperator.FOR_ANY_VALUE),
            ),
        ),
        "state-protection": (
            deny(
                "DenyStateWrites",
                "s3:PutObject s3:DeleteObject* s3:PutBucketPolicy",
                NOT_THE_PIPELINE,
                resource=Element(("arn:aws:s3:::mm-terraform-state", "arn:aws:s3:::mm-terraform-state/*")),
            ),
        ),
    }.items()
)


@dataclass(frozen=True, slots=True)
class Workload:
    """A policy set and requests that it denies, allows and exempts."""

    policies: PolicySet
    requests: tuple[Request, ...]

    def compile(self) -> Any:
        return compile_policies(self.policies)

    def summary(self) -> str:
        """Return how many requests end in which verdict; a workload that is all of one kind would measure little."""
        decider = self.compile()
        counted = Counter(str(decider.decide(request)) for request in self.requests)
        exempt = sum(request.principal.kind is PrincipalKind.SERVICE_LINKED_ROLE for request in self.requests)
        return ", ".join(f"{n:,} {name}" for name, n in sorted(counted.items())) + f"; {exempt:,} exempt from SCPs"


def workload(requests: int, seed: int = 7) -> Workload:
    """Return the workload; the same seed gives the same requests."""
    dice = random.Random(seed)
    scps = (
        (FULL_AWS_ACCESS, *GUARDRAILS[:3]),
        (FULL_AWS_ACCESS, *GUARDRAILS[3:]),
        (FULL_AWS_ACCESS,),
    )
    assert sum(map(len, scps)) == 10
    made = tuple(_request(dice, number) for number in range(requests))
    return Workload(PolicySet(scps=scps), made)


def _request(dice: random.Random, number: int) -> Request:
    region = dice.choice(REGIONS)
    action, resource, context = dice.choice(CALLS)
    principal = _principal(dice, number)
    values: dict[str, Value] = {
        "aws:PrincipalArn": principal.arn,
        "aws:PrincipalAccount": ACCOUNT,
        "aws:RequestedRegion": region,
        "aws:SourceIp": f"203.0.113.{number % 254 + 1}",
        "aws:EpochTime": str(1_790_000_000 + number),
        **context,
    }
    return Request(principal, action, resource.format(region=region, number=number), context_of(values), ACCOUNT)


def _principal(dice: random.Random, number: int) -> Principal:
    kind = dice.choices(("developer", "pipeline", "linked", "root"), weights=(85, 5, 8, 2))[0]
    if kind == "pipeline":
        return Principal(APPLY, PrincipalKind.ROLE, ACCOUNT)
    if kind == "linked":
        path = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
        return Principal(f"arn:aws:iam::{ACCOUNT}:role/{path}", PrincipalKind.SERVICE_LINKED_ROLE, ACCOUNT)
    if kind == "root":
        return Principal(f"arn:aws:iam::{ACCOUNT}:root", PrincipalKind.ROOT, ACCOUNT)
    return Principal(f"arn:aws:iam::{ACCOUNT}:role/team-{number % 977}", PrincipalKind.ROLE, ACCOUNT)


_INSTANCE = "arn:aws:ec2:{region}:" + ACCOUNT + ":instance/i-{number:017x}"
CALLS: tuple[tuple[str, str, dict[str, Value]], ...] = (
    ("ec2:RunInstances", _INSTANCE, {"ec2:InstanceType": "p3.16xlarge"}),
    ("ec2:RunInstances", _INSTANCE, {"ec2:InstanceType": "p3.2xlarge"}),
    ("ec2:RunInstances", _INSTANCE, {"ec2:InstanceType": "m5.large"}),
    ("ec2:RunInstances", "arn:aws:ec2:{region}:" + ACCOUNT + ":subnet/subnet-{number:017x}", {}),
    ("ec2:TerminateInstances", _INSTANCE, {"ec2:InstanceType": "m5.large"}),
    ("ec2:DescribeInstances", "*", {}),
    ("s3:PutObject", "arn:aws:s3:::mm-terraform-state/network/{number}.tfstate", {}),
    (
        "s3:PutObject",
        "arn:aws:s3:::team-data/{region}/{number}.parquet",
        {"s3:x-amz-server-side-encryption": "aws:kms"},
    ),
    ("s3:GetObject", "arn:aws:s3:::team-data/{region}/{number}.parquet", {}),
    ("dynamodb:PutItem", "arn:aws:dynamodb:{region}:" + ACCOUNT + ":table/orders-{number}", {}),
    ("lambda:InvokeFunction", "arn:aws:lambda:{region}:" + ACCOUNT + ":function:job-{number}", {}),
    ("kms:Decrypt", "arn:aws:kms:{region}:" + ACCOUNT + ":key/{number:032x}", {}),
    ("cloudtrail:StopLogging", "arn:aws:cloudtrail:{region}:" + ACCOUNT + ":trail/trail-{number}", {}),
    ("guardduty:DeleteDetector", "arn:aws:guardduty:{region}:" + ACCOUNT + ":detector/{number:032x}", {}),
    ("iam:CreateUser", "arn:aws:iam::" + ACCOUNT + ":user/user-{number}", {}),
    ("iam:GetRole", "arn:aws:iam::" + ACCOUNT + ":role/role-{number}", {}),
    ("sts:AssumeRole", "arn:aws:iam::" + ACCOUNT + ":role/role-{number}", {}),
    (
        "sagemaker:CreateTrainingJob",
        "arn:aws:sagemaker:{region}:" + ACCOUNT + ":training-job/job-{number}",
        {"sagemaker:InstanceTypes": ("ml.m5.large", "ml.p3.16xlarge")},
    ),
)
