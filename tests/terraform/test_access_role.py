"""The role that AWS makes in a new account can do what an administrator does there before the pipeline's roles exist.

The SCPs hold from the moment at which the account joins its OU, so the role's name decides: they exempt names.
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
from guardrails.model.answer import Outcome
from guardrails.model.organization.levels import every_account
from tests.terraform.plan_reading import plan_of

ACCOUNTS = ("Dev", "Prod")
BELOW_GUARDRAILS = "arn:aws:iam::{}:role/guardrails/MM-github-actions-apply"

# What `bootstrap` and `account-baseline` do first, and what the SCPs deny to nearly everybody.
FIRST_STEPS = [
    ("iam:CreateRole", BELOW_GUARDRAILS),
    ("iam:PutRolePolicy", BELOW_GUARDRAILS),
    ("iam:PassRole", BELOW_GUARDRAILS),
    ("iam:CreateOpenIDConnectProvider", ""),
    ("iam:UpdateAccountPasswordPolicy", ""),
    ("s3:PutAccountPublicAccessBlock", ""),
    ("ec2:ModifyInstanceMetadataDefaults", ""),
    ("config:PutConfigurationRecorder", ""),
]


@cache
def project() -> Project:
    return load_project(Path(__file__).parents[2], date(2026, 11, 1))


def made_in(name: str) -> dict[str, Any]:
    """What the organization's plan makes of an account."""
    address = f'module.organization.aws_organizations_account.this["{name}"]'
    (row,) = [one for one in plan_of("live-management-organization")["resource_changes"] if one["address"] == address]
    after: dict[str, Any] = row["change"]["after"]
    return after


def outcome(name: str, role: str, action: str, resource: str) -> Outcome:
    account = next(one for one in every_account(project().organization) if one.name == name)
    resources = (resource.format(account.id),) if resource else ()
    question = Question(action, region="us-east-1", principal=f"role/{role}", resources=resources)
    return ask(project(), account, question).answer.outcome


@pytest.mark.parametrize(("action", "resource"), FIRST_STEPS)
@pytest.mark.parametrize("name", ACCOUNTS)
def test_the_role_made_with_the_account_may_build_the_pipelines_way_in(name: str, action: str, resource: str) -> None:
    assert outcome(name, made_in(name)["role_name"], action, resource) is Outcome.ALLOW


@pytest.mark.parametrize(("action", "resource"), FIRST_STEPS)
def test_under_the_name_that_aws_gives_by_default_nothing_of_it_works(action: str, resource: str) -> None:
    assert outcome("Dev", "OrganizationAccountAccessRole", action, resource) is Outcome.DENY
