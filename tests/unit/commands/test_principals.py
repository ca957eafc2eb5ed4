"""`--as`: every way to name who calls."""

from __future__ import annotations

import pytest

from guardrails.commands.principals import principal_of
from guardrails.model.organization.tree import Account, Node, Organization
from guardrails.model.request import PrincipalKind

DEV = Account("Dev", "222222222222")
MANAGEMENT = Account("Management", "111111111111")
ORGANIZATION = Organization(
    "test",
    MANAGEMENT,
    Node("Root", accounts=(DEV,)),
    principals={"pipeline": ("arn:aws:iam::*:role/guardrails/apply",), "tower": ("arn:aws:iam::*:role/stacksets-*",)},
)
IAM = "arn:aws:iam::222222222222:"

#    text                                        kind                                ARN
NAMES = [
    ("role/Developer", PrincipalKind.ROLE, f"{IAM}role/Developer"),
    ("role/team/Developer", PrincipalKind.ROLE, f"{IAM}role/team/Developer"),
    ("user/ana", PrincipalKind.USER, f"{IAM}user/ana"),
    ("root", PrincipalKind.ROOT, f"{IAM}root"),
    ("pipeline", PrincipalKind.ROLE, f"{IAM}role/guardrails/apply"),
    ("tower", PrincipalKind.ROLE, f"{IAM}role/stacksets-example"),
    (
        "AWSServiceRoleForAutoScaling",
        PrincipalKind.SERVICE_LINKED_ROLE,
        f"{IAM}role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
    ),
    (
        "aws-service-role/x.amazonaws.com/X",
        PrincipalKind.SERVICE_LINKED_ROLE,
        f"{IAM}role/aws-service-role/x.amazonaws.com/X",
    ),
    ("cloudtrail.amazonaws.com", PrincipalKind.SERVICE, "cloudtrail.amazonaws.com"),
    ("arn:aws:sts::222222222222:assumed-role/Dev/me", PrincipalKind.ROLE, f"{IAM}role/Dev"),
    ("arn:aws:iam::*:role/Any", PrincipalKind.ROLE, f"{IAM}role/Any"),
]


@pytest.mark.parametrize(("text", "kind", "arn"), NAMES)
def test_name(text: str, kind: PrincipalKind, arn: str) -> None:
    principal = principal_of(text, DEV, ORGANIZATION)
    assert (principal.kind, principal.arn) == (kind, arn)


def test_the_management_account_is_known() -> None:
    assert principal_of("root", MANAGEMENT, ORGANIZATION).in_management_account
    assert not principal_of("root", DEV, ORGANIZATION).in_management_account


@pytest.mark.parametrize("text", ["", "nobody", "group/x", "arn:aws:s3:::bucket", "arn:aws:iam::1:group/x", "role/"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"principal|ARN"):
        principal_of(text, DEV, ORGANIZATION)
