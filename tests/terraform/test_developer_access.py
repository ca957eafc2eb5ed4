"""DeveloperAccess as it ships (row A45): asked of the engine for every action of what it must leave out."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardrails.catalog.services import expand
from guardrails.evaluation.decide import decide
from guardrails.model.policy.document import PolicySet, PolicyType
from guardrails.model.policy.parse import parse_policy
from guardrails.model.principals import derived_context, read_principal
from guardrails.model.request import Request

FILE = Path(__file__).parents[2] / "scps/identity/developer.json"
PRINCIPAL = read_principal("arn:aws:sts::222222222222:assumed-role/AWSReservedSSO_DeveloperAccess_0123456789abcdef/ana")
LEFT_OUT = ("iam", "organizations", "billing", "budgets", "ce", "payments", "sso", "account")
READ_ALL_THE_SAME = {"iam:GetRole", "iam:ListRoles", "organizations:DescribeOrganization"}


def policies() -> PolicySet:
    document = parse_policy(FILE.read_text("utf-8"), PolicyType.IDENTITY).document
    assert document is not None
    return PolicySet(identity=(document,))


def verdict(action: str, resource: str = "*") -> str:
    return str(decide(policies(), Request(PRINCIPAL, action, resource, derived_context(PRINCIPAL), "222222222222")))


@pytest.mark.parametrize("service", LEFT_OUT)
def test_no_action_of_these_services_is_allowed(service: str) -> None:
    actions = [str(one) for one in expand(f"{service}:*")]
    assert actions
    allowed = {action for action in actions if verdict(action) != "implicit-deny"}
    assert allowed <= READ_ALL_THE_SAME


def test_developers_build() -> None:
    for action in ("ec2:RunInstances", "s3:PutObject", "sagemaker:CreateTrainingJob", "eks:CreateCluster"):
        assert verdict(action) == "allow"


def test_only_workload_roles_are_passed_on() -> None:
    role = "arn:aws:iam::222222222222:role/{}/MM-dev-use1-gpu-node"
    assert verdict("iam:PassRole", role.format("workload")) == "allow"
    assert verdict("iam:PassRole", role.format("guardrails")) == "implicit-deny"
