"""Twins: how sure a finding is, what the fix does, and what other documents of the organization cover."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from guardrails.model.finding import Confidence, Finding, Severity
from tests.unit.lint.applied import fixed, found, scp
from tests.unit.lint.project import DEV, findings_of, project_from

RULE = "LINT-023"


def test_a_renamed_twin_is_an_error_that_fix_mends() -> None:
    policy = scp("guardduty:DisassociateFromMasterAccount")
    (one,) = found(RULE, policy)
    assert (one.severity, one.confidence) == (Severity.ERROR, Confidence.HIGH)
    assert one.token == "guardduty:DisassociateFromAdministratorAccount"
    assert one.data_date == "2026-11-21"
    assert fixed(RULE, policy)["Statement"][0]["Action"] == [
        "guardduty:DisassociateFromMasterAccount",
        "guardduty:DisassociateFromAdministratorAccount",
    ]


def test_an_equivalent_twin_is_a_warning_that_fix_leaves_alone() -> None:
    policy = scp(["organizations:LeaveOrganization"])
    (one,) = found(RULE, policy)
    assert (one.severity, one.confidence) == (Severity.WARNING, Confidence.MEDIUM)
    assert fixed(RULE, policy) == policy
    mended = fixed(RULE, policy, unsafe=True)
    assert mended["Statement"][0]["Action"] == ["organizations:LeaveOrganization", "organizations:AcceptHandshake"]
    assert found(RULE, mended) == []


def test_a_weak_twin_is_a_note() -> None:
    (one,) = found(RULE, scp("kms:ScheduleKeyDeletion"))
    assert (one.severity, one.confidence) == (Severity.NOTE, Confidence.LOW)


def test_two_renamed_twins_in_one_statement_are_mended_at_once() -> None:
    mended = fixed(RULE, scp(["macie2:DisassociateFromMasterAccount", "securityhub:AcceptInvitation"]))
    assert found(RULE, mended) == []


def test_nothing_is_suggested_where_the_resources_do_not_fit() -> None:
    rows = {"StringEquals": {"ec2:InstanceType": "p5.48xlarge"}}
    policy = scp("ec2:RunInstances", Condition=rows)
    policy["Statement"][0]["Resource"] = "arn:aws:ec2:*:*:instance/*"
    (one,) = found(RULE, policy)
    assert one.fix is None


LEAVE = {"Effect": "Deny", "Action": "organizations:LeaveOrganization", "Resource": "*"}
ACCEPT = {"Effect": "Deny", "Action": "organizations:AcceptHandshake", "Resource": "*"}


def twins(folder: Path, organization: dict[str, Any]) -> list[Finding]:
    root = project_from(folder, organization, {"leave": LEAVE, "accept": ACCEPT})
    return [one for one in findings_of(root) if one.rule == RULE]


def test_a_document_at_a_higher_place_covers_the_twin(tmp_path: Path) -> None:
    ous = [{"name": "Workloads", "scps": ["FullAWSAccess", "leave"], "accounts": [DEV]}]
    assert twins(tmp_path, {"root": {"scps": ["FullAWSAccess", "accept"], "ous": ous}}) == []


def test_a_document_over_some_of_the_accounts_does_not(tmp_path: Path) -> None:
    other = {**DEV, "name": "Prod", "id": "333333333333", "email": "aws+prod@example.com"}
    ous = [
        {"name": "Workloads", "scps": ["FullAWSAccess", "accept"], "accounts": [DEV]},
        {"name": "Others", "scps": ["FullAWSAccess"], "accounts": [other]},
    ]
    (one,) = twins(tmp_path, {"root": {"scps": ["FullAWSAccess", "leave"], "ous": ous}})
    assert one.location.file == "scps/leave.json"
