"""The global keys that come with every call."""

from __future__ import annotations

from datetime import UTC, datetime

from guardrails.evaluation.defaults import default_context
from guardrails.model.request import UNKNOWN, Principal, PrincipalKind

ARN = "arn:aws:iam::222222222222:"
ROLE = Principal(f"{ARN}role/x", PrincipalKind.ROLE, "222222222222")


def test_a_role_of_a_member_account() -> None:
    context = default_context(ROLE, "s3:GetObject", "us-east-1", moment=datetime(2026, 11, 20, tzinfo=UTC))
    assert context["aws:principalarn"] == f"{ARN}role/x"
    assert context["aws:principaltype"] == "AssumedRole"
    assert context["aws:requestedregion"] == "us-east-1"
    assert context["aws:currenttime"] == "2026-11-20T00:00:00Z"
    assert context["aws:resourceaccount"] == "222222222222"
    assert context["aws:sourceip"] is UNKNOWN
    assert "aws:username" not in context
    assert "aws:multifactorauthpresent" not in context


def test_users_root_services_and_strangers() -> None:
    user = default_context(
        Principal(f"{ARN}user/team/ana", PrincipalKind.USER, "222222222222"), "s3:GetObject", "eu-west-1"
    )
    assert user["aws:username"] == "ana"
    assert "aws:tokenissuetime" not in user
    root = default_context(Principal(f"{ARN}root", PrincipalKind.ROOT, "222222222222"), "s3:GetObject", "eu-west-1")
    assert (root["aws:principaltype"], root["aws:userid"]) == ("Account", "222222222222")
    service = default_context(Principal("cloudtrail.amazonaws.com", PrincipalKind.SERVICE), "s3:PutObject", "eu-west-1")
    assert service["aws:principalisawsservice"] == "true"
    assert "aws:principalorgid" not in service
    nobody = default_context(Principal("", PrincipalKind.ANONYMOUS), "s3:GetObject", "eu-west-1")
    assert nobody["aws:principalaccount"] == "anonymous"
    assert "aws:principalarn" not in nobody


def test_calls_that_have_no_resource_owner() -> None:
    assert "aws:resourceaccount" not in default_context(ROLE, "ec2:CreateVpcEndpoint", "us-east-1")
    assert "aws:resourceaccount" not in default_context(ROLE, "ebs:PutSnapshotBlock", "us-east-1")


def test_a_foreign_resource_may_be_in_any_organization() -> None:
    context = default_context(ROLE, "s3:GetObject", "us-east-1", organization="o-1", resource_account="999999999999")
    assert context["aws:resourceaccount"] == "999999999999"
    assert context["aws:resourceorgid"] is UNKNOWN
    assert context["aws:principalorgid"] == "o-1"
