"""What is wrong with an ARN pattern, and that nothing is wrong with those that AWS publishes."""

from __future__ import annotations

import pytest

from guardrails.catalog.services import prefixes, service
from guardrails.lint.reasoning.arn_flaws import Flaw, resource_flaw, value_flaw
from guardrails.lint.reasoning.situations import pattern_of, sample
from guardrails.model.finding import Confidence, Severity


def formats() -> list[str]:
    homes = [service(prefix) for prefix in prefixes()]
    found = {arn for home in homes if home for kind in home.resource_types.values() for arn in kind.arns}
    return sorted(arn for arn in found if "${Vendor}" not in arn)


def test_every_arn_that_aws_publishes_is_flawless() -> None:
    assert len(formats()) > 2000
    assert [arn for arn in formats() if resource_flaw(pattern_of(arn)) or resource_flaw(sample(arn, "x"))] == []


def flaw(pattern: str) -> Flaw:
    found = resource_flaw(pattern)
    assert found, pattern
    return found


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        ("arn:aws:s3:eu-west-1:222222222222:b", "arn:aws:s3:::b"),
        ("arn:aws:s3:b/*", "arn:aws:s3:::b/*"),
        ("arn:aws:s3::b", "arn:aws:s3:::b"),
        ("arn:aws:iam:role/x", "arn:aws:iam::*:role/x"),
        ("arn:aws:iam:222222222222:role/x", "arn:aws:iam::222222222222:role/x"),
        ("arn:aws:iam:::user/x", "arn:aws:iam::*:user/x"),
        ("arn:aws:iam:us-east-1:*:role/x", "arn:aws:iam::*:role/x"),
        ("arn:aws:ec2:*", "arn:aws:ec2:*:*:*"),
        ("arn:aws:ec2:eu-west-1:*", "arn:aws:ec2:eu-west-1:*:*"),
        ("arn:aws:ec2:*:222222222222:snapshot/*", "arn:aws:ec2:*::snapshot/*"),
        ("arn:aws:route53::222222222222:hostedzone/Z", "arn:aws:route53:::hostedzone/Z"),
        ("arn:aws:sqs:eu-west-1::q", "arn:aws:sqs:eu-west-1:*:q"),
        ("arn:aws:iam::*:role/AWSServiceRoleForX", "arn:aws:iam::*:role/aws-service-role/*/AWSServiceRoleForX"),
        ("arn:aws:EC2:*:*:instance/*", "arn:aws:ec2:*:*:instance/*"),
        ("arn:amazon:s3:::b", "arn:aws:s3:::b"),
        ("arn:aws:sqs:*:q1", ""),
    ],
)
def test_what_was_meant(pattern: str, meant: str) -> None:
    assert flaw(pattern).meant == meant
    assert not meant or resource_flaw(meant) is None


def test_what_rests_on_the_catalog_is_a_warning_with_its_date() -> None:
    for pattern in ("arn:aws:ec2:*:*:new-thing/*", "arn:aws:newservice:*:*:thing/*", "arn:aws:ec2:eu-new-1:*:vpc/*"):
        found = flaw(pattern)
        assert (found.severity, found.confidence) == (Severity.WARNING, Confidence.MEDIUM)
        assert found.data_date.startswith("20")


def test_what_aws_leaves_open_is_not_called_certain() -> None:
    assert not flaw("arn:aws:ec2:*").certain
    assert not flaw("arn:aws:*:*:222222222222:*").certain
    assert flaw("arn:aws:iam::1:role/x").certain


def test_fields_count_only_where_an_operator_compares_them() -> None:
    assert value_flaw("arn:aws:iam::*", "aws:principalarn", True)
    assert value_flaw("arn:aws:iam::*", "aws:principalarn", False) is None


@pytest.mark.parametrize("key", ["aws:sourcearn", "ec2:sourceinstancearn"])
def test_other_keys_may_hold_arns_of_any_service(key: str) -> None:
    assert value_flaw("arn:aws:ec2:*:*:instance/*", key, True) is None
    assert value_flaw("arn:aws:ec2:*:*:instance/*", "aws:principalarn", True)
    assert value_flaw("arn:aws:ec2:*:22:instance/*", key, True)
