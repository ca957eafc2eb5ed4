"""The landing zone survives its own guardrails: what its roots do in Dev and Prod is asked of the effective SCPs.

Asked are the API calls that each resource type was seen to make, as the role that makes them, in the Region of the
resource. The management account is bound by no SCP, so that its roots need no question.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from guardrails.commands.calls import Question
from guardrails.commands.simulation import ask
from guardrails.files.loaded import Project
from guardrails.files.project import load_project
from guardrails.model.answer import Answer, Outcome
from guardrails.model.organization.levels import every_account
from guardrails.model.organization.tree import Account
from tests.terraform.guardrail_calls import (
    RENAMED,
    Asked,
    calls_of,
    iam_action,
    made_by,
    operations,
    recorded,
    referenced,
    role_arn,
)
from tests.terraform.plan_reading import PLANS, plan_of
from tests.terraform.role_calls import permissions_of

REPOSITORY = Path(__file__).parents[2]
ROOTS = [
    (account, root)
    for account in ("Dev", "Prod")
    for root in ("account-baseline", "networking", "backup", "model-platform")
]
each_root = pytest.mark.parametrize(("account", "root"), ROOTS, ids=[f"{one}-{root}" for one, root in ROOTS])

DENIED_TO_THE_PIPELINE: dict[str, str] = {}
"""Operations of a destroy that an SCP denies to the pipeline -> the statement. None: the gate stops a destroy."""

WITHOUT_ACTION: set[str] = set()
"""Operations for which neither the catalog nor `RENAMED` knows an IAM action."""

# What a developer is denied: operation -> statement, and one root whose plan shows it.
DENIED_TO_DEVELOPERS = [
    ("account-baseline", "config:PutConfigurationRecorder", "threat-detection#DenyConfigDisable"),
    ("account-baseline", "config:StopConfigurationRecorder", "threat-detection#DenyConfigDisable"),
    ("account-baseline", "config:DeleteDeliveryChannel", "threat-detection#DenyConfigDisable"),
    ("account-baseline", "config:PutConfigRule", "threat-detection#DenyConfigDisable"),
    ("account-baseline", "config:DeleteConfigRule", "threat-detection#DenyConfigDisable"),
    ("account-baseline", "ec2:DisableEbsEncryptionByDefault", "self-protection#ProtectAccountDefaults"),
    ("account-baseline", "ec2:DisableSnapshotBlockPublicAccess", "self-protection#ProtectAccountDefaults"),
    ("account-baseline", "ec2:ModifyInstanceMetadataDefaults", "self-protection#ProtectAccountDefaults"),
    ("account-baseline", "iam:UpdateAccountPasswordPolicy", "self-protection#ProtectAccountDefaults"),
    ("account-baseline", "s3:PutPublicAccessBlock", "self-protection#ProtectAccountDefaults"),
    ("account-baseline", "iam:CreateRole", "self-protection#ProtectGuardrailRoles"),
    ("account-baseline", "iam:PutRolePolicy", "self-protection#ProtectGuardrailRoles"),
    ("account-baseline", "iam:AttachRolePolicy", "self-protection#ProtectGuardrailRoles"),
    ("networking", "ec2:DeleteFlowLogs", "audit-trail#DenyFlowLogTampering"),
    ("networking", "logs:DeleteLogGroup", "audit-trail#DenyLogGroupTampering"),
    ("networking", "logs:PutRetentionPolicy", "audit-trail#DenyLogGroupTampering"),
    ("model-platform", "kms:ScheduleKeyDeletion", "audit-trail#DenyLogKeyLoss"),
    ("model-platform", "s3:PutBucketEncryption", "s3-encryption#DenyEncryptionConfigChange"),
]


@cache
def project() -> Project:
    return load_project(REPOSITORY, date(2026, 11, 1))


def account_of(name: str) -> Account:
    return next(one for one in every_account(project().organization) if one.name == name)


def plan_in(account: str, root: str) -> dict[str, Any]:
    return plan_of(f"live-{account.lower()}-{root}")


def answer(account: str, question: Question) -> Answer:
    return ask(project(), account_of(account), question).answer


def answered(account: str, root: str, principal: str, *steps: str) -> list[tuple[Asked, Answer]]:
    asked = calls_of(plan_in(account, root), account_of(account).id, principal, *steps)
    return [(one, answer(account, one.question)) for one in asked]


def stopped(found: list[tuple[Asked, Answer]]) -> dict[str, str]:
    """The operations that are, may be, or on some resource are denied -> by what."""
    return {
        one.operation: ", ".join(decider.statement for decider in said.deciders) or "; ".join(said.notes)
        for one, said in found
        if said.outcome is not Outcome.ALLOW or any("are denied by" in note for note in said.notes)
    }


@each_root
def test_the_pipeline_may_create_read_and_update(account: str, root: str) -> None:
    found = answered(account, root, "pipeline_apply", "create", "read", "update")
    assert len(found) > 20
    assert stopped(found) == {}


@each_root
def test_what_a_destroy_is_denied_is_written_down(account: str, root: str) -> None:
    found = answered(account, root, "pipeline_apply", "delete")
    assert len(found) > 10
    assert stopped(found) == {
        one.operation: DENIED_TO_THE_PIPELINE[one.operation]
        for one, _ in found
        if one.operation in DENIED_TO_THE_PIPELINE
    }


@each_root
def test_the_plan_role_may_read(account: str, root: str) -> None:
    found = answered(account, root, "pipeline_plan", "read")
    assert len(found) > 10
    assert stopped(found) == {}


@pytest.mark.parametrize(("root", "operation", "statement"), DENIED_TO_DEVELOPERS)
@pytest.mark.parametrize("account", ["Dev", "Prod"])
def test_developers_are_denied_what_is_protected(account: str, root: str, operation: str, statement: str) -> None:
    found = answered(account, root, "role/Developer")
    said = [one for asked, one in found if asked.operation == operation and _protected(asked)]
    assert said
    assert {(one.outcome, tuple(each.statement for each in one.deciders)) for one in said} == {
        (Outcome.DENY, (statement,))
    }


def _protected(asked: Asked) -> bool:
    """Whether a call of that name is on what the statement names: roles of workloads are not, nor are plain keys."""
    named = asked.question.resources
    return not any(":role/" in arn and ":role/guardrails/" not in arn for arn in named)


@each_root
def test_the_pipeline_may_pass_every_role_that_it_makes(account: str, root: str) -> None:
    """No call is recorded for passing a role: AWS asks for it beside the call that names the role."""
    roles = [
        role_arn(one, account_of(account).id)
        for one in made_by(plan_in(account, root))
        if one["type"] == "aws_iam_role"
    ]
    assert roles
    for arn in roles:
        said = answer(account, Question("iam:PassRole", principal="pipeline_apply", resources=(arn,)))
        assert (arn, said.outcome) == (arn, Outcome.ALLOW)


@each_root
def test_the_roles_of_the_landing_zone_may_do_their_work(account: str, root: str) -> None:
    """What the roles' own policies grant (delivering, forwarding, replicating, decrypting) no SCP takes away."""
    plan, number = plan_in(account, root), account_of(account).id
    asked = 0
    for policy in (one for one in made_by(plan) if one["type"] == "aws_iam_role_policy"):
        role = referenced(plan, policy, "role", "aws_iam_role")
        assert role, policy["address"]
        for question in permissions_of(policy, role_arn(role, number)):
            asked += 1
            said = answer(account, question)
            assert (policy["address"], question.action, said.outcome, said.deciders) == (
                policy["address"],
                question.action,
                Outcome.ALLOW,
                (),
            )
    assert bool(asked) == (root != "backup"), "only the role of backups has no policy of its own"


def test_the_calls_of_every_type_of_the_roots_are_known() -> None:
    types = {one["type"] for account, root in ROOTS for one in made_by(plan_in(account, root))}
    assert types - set(recorded()) == set()


def test_operations_without_an_action_are_written_down() -> None:
    plans = [plan_of(path.stem) for path in sorted(PLANS.glob("live-*.json"))]
    types = {one["type"] for plan in plans for one in made_by(plan)}
    asked = {(kind, operation) for kind in types for operation in operations(kind)}
    assert len(asked) > 300
    assert {operation for kind, operation in asked if not iam_action(kind, operation)} == WITHOUT_ACTION
    assert all(not iam_action("", f"{name}?") and iam_action("", name) for name in RENAMED)


def test_a_guardrail_without_its_exemption_would_be_noticed() -> None:
    """The same questions as somebody else's pipeline: the test would not pass for want of questions."""
    found = stopped(answered("Prod", "account-baseline", "role/guardrails/MM-other-apply", "create", "update"))
    assert found["config:PutConfigurationRecorder"] == "threat-detection#DenyConfigDisable"
    assert found["iam:CreateRole"] == "self-protection#ProtectGuardrailRoles"
