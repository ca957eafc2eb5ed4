"""Roles and users are named in ARNs with their path, which an attachment does not know; replicas ask in two Regions."""

from __future__ import annotations

from guardrails.model.plan.values import UNKNOWN
from tests.unit.terraform.requests.building import ACCOUNT, REGION, change, of_action, requests

ROLE = "aws_iam_role"
ATTACHMENT = "aws_iam_role_policy_attachment"
POLICY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def attached(role: object) -> dict[str, object]:
    return {"role": role, "policy_arn": POLICY}


def test_a_role_of_the_plan_gives_its_path() -> None:
    role = change(ROLE, {"name": "deploy", "path": "/guardrails/"})
    one = of_action(requests(role, change(ATTACHMENT, attached("deploy"))), "iam:AttachRolePolicy")
    assert one.resource == f"arn:aws:iam::{ACCOUNT}:role/guardrails/deploy"


def test_a_role_that_is_not_in_the_plan_may_have_any_path() -> None:
    other = change(ROLE, {"name": "other", "path": "/guardrails/"})
    one = of_action(requests(other, change(ATTACHMENT, attached("deploy"))), "iam:AttachRolePolicy")
    assert one.resource == f"arn:aws:iam::{ACCOUNT}:role/*deploy"
    assert one.causes["resource"][0] == "role"


def test_a_role_that_is_destroyed_with_its_attachment_gives_its_path() -> None:
    role = change(ROLE, None, {"name": "deploy", "path": "/guardrails/"})
    one = of_action(requests(role, change(ATTACHMENT, None, attached("deploy"))), "iam:DetachRolePolicy")
    assert one.resource == f"arn:aws:iam::{ACCOUNT}:role/guardrails/deploy"


def test_a_role_says_its_own_path() -> None:
    (one,) = [each for each in requests(change(ROLE, {"name": "a", "path": "/b/"})) if each.action == "iam:CreateRole"]
    assert one.resource == f"arn:aws:iam::{ACCOUNT}:role/b/a"


def test_a_key_is_replicated_where_it_is_and_made_where_the_replica_is() -> None:
    found = requests(change("aws_kms_replica_key", {"primary_key_arn": f"arn:aws:kms:ap-south-1:{ACCOUNT}:key/mrk-1"}))
    replicated, made = of_action(found, "kms:ReplicateKey"), of_action(found, "kms:CreateKey")
    assert (replicated.region, made.region) == ("ap-south-1", REGION)
    assert replicated.resource == f"arn:aws:kms:ap-south-1:{ACCOUNT}:key/mrk-1"
    assert replicated.context["kms:replicaregion"] == REGION


def test_nobody_knows_where_an_unknown_key_is() -> None:
    one = of_action(requests(change("aws_kms_replica_key", {"primary_key_arn": UNKNOWN})), "kms:ReplicateKey")
    assert one.region is UNKNOWN
