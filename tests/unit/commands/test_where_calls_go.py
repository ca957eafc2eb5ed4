"""Which Region, owner and keys a call has: what AWS would see, not merely what was typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guardrails.cli import run


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything here is asked outside any project."""
    monkeypatch.chdir(tmp_path)


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[dict[str, Any], str]:
    """The answer for Dev, and what stands on stderr."""
    assert run(["simulate", *words, "Dev", "--format", "json"]) == 0
    captured = capsys.readouterr()
    answer: dict[str, Any] = json.loads(captured.out)["answers"][0]
    return answer, captured.err


def test_the_region_of_a_named_resource_is_the_region_of_the_call(capsys: pytest.CaptureFixture[str]) -> None:
    answer, _ = asked(capsys, "ec2:TerminateInstances", "arn:aws:ec2:eu-west-1:222222222222:instance/i-1")
    assert answer["decision"] == "deny"
    answer, _ = asked(capsys, "ec2:TerminateInstances", "arn:aws:ec2:us-west-2:222222222222:instance/i-1")
    assert answer["decision"] == "allow"


def test_a_global_service_answers_from_its_one_region(capsys: pytest.CaptureFixture[str]) -> None:
    answer, remarks = asked(capsys, "iam:CreateRole", "eu-west-1")
    assert answer["decision"] == "allow"
    assert "iam:CreateRole goes to us-east-1: aws:RequestedRegion is not eu-west-1" in remarks
    answer, _ = asked(capsys, "iam:CreateRole", "aws:RequestedRegion=eu-west-1")
    assert answer["decision"] == "deny"


def test_an_instance_type_reaches_no_action_without_its_key(capsys: pytest.CaptureFixture[str]) -> None:
    _, remarks = asked(capsys, "rds:CreateDBInstance", "p5.48xlarge")
    assert "rds:CreateDBInstance has no condition key for an instance type" in remarks
    _, remarks = asked(capsys, "ec2:RunInstances", "p5.48xlarge")
    assert "no condition key" not in remarks


def test_a_mistyped_unknown_key_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    _, remarks = asked(capsys, "ec2:RunInstances", "t3.micro", "--unknown", "ec2:InstnceType")
    assert "ec2:instnceType".lower() in remarks


def test_a_session_arn_says_that_its_path_is_lost(capsys: pytest.CaptureFixture[str]) -> None:
    session = "arn:aws:sts::222222222222:assumed-role/MM-github-actions-apply/run"
    answer, remarks = asked(capsys, "cloudtrail:StopLogging", "--as", session)
    assert answer["decision"] == "deny"
    assert "a session ARN leaves out the role's path" in remarks


def test_a_shared_subnet_does_not_make_the_instance_foreign(capsys: pytest.CaptureFixture[str]) -> None:
    shared = "arn:aws:ec2:us-east-1:333333333333:subnet/subnet-1"
    _, remarks = asked(capsys, "ec2:RunInstances", "t3.micro", shared, "-v")
    assert "arn:aws:ec2:us-east-1:222222222222:instance/*" in remarks
    assert "arn:aws:ec2:us-east-1:333333333333:instance/*" not in remarks


@pytest.mark.parametrize("pattern", ["*", "arn:aws:s3:::*/*", "arn:aws:s3:::mm-terraform-*/*"])
def test_a_pattern_for_a_resource_does_not_hide_a_deny_below_it(
    capsys: pytest.CaptureFixture[str], pattern: str
) -> None:
    answer, _ = asked(capsys, "s3:PutObject", "--resource", pattern)
    assert "state-protection#DenyStateWrite" in " ".join(answer["notes"])
