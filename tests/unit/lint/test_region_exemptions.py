"""Region locks: how sure a finding is, and what the fixes do."""

from __future__ import annotations

from guardrails.lint.reasoning.region_services import EXEMPTED_BY_AWS, NEEDED, REGIONAL, is_regional
from guardrails.model.finding import Confidence, Severity
from tests.unit.lint.applied import fixed, found, scp

RULE = "LINT-019"


def outside(*regions: str) -> dict[str, dict[str, list[str]]]:
    return {"StringNotEquals": {"aws:RequestedRegion": list(regions)}}


def test_without_iam_it_is_an_error() -> None:
    (one,) = found(RULE, scp("support:*", negated=True, Condition=outside("eu-west-1")))
    assert (one.severity, one.confidence) == (Severity.ERROR, Confidence.HIGH)
    assert one.token == "iam, organizations, route53, cloudfront"
    assert one.data_date == "2026-11-17"


def test_without_support_it_is_a_warning_and_the_suggestion_mends_it() -> None:
    rest = ["iam:*", "organizations:*", "route53:*", "cloudfront:*"]
    policy = scp(rest, negated=True, Condition=outside("eu-west-1"))
    (one,) = found(RULE, policy)
    assert (one.severity, one.confidence) == (Severity.WARNING, Confidence.MEDIUM)
    assert fixed(RULE, policy) == policy
    assert found(RULE, fixed(RULE, policy, unsafe=True)) == []


def test_fix_mends_capitals_zones_and_the_one_close_name() -> None:
    policy = scp("ec2:*", Condition=outside("EU-WEST-1", "us-east-1a", "ap-southest-2", "us-east-3"))
    regions = fixed(RULE, policy)["Statement"][0]["Condition"]["StringNotEquals"]["aws:RequestedRegion"]
    assert regions[:3] == ["eu-west-1", "us-east-1", "ap-southeast-2"]
    assert regions[3] == "us-east-3", "as close to us-east-1 as to us-east-2"


def test_fix_takes_a_pointless_if_exists_away() -> None:
    rows = {"StringNotEqualsIfExists": {"aws:RequestedRegion": "eu-west-1"}, "Bool": {"aws:SecureTransport": "false"}}
    (statement,) = fixed(RULE, scp("ec2:*", Condition=rows))["Statement"]
    assert statement["Condition"] == {
        "StringNotEquals": {"aws:RequestedRegion": "eu-west-1"},
        "Bool": {"aws:SecureTransport": "false"},
    }


def test_if_exists_stays_where_other_keys_share_it() -> None:
    rows = {"StringNotEqualsIfExists": {"aws:RequestedRegion": "eu-west-1", "aws:ResourceTag/a": "b"}}
    (one,) = found(RULE, scp("ec2:*", Condition=rows))
    assert (one.severity, one.fix) == (Severity.NOTE, None)


def test_services_are_regional_global_or_spared_for_a_reason() -> None:
    assert all(is_regional(prefix) for prefix in ("ec2", "s3", "lambda", "rds", "bedrock"))
    assert not any(is_regional(prefix) for prefix in (*NEEDED, *EXEMPTED_BY_AWS, "signin", "no-such-service"))
    assert not set(REGIONAL) & (EXEMPTED_BY_AWS | set(NEEDED))
