"""Remarks of `simulate`: what a plain "not denied" would hide."""

from __future__ import annotations

import pytest

from guardrails.cli import run


@pytest.fixture
def answer(capsys):
    def ask(*words: str) -> str:
        assert run(["simulate", *words, "--account", "Dev"]) == 0
        return capsys.readouterr().out

    return ask


@pytest.mark.parametrize(
    ("action", "statement"),
    [
        ("s3:PutObject", "state-protection#DenyStateWrite"),
        ("iam:CreateRole", "self-protection#ProtectGuardrailRoles"),
        ("s3:DeleteObject", "audit-trail#DenyLogStoreTampering, state-protection#DenyStateWrite"),
    ],
)
def test_a_deny_of_some_resources_is_named_when_none_was_given(answer, action, statement):
    assert f"some resources are denied by {statement}" in answer(action)


def test_a_named_resource_gets_its_own_answer_without_the_remark(answer):
    shown = answer("s3:PutObject", "arn:aws:s3:::another-bucket/key")
    assert "not denied" in shown
    assert "some resources" not in shown


def test_what_no_policy_can_see_is_said(answer):
    assert "encryption is not expressible here" in answer("s3:CreateBucket")
    assert "0.0.0.0/0 is not expressible here" in answer("ec2:AuthorizeSecurityGroupIngress")


@pytest.mark.parametrize(
    "words",
    [
        ["ec2:RunInstances", "p3.16xlarge", "ec2:InstanceType=t3.micro"],
        ["ec2:RunInstances", "p3.16xlarge", "--absent", "ec2:InstanceType"],
        ["ec2:RunInstances", "us-east-1", "aws:RequestedRegion=eu-west-1"],
        ["s3:PutObject", "k:x=1", "--unknown", "k:x"],
        ["s3:PutObject", "--absent", "k:x", "--unknown", "K:X"],
    ],
)
def test_contradictions_are_refused(words, capsys):
    assert run(["simulate", *words]) == 2
    assert "leave one" in capsys.readouterr().err


def test_a_pattern_of_everything_is_refused(capsys):
    assert run(["simulate", "*"]) == 2
    assert "narrow the pattern" in capsys.readouterr().err
