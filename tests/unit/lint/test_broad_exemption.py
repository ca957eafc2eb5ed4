"""Exemptions: how many principals a pattern names, and what the organization adds."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardrails.lint.reasoning.principal_patterns import breadth, has_open_account
from guardrails.model.finding import Severity
from guardrails.model.policy.document import PolicyType
from tests.unit.lint.applied import found
from tests.unit.lint.project import DEV, findings_of, project_from

RULE = "LINT-021"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("*", "everybody"),
        ("arn:*", "everybody"),
        ("arn:aws:iam::*", "everybody"),
        ("arn:aws:iam::*:role*", "every role"),
        ("arn:aws:iam::111122223333:role/*", "every role of account 111122223333"),
        ("*:role/*-admin", "chooses the name"),
        ("*admin*", "any user or role"),
        ("arn:aws:iam::*:role/?dmin", "chooses the name"),
        ("arn:aws:iam::*:role/ops*", "begins with ops"),
        ("arn:aws:iam::*:role/aws-reserved/*", "every Identity Center role"),
    ],
)
def test_too_broad(pattern: str, words: str) -> None:
    one = breadth(pattern, is_arn_operator=False)
    assert one and words in one.why


@pytest.mark.parametrize(
    "pattern",
    [
        "arn:aws:iam::*:role/guardrails/*",
        "arn:aws:iam::*:role/team/*-admin",
        "arn:aws:iam::*:role/*/pipeline",
        "arn:aws:iam::*:role/Admin",
        "arn:aws:iam::*:user/break-glass",
        "arn:*:iam::*:role/OrganizationAccountAccessRole",
        "*/Admin",
    ],
)
def test_not_too_broad(pattern: str) -> None:
    assert breadth(pattern, is_arn_operator=False) is None


def test_an_arn_operator_reads_no_short_pattern() -> None:
    assert breadth("arn:aws:iam::*", is_arn_operator=True) is None
    assert breadth("*", is_arn_operator=True) is not None


def test_open_accounts() -> None:
    assert has_open_account("arn:aws:iam::*:role/backup")
    assert not has_open_account("arn:aws:iam::111122223333:role/backup")
    assert not has_open_account("arn:aws:iam::*:role/aws:ec2-infrastructure")


def test_a_perimeter_that_strangers_pass_is_an_error() -> None:
    rows = {
        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-abcdefghij"},
        "ArnNotLikeIfExists": {"aws:PrincipalArn": "arn:aws:iam::*:role/backup"},
    }
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": rows}
    (one,) = found(RULE, {"Version": "2012-10-17", "Statement": [statement]}, PolicyType.RCP)
    assert one.severity is Severity.ERROR
    del rows["StringNotEqualsIfExists"]
    (one,) = found(RULE, {"Version": "2012-10-17", "Statement": [statement]}, PolicyType.RCP)
    assert one.severity is Severity.WARNING


def test_most_accounts_are_no_exemption(tmp_path: Path) -> None:
    others = [{**DEV, "name": f"A{n}", "id": str(n) * 12, "email": f"aws+{n}@example.com"} for n in (3, 4)]
    ous = [{"name": "Workloads", "scps": ["FullAWSAccess", "guard"], "accounts": [DEV, *others]}]

    def guarded(*exempt: str) -> list[str]:
        rows = {"StringNotEquals": {"aws:PrincipalAccount": list(exempt)}}
        statement = {"Effect": "Deny", "Action": "iam:CreateUser", "Resource": "*", "Condition": rows}
        folder = tmp_path / str(len(exempt))
        root = project_from(folder, {"root": {"ous": ous}}, {"guard": statement})
        return [one.message for one in findings_of(root) if one.rule == RULE]

    assert guarded("222222222222") == []
    (told,) = guarded("222222222222", "333333333333")
    assert "2 of the 3 accounts" in told
