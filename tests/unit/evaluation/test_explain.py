"""Explanations: which statement decides, what a verdict hangs on, who is spared and what was assumed."""

from __future__ import annotations

from guardrails.evaluation.explain import explain
from guardrails.model.decision import Truth
from guardrails.model.policy.document import FULL_AWS_ACCESS, PolicySet, PolicyType
from guardrails.model.policy.parse import parse_value
from guardrails.model.principals import derived_context, read_principal
from guardrails.model.request import UNKNOWN, Request

ROLE = read_principal("arn:aws:iam::111122223333:role/app")
CAP = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "Cap",
            "Effect": "Deny",
            "Action": "ec2:RunInstances",
            "Resource": "arn:aws:ec2:*:*:instance/*",
            "Condition": {
                "StringLike": {"ec2:InstanceType": "p*"},
                "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/exempt"},
            },
        }
    ],
}


def explained(principal=ROLE, **context):
    document = parse_value(CAP, PolicyType.SCP, "cap").document
    assert document is not None
    resource = "arn:aws:ec2:us-east-1:111122223333:instance/*"
    keys = {f"ec2:{name.lower()}": value for name, value in context.items()}
    request = Request(principal, "ec2:RunInstances", resource, derived_context(principal) | keys)
    return explain(PolicySet(scps=((FULL_AWS_ACCESS,), (FULL_AWS_ACCESS, document))), request)


def test_a_denial_names_its_statement_level_and_pointers_on_both_sides():
    explanation = explained(InstanceType="p4d.24xlarge")
    (decider,) = explanation.deciding
    assert (decider.document, decider.sid, decider.level) == ("cap", "Cap", 1)
    assert decider.statement.pointer == ("Statement", 0)
    by_type, _ = decider.conditions
    assert by_type.request_path == "context/ec2:instancetype"
    assert by_type.condition.pointer == ("Statement", 0, "Condition", "StringLike", "ec2:InstanceType")
    assert (by_type.found, by_type.truth) == ("p4d.24xlarge", Truth.TRUE)


def test_an_open_verdict_hangs_on_the_unknown_key_only():
    explanation = explained(InstanceType=UNKNOWN, Tenancy=UNKNOWN)
    assert explanation.verdict.decision is None
    assert explanation.hangs_on == ("ec2:instancetype",)


def test_a_spared_caller_is_told_from_what():
    spared = explained(read_principal("arn:aws:iam::111122223333:role/exempt"), InstanceType="p4d.24xlarge")
    assert [row.sid for row in spared.exempting] == ["Cap"]
    assert explained(InstanceType="m5.large").exempting == ()


def test_absences_that_were_read_are_listed():
    assert explained().assumed_absent == ("ec2:instancetype",)
    assert explained(InstanceType="m5.large").assumed_absent == ()


def test_a_level_that_allows_nothing_is_silent():
    request = Request(ROLE, "s3:GetObject", "arn:aws:s3:::b/k", derived_context(ROLE))
    explanation = explain(PolicySet(scps=((FULL_AWS_ACCESS,), ())), request)
    assert explanation.silent_levels == (1,)
    assert str(explanation.verdict) == "implicit-deny"


def test_an_exempt_caller_has_no_scp_statements():
    linked = read_principal("arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/X")
    explanation = explained(linked, InstanceType="p4d.24xlarge")
    assert explanation.scp_exemption == "service-linked role"
    assert all(row.policy_type is not PolicyType.SCP for row in explanation.statements)
