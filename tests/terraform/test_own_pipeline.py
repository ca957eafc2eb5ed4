"""The pipeline may do what its roots do: the policy and the boundary of its role, as planned, allow each call.

SCPs are another question, which test_own_guardrails.py asks; here are the grants, in the management account, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from guardrails.catalog.services import action
from guardrails.evaluation.decide import decide
from guardrails.model.policy.document import PolicyDocument, PolicySet, PolicyType
from guardrails.model.policy.parse import parse_policy
from guardrails.model.principals import read_principal
from guardrails.model.request import Request
from tests.terraform.guardrail_calls import iam_action, made_by, operations
from tests.terraform.plan_reading import PLANS, change, plan_of

ORGANIZATION = yaml.safe_load((Path(__file__).parents[2] / "scps/organization.yaml").read_text("utf-8"))
ROOTS = sorted(path.stem for path in PLANS.glob("live-*.json") if not path.stem.endswith("-bootstrap"))

NEEDLESS = {
    "billing:GetBillingViewData",  # a budget on a billing view that another account shares
    "ecs:ListClusters",  # flow logs of tasks, which need the ECS fields in their format
    "ecs:ListContainerInstances",
    "ecs:ListServices",
    "ecs:ListTaskDefinitions",
    "ecs:ListTasks",
}
"""Actions that AWS's service reference names beside a call of ours, but which it asks for in other cases only."""

WITHHELD = {"iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary"}
"""What a role may come to in a change, and the pipeline may not: taking a boundary off, or putting another one on."""


def document(text: str, type: PolicyType) -> PolicyDocument:
    parsed = parse_policy(text, type).document
    assert parsed is not None
    return parsed


def policies_of(account: str) -> PolicySet:
    """What the apply role of an account has, and what bounds it."""
    plan = plan_of(f"live-{account}-bootstrap")
    granted = change(plan, "module.bootstrap.aws_iam_role_policy.apply")["change"]["after"]["policy"]
    bound = change(plan, "module.bootstrap.aws_iam_policy.boundary")["change"]["after"]["policy"]
    return PolicySet(identity=(document(granted, PolicyType.IDENTITY),), boundary=document(bound, PolicyType.IDENTITY))


def needed_by(root: str) -> Iterator[str]:
    """The IAM actions of every call that a root makes or unmakes, with those that AWS asks for beside them."""
    for kind in {one["type"] for one in made_by(plan_of(root))}:
        names = operations(kind)
        assert names, f"{kind}: its calls are not known"
        for known in (action(iam_action(kind, name)) for name in names):
            assert known is not None
            yield known.name
            yield from known.dependents


def refused(root: str, names: set[str]) -> set[str]:
    """Return the actions that the pipeline's role in the account of a root is not allowed."""
    policies = policies_of(root.split("-")[1])
    number = plan_of(root)["variables"]["account_id"]["value"]
    role = read_principal(f"arn:aws:iam::{number}:role/guardrails/{ORGANIZATION['ci']['apply']['role']}")
    return {name for name in names if str(decide(policies, Request(role, name, "*", {}, number))) != "allow"}


@pytest.mark.parametrize("root", ROOTS)
def test_the_pipeline_is_allowed_what_its_root_needs(root: str) -> None:
    """B11: interface endpoints with private DNS, for one, need `route53:AssociateVPCWithHostedZone` beside `ec2`."""
    assert refused(root, set(needed_by(root)) - NEEDLESS - WITHHELD) == set()


@pytest.mark.parametrize("root", ROOTS)
def test_the_pipeline_is_denied_what_is_withheld(root: str) -> None:
    assert refused(root, WITHHELD) == WITHHELD
