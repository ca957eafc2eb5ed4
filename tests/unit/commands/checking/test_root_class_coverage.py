"""Root-class policies bind every member account: attached, or proved to be denied there by others as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guardrails.commands.checking import root_class_coverage
from guardrails.model.finding import Finding, Severity
from guardrails.model.proof import Result, Status
from guardrails.model.source import show_pointer
from tests.unit.lint.project import labs, load, project_from, workloads

TRAIL: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [
        {"Sid": "Stop", "Effect": "Deny", "Action": "cloudtrail:StopLogging", "Resource": "*"},
        {
            "Sid": "Delete",
            "Effect": "Deny",
            "Action": "cloudtrail:DeleteTrail",
            "Resource": "*",
            "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/apply"}},
        },
    ],
}
"""Stands for the policy of the library: the slug makes it one of the root class."""


def found(folder: Path, root: dict[str, Any], **documents: Any) -> list[Finding]:
    project = load(project_from(folder, {"root": root}, {"audit-trail": TRAIL, **documents}))
    return list(root_class_coverage.check(project))


def test_an_account_under_it_is_covered(tmp_path: Path) -> None:
    assert not found(tmp_path, {"scps": ["FullAWSAccess", "audit-trail"], "ous": [workloads(), labs()]})


def test_an_account_beside_it_is_an_error_with_a_request(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, {"scps": ["FullAWSAccess"], "ous": [workloads("audit-trail"), labs()]})
    assert (finding.rule, finding.severity) == ("ORG-025", Severity.ERROR)
    assert finding.message == ("the account Labs/Lab is not under audit-trail, and other policies do not deny the same")
    assert finding.witness.startswith("cloudtrail:StopLogging")
    assert show_pointer(finding.location.pointer) == "/root/ous/1/accounts/0"


def test_other_policies_that_deny_the_same_or_more_will_do(tmp_path: Path) -> None:
    stronger = {"Sid": "All", "Effect": "Deny", "Action": "cloudtrail:*", "Resource": "*"}
    root = {"scps": ["FullAWSAccess"], "ous": [workloads("audit-trail"), labs("stronger")]}
    assert not found(tmp_path, root, stronger=stronger)


def test_policies_that_spare_more_will_not(tmp_path: Path) -> None:
    rows = [dict(row) for row in TRAIL["Statement"]]
    rows[1]["Condition"] = {"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::*:role/apply", "arn:aws:iam::*:role/b"]}}
    root = {"scps": ["FullAWSAccess"], "ous": [workloads("audit-trail"), labs("weaker")]}
    (finding,) = found(tmp_path, root, weaker={**TRAIL, "Statement": rows})
    assert finding.witness.startswith("cloudtrail:DeleteTrail") and "role/b" in finding.witness


def test_an_empty_ou_and_an_account_to_come_count(tmp_path: Path) -> None:
    planned = {"name": "Audit", "status": "planned", "email": "aws+audit@example.com", "env": "shared", "owner": "a"}
    ous = [workloads("audit-trail"), {"name": "New", "scps": ["FullAWSAccess"]}]
    (finding,) = found(tmp_path / "1", {"scps": ["FullAWSAccess"], "ous": ous})
    assert "the OU (no account in it would be covered) New is not under audit-trail" in finding.message
    ous[1]["accounts"] = [planned]
    (finding,) = found(tmp_path / "2", {"scps": ["FullAWSAccess"], "ous": ous})
    assert "the account New/Audit" in finding.message


def test_what_nobody_can_tell_is_an_error_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guardrails.prover.proving.prove", lambda *_: Result(Status.UNDECIDED, reason="out of time"))
    (finding,) = found(tmp_path, {"scps": ["FullAWSAccess"], "ous": [workloads("audit-trail"), labs()]})
    assert finding.severity is Severity.ERROR
    assert finding.message.endswith("whether other policies deny what audit-trail denies is not decided: out of time")
    assert "do not deny the same" not in finding.message
