"""LINT-006 to 008: severities, tokens, the date of the data, and what is mended unasked."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.catalog.freshness import date_of, snapshots
from guardrails.model.finding import Confidence, Severity
from tests.unit.lint.applied import fixed, found, scp


def test_a_prefix_is_renamed_wherever_the_statement_has_it() -> None:
    policy = scp(["step-functions:*", "s3:*", "step-functions:CreateStateMachine"])
    (finding,) = found("LINT-006", policy)
    assert (finding.token, finding.severity) == ("step-functions", Severity.ERROR)
    assert fixed("LINT-006", policy) == scp(["states:*", "s3:*", "states:CreateStateMachine"])


def test_a_prefix_is_not_renamed_to_one_that_lacks_the_action() -> None:
    policy = scp("vpc:CreateCastle")
    assert fixed("LINT-006", policy) == policy
    assert fixed("LINT-006", policy, unsafe=True) == scp("ec2:CreateCastle")


def test_what_may_be_newer_than_the_data_is_a_warning_with_its_date() -> None:
    for rule, policy in (
        ("LINT-006", scp("quantumteleport:*")),
        ("LINT-007", scp("securityhub:GetFindingsV7")),
        ("LINT-008", scp("ec2:*", Condition={"StringEquals": {"ec2:Colour": "red"}})),
    ):
        (finding,) = found(rule, policy)
        assert (finding.severity, finding.confidence) == (Severity.WARNING, Confidence.MEDIUM)
        assert finding.data_date in {one.date.isoformat() for one in snapshots()}
        assert finding.fix is None


def test_capital_letters_are_a_note() -> None:
    (finding,) = found("LINT-006", scp("EC2:RunInstances"))
    assert finding.severity is Severity.NOTE
    assert fixed("LINT-006", scp("EC2:RunInstances")) == scp("ec2:RunInstances")
    assert not found("LINT-007", scp("EC2:runinstances"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("s3:PutBucketEncryption", "s3:PutEncryptionConfiguration"),
        ("ec2:RunInstance", "ec2:RunInstances"),
        ("ec2:runinstances", "ec2:RunInstances"),
        ("s3: GetObject", "s3:GetObject"),
        ("s3.GetObject", "s3:GetObject"),
        ("RunScheduledInstances", "ec2:RunScheduledInstances"),
        ("s3:HeadObject", "s3:HeadObject"),
        ("apigateway:CreateRestApi", "apigateway:CreateRestApi"),
        ("CreateTags", "CreateTags"),
        ("*:Delete*", "*:Delete*"),
    ],
)
def test_an_action_is_mended_where_only_one_can_be_meant(before: str, after: str) -> None:
    assert fixed("LINT-007", scp(before)) == scp(after)


def test_a_dead_name_beside_the_right_one_is_a_note_and_goes() -> None:
    policy = scp(["s3:PutBucketEncryption", "s3:PutEncryptionConfiguration"])
    (finding,) = found("LINT-007", policy)
    assert (finding.severity, finding.token) == (Severity.NOTE, "s3:PutBucketEncryption")
    assert fixed("LINT-007", policy) == scp(["s3:PutEncryptionConfiguration"])


def under(operator: str, key: str, value: Any = "x") -> dict[str, Any]:
    return scp("ec2:RunInstances", Condition={operator: {key: value}})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("aws:SecureTransports", "aws:SecureTransport"),
        ("ec2:InstanceTypes", "ec2:InstanceType"),
        ("aws:Region", "aws:RequestedRegion"),
        ("aws:RequestTags/team", "aws:RequestTag/team"),
        ("PrincipalArn", "aws:PrincipalArn"),
        ("aws:RequestTag", "aws:RequestTag"),
        ("ec2:Vpce", "ec2:Vpce"),
    ],
)
def test_a_key_is_mended_where_only_one_can_be_meant(before: str, after: str) -> None:
    assert fixed("LINT-008", under("StringEquals", before, ["a", "b"])) == under("StringEquals", after, ["a", "b"])


def test_a_key_is_not_renamed_over_another() -> None:
    policy = scp("ec2:*", Condition={"StringEquals": {"aws:Region": "a", "aws:RequestedRegion": "b"}})
    assert fixed("LINT-008", policy) == policy


def test_a_key_keeps_its_number() -> None:
    policy = under("NumericLessThan", "s3:TlsVersions", 1.2)
    assert fixed("LINT-008", policy) == under("NumericLessThan", "s3:TlsVersion", 1.2)


def test_dates_are_of_the_snapshot() -> None:
    assert date_of("services") in {one.date.isoformat() for one in snapshots() if one.name == "services"}


@pytest.mark.parametrize("rule", ["LINT-006", "LINT-007", "LINT-008"])
def test_thousands_of_unknown_names_are_all_found_in_reasonable_time(rule: str) -> None:
    from time import process_time

    names = [f"Describe{chr(97 + at % 26) * 9}{at}" for at in range(3000)]
    services = [f"{name.lower()}:Get" for name in names]
    keys = {f"ec2:{name}": "x" for name in names}
    actions = {"LINT-006": services, "LINT-007": [f"ec2:{name}" for name in names]}.get(rule, ["ec2:RunInstances"])
    policy = scp(actions, Condition={"StringEquals": keys}) if rule == "LINT-008" else scp(actions)
    before = process_time()
    assert len(found(rule, policy)) == 3000
    assert process_time() - before < 10
