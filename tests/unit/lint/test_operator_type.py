"""LINT-010: spelling is mended unasked, types are not."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.model.finding import Severity
from tests.unit.lint.applied import fixed, found, scp


def under(operator: str, key: str = "aws:userid", value: Any = "x") -> dict[str, Any]:
    return scp("s3:*", Condition={operator: {key: value}})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("StringNotEqual", "StringNotEquals"),
        ("stringlikeifexists", "StringLikeIfExists"),
        ("ForAnyValues:StringLike", "ForAnyValue:StringLike"),
        ("StringEqualsIfExist", "StringEqualsIfExists"),
        ("NotStringLike", "StringNotLike"),
        ("NullIfExists", "Null"),
        ("StringSounds", "StringSounds"),
    ],
)
def test_an_operator_is_mended_where_only_one_can_be_meant(before: str, after: str) -> None:
    assert fixed("LINT-010", under(before)) == under(after)


def test_an_operator_is_not_renamed_over_another() -> None:
    policy = scp("s3:*", Condition={"StringNotEqual": {"aws:userid": "x"}, "StringNotEquals": {"aws:username": "y"}})
    assert fixed("LINT-010", policy) == policy


def test_a_truth_in_other_words_is_suggested_only() -> None:
    policy = under("Bool", "aws:SecureTransport", "no")
    assert fixed("LINT-010", policy) == policy
    assert fixed("LINT-010", policy, unsafe=True) == under("Bool", "aws:SecureTransport", "false")


@pytest.mark.parametrize(
    ("operator", "key", "value", "severity"),
    [
        ("StringEquals", "aws:SecureTransport", "false", Severity.WARNING),
        ("Bool", "aws:RequestedRegion", "true", Severity.WARNING),
        ("Bool", "aws:PrincipalArn", "true", Severity.ERROR),
        ("NotIpAddress", "aws:SourceIp", "203.0.113.0/24", Severity.WARNING),
        ("NotIpAddress", "aws:SourceIp", "10.0.0.0/8", Severity.ERROR),
        ("IpAddress", "aws:SourceIp", "203.0.113.1/24", Severity.WARNING),
        ("DateLessThan", "aws:CurrentTime", "tomorrow", Severity.ERROR),
    ],
)
def test_how_much_it_matters(operator: str, key: str, value: str, severity: Severity) -> None:
    assert [one.severity for one in found("LINT-010", under(operator, key, value))] == [severity]
