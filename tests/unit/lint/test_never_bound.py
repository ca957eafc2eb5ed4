"""Whom policies bind: severities, and what only the organization tells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from guardrails.model.finding import Finding, Severity
from guardrails.model.policy.document import PolicyType
from tests.unit.lint.applied import found, scp
from tests.unit.lint.project import findings_of, project_from

RULE = "LINT-029"


def test_all_of_it_is_an_error_a_part_a_warning_an_exemption_a_note() -> None:
    linked, role = "arn:aws:iam::*:role/aws-service-role/*", "arn:aws:iam::*:role/dev-*"
    (whole,) = found(RULE, scp("s3:*", Condition={"ArnLike": {"aws:PrincipalArn": linked}}))
    (part,) = found(RULE, scp("s3:*", Condition={"ArnLike": {"aws:PrincipalArn": [role, linked]}}))
    (spared,) = found(RULE, scp("s3:*", Condition={"ArnNotLike": {"aws:PrincipalArn": [role, linked]}}))
    assert [one.severity for one in (whole, part, spared)] == [Severity.ERROR, Severity.WARNING, Severity.NOTE]
    assert "does not match" in whole.witness


def test_an_rcp_that_does_nothing_at_all_carries_the_date_of_the_list() -> None:
    statement = {"Effect": "Deny", "Principal": "*", "Action": ["lambda:*", "ec2:*"], "Resource": "*"}
    (whole,) = found(RULE, {"Version": "2012-10-17", "Statement": [statement]}, PolicyType.RCP)
    assert (whole.severity, whole.token, whole.data_date) == (Severity.ERROR, "lambda:*, ec2:*", "2026-09-26")


def in_organization(folder: Path, statement: dict[str, Any]) -> list[Finding]:
    root = project_from(folder, documents={"guard": {"Effect": "Deny", "Resource": "*", **statement}})
    return [one for one in findings_of(root) if one.rule == RULE]


def test_the_management_account_is_bound_by_no_scp(tmp_path: Path) -> None:
    arn = "arn:aws:iam::111111111111:role/ops"
    rows = {"ArnLike": {"aws:PrincipalArn": arn}}
    (one,) = in_organization(tmp_path / "a", {"Action": "s3:DeleteBucket", "Condition": rows})
    assert one.severity is Severity.ERROR
    assert "the management account is bound by no SCP" in one.message
    rows = {"ArnNotLike": {"aws:PrincipalArn": [arn, "arn:aws:iam::222222222222:role/ops"]}}
    (one,) = in_organization(tmp_path / "b", {"Action": "s3:DeleteBucket", "Condition": rows})
    assert (one.severity, one.token) == (Severity.NOTE, arn)


def test_an_account_that_is_no_member_is_bound_by_no_scp(tmp_path: Path) -> None:
    rows = {"StringEquals": {"aws:PrincipalAccount": ["222222222222", "999999999999"]}}
    (one,) = in_organization(tmp_path / "a", {"Action": "s3:DeleteBucket", "Condition": rows})
    assert (one.severity, one.token) == (Severity.WARNING, "999999999999")
    rows = {"StringNotEquals": {"aws:PrincipalAccount": ["999999999999"]}}
    assert in_organization(tmp_path / "b", {"Action": "s3:DeleteBucket", "Condition": rows}) == []


def test_the_management_accounts_resources_are_bound_by_no_rcp(tmp_path: Path) -> None:
    table = "arn:aws:dynamodb:*:111111111111:table/*"
    statement = {"Principal": "*", "Action": "dynamodb:DeleteTable", "Resource": [table, table.replace("1" * 12, "*")]}
    (one,) = in_organization(tmp_path, statement)
    assert (one.severity, one.token) == (Severity.WARNING, table)
