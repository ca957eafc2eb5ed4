"""Whether somebody who is not exempt can make himself into somebody who is."""

from __future__ import annotations

import pytest

from guardrails.lint.reasoning.takeover import Scene, rules, tag_takeover, takeover, telling, told
from guardrails.model.policy.document import FULL_AWS_ACCESS, PolicyType
from guardrails.model.policy.parse import value_leniently

ID = "222222222222"
ROLE = f"arn:aws:iam::{ID}:role/Deploy"


def scene(*statements: dict[str, object], control_tower: bool = False) -> Scene:
    """An account under FullAWSAccess and an SCP of such Denies."""
    raw = [{"Effect": "Deny", "Resource": "*", **one} for one in ({"Action": "s3:*"}, *statements)]
    read = value_leniently({"Version": "2012-10-17", "Statement": raw}, PolicyType.SCP, "guard")
    assert read.document is not None
    assert not read.problems
    return Scene("Dev", ID, rules([(FULL_AWS_ACCESS, telling(read.document))]), control_tower=control_tower)


def protected(*actions: str, **more: object) -> dict[str, object]:
    return {"Action": list(actions), "Condition": {"ArnNotLike": {"aws:PrincipalArn": ROLE}}, **more}


def test_an_unprotected_role_can_be_made_or_changed() -> None:
    found = takeover(ROLE, (), scene())
    assert found is not None
    assert found.witness == f"iam:CreateRole {ROLE} --as role/Developer: allow"
    assert found.others == ("iam:UpdateAssumeRolePolicy",)
    assert told(found, [found]).endswith(
        "nothing denies it `iam:CreateRole` and `iam:UpdateAssumeRolePolicy` on that ARN in Dev"
    )


def test_both_calls_have_to_be_denied() -> None:
    found = takeover(ROLE, (ROLE,), scene(protected("iam:CreateRole")))
    assert found is not None
    assert found.verb == "iam:UpdateAssumeRolePolicy"
    assert takeover(ROLE, (ROLE,), scene(protected("iam:CreateRole", "iam:UpdateAssumeRolePolicy"))) is None
    assert takeover(ROLE, (ROLE,), scene(protected("iam:*", Resource=f"{ROLE}X"))) is not None


def test_a_deny_that_hangs_on_what_is_sent_is_uncertain() -> None:
    unsure = {"Action": "iam:*", "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-1"}}}
    found = takeover(ROLE, (), scene(unsure))
    assert found is not None
    assert found.hangs_on == ("aws:sourcevpc",)
    assert found.witness.endswith("unknown, hangs on aws:sourcevpc")


@pytest.mark.parametrize(
    "pattern",
    [
        "arn:aws:iam::333333333333:role/Deploy",  # of another account
        f"arn:aws:iam::{ID}:root",
        f"arn:aws:iam::{ID}:role/*",  # names everybody anyway
        f"arn:aws:iam::{ID}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX",
        f"arn:aws:iam::{ID}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1",
        f"arn:aws:iam::{ID}:role/aws:ec2-infrastructure",
    ],
)
def test_nobody_can_be_made_into_these(pattern: str) -> None:
    assert takeover(pattern, (), scene()) is None


def test_control_tower_guards_its_own_roles_only() -> None:
    own = f"arn:aws:iam::{ID}:role/AWSControlTowerExecution"
    assert takeover(own, (), scene()) is not None
    assert takeover(own, (), scene(control_tower=True)) is None
    assert takeover(ROLE, (), scene(control_tower=True)) is not None


def test_who_is_exempt_himself_takes_nothing_over() -> None:
    assert takeover(ROLE, ("*",), scene()) is None
    found = takeover(ROLE, ("arn:aws:iam::*:role/Developer",), scene())
    assert found is not None
    assert found.caller.endswith("role/team/Engineer")


def test_a_tag_must_be_denied_on_sessions_too() -> None:
    of_principals = {"Action": ["iam:TagRole", "iam:TagUser"]}
    found = tag_takeover("aws:PrincipalTag/admin", "true", (), scene(of_principals))
    assert found is not None
    assert found.verb == "sts:TagSession"
    of_this_tag = {"Action": "sts:TagSession", "Condition": {"Null": {"aws:RequestTag/admin": "false"}}}
    assert tag_takeover("aws:PrincipalTag/admin", "true", (), scene(of_principals, of_this_tag)) is None
    assert tag_takeover("aws:PrincipalTag/owner", "true", (), scene(of_principals, of_this_tag)) is not None


def test_three_accounts_are_named_and_more_are_counted() -> None:
    found = takeover(ROLE, (), scene())
    assert found is not None
    places = [found._replace(scene=found.scene._replace(account=name)) for name in ("A", "B", "C", "D", "E")]
    assert told(found, places[:2]).endswith(" in A and B")
    assert told(found, places[:3]).endswith(" in A, B and C")
    assert told(found, places).endswith(" in A, B, C and 2 more")
    assert told(found, [found._replace(scene=found.scene._replace(account=""))]).endswith("on that ARN")
