"""Which API calls a live root's plan leads to, as questions to the product's own engine.

The operations of each resource type come from `guardrails/terraform/data/recorded_calls.json`. SDK names and IAM names
differ in a few services; `RENAMED` says how. A resource that another one names is found through the configuration,
because a plan does not know the names of what does not exist yet.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from guardrails.catalog.services import action
from guardrails.commands.calls import Question
from tests.terraform import plan_reading

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html and
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbudgetservice.html (2026-11)
RENAMED = {
    "s3:DeleteBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:DeleteBucketLifecycle": "s3:PutLifecycleConfiguration",
    "s3:DeleteBucketOwnershipControls": "s3:PutBucketOwnershipControls",
    "s3:DeleteBucketReplication": "s3:PutReplicationConfiguration",
    "s3:DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "s3:GetBucketAccelerateConfiguration": "s3:GetAccelerateConfiguration",
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
    "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
    "s3:PutBucketReplication": "s3:PutReplicationConfiguration",
    "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "budgets:CreateBudget": "budgets:ModifyBudget",
    "budgets:CreateNotification": "budgets:ModifyBudget",
    "budgets:DeleteBudget": "budgets:ModifyBudget",
    "budgets:DeleteNotification": "budgets:ModifyBudget",
    "budgets:DescribeBudget": "budgets:ViewBudget",
    "budgets:DescribeNotificationsForBudget": "budgets:ViewBudget",
    "budgets:DescribeSubscribersForNotification": "budgets:ViewBudget",
    "budgets:UpdateBudget": "budgets:ModifyBudget",
}

# S3 Control has operations of the same names for the account's own block.
RENAMED_OF_TYPE = {
    "aws_s3_account_public_access_block": {
        "s3:DeletePublicAccessBlock": "s3:PutAccountPublicAccessBlock",
        "s3:GetPublicAccessBlock": "s3:GetAccountPublicAccessBlock",
        "s3:PutPublicAccessBlock": "s3:PutAccountPublicAccessBlock",
    }
}

_STEP_KEYS = ("create", "read", "update", "delete")
_TEMPLATE_CALLS = ("autoscaling:CreateAutoScalingGroup", "autoscaling:UpdateAutoScalingGroup")


@dataclass(frozen=True, slots=True)
class Asked:
    """One call: the resource's address in its plan, the recorded operation, and the question that it comes to."""

    address: str
    operation: str
    question: Question = field(repr=False)


@cache
def recorded() -> dict[str, dict[str, Any]]:
    """Return what is recorded: resource type -> create, read, update, delete -> operations."""
    text = files("guardrails.terraform").joinpath("data/recorded_calls.json").read_text("utf-8")
    types: dict[str, dict[str, Any]] = json.loads(text)["types"]
    return types


def operations(kind: str, *steps: str) -> tuple[str, ...]:
    """Return the operations of a resource type in these steps, each once; none for a type that is not known."""
    steps_of_type = recorded().get(kind, {})
    return tuple(sorted({name for step in steps or _STEP_KEYS for name in steps_of_type.get(step, ())}))


def iam_action(kind: str, operation: str) -> str:
    """Return the IAM action that an operation needs; empty where the catalog has none of that name."""
    known = action(RENAMED_OF_TYPE.get(kind, RENAMED).get(operation, operation))
    return known.name if known else ""


def made_by(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the managed resources that applying a plan makes."""
    for one in plan["resource_changes"]:
        if one["mode"] == "managed" and "create" in one["change"]["actions"]:
            yield one


def calls_of(plan: dict[str, Any], account: str, principal: str, *steps: str) -> Iterator[Asked]:
    """Yield the calls of these steps for every resource of a plan, each in its Region."""
    for one in made_by(plan):
        kind, address = one["type"], one["address"]
        region = str(plan_reading.value(plan, address, "configuration.provider.region"))
        for operation in operations(kind, *steps):
            name = iam_action(kind, operation)
            yield Asked(
                address,
                operation,
                Question(
                    name,
                    region=region,
                    principal=principal,
                    resources=_resources(plan, one, name, account, region),
                    context=_context(plan, one, name),
                    instance_types=_instance_types(one, name),
                ),
            )


def role_arn(one: dict[str, Any], account: str) -> str:
    """Return the ARN that an `aws_iam_role` of a plan will have."""
    after = one["change"]["after"]
    return f"arn:aws:iam::{account}:role{after['path'] or '/'}{after['name']}"


def referenced(plan: dict[str, Any], one: dict[str, Any], attribute: str, kind: str) -> dict[str, Any] | None:
    """Return the first resource of a type that an attribute of another one refers to, in the same module."""
    expression = plan_reading.configured(plan, one["address"])["expressions"].get(attribute, {})
    names = {match[1] for text in expression.get("references", ()) if (match := re.match(rf"{kind}\.(\w+)", text))}
    module = one.get("module_address", "")
    found = (each for each in made_by(plan) if each["type"] == kind and each.get("module_address", "") == module)
    return next((each for each in found if each["name"] in names), None)


def _resources(plan: dict[str, Any], one: dict[str, Any], name: str, account: str, region: str) -> tuple[str, ...]:
    """The ARN that a call is about, where SCPs tell such ARNs apart; none for calls that name no resource."""
    kind, after, service = one["type"], one["change"]["after"], name.partition(":")[0]
    if kind.startswith("aws_s3_bucket") and service == "s3":
        bucket = one if kind == "aws_s3_bucket" else referenced(plan, one, "bucket", "aws_s3_bucket")
        bucket = bucket or _behind(plan, one)
        return (f"arn:aws:s3:::{bucket['change']['after']['bucket']}",) if bucket else ()
    if kind.startswith("aws_iam_role") and service == "iam":
        role = one if kind == "aws_iam_role" else referenced(plan, one, "role", "aws_iam_role")
        return (role_arn(role, account),) if role else ()
    if kind == "aws_cloudwatch_log_group" and name != "logs:DescribeLogGroups":
        return (f"arn:aws:logs:{region}:{account}:log-group:{after['name']}",)
    return ()


def _behind(plan: dict[str, Any], one: dict[str, Any]) -> dict[str, Any] | None:
    """The bucket of a setting that takes its bucket from another setting, so as to come after it."""
    for kind in ("aws_s3_bucket_versioning", "aws_s3_bucket_public_access_block"):
        setting = referenced(plan, one, "bucket", kind)
        if setting:
            return referenced(plan, setting, "bucket", "aws_s3_bucket")
    return None


def _context(plan: dict[str, Any], one: dict[str, Any], name: str) -> dict[str, str | tuple[str, ...]]:
    """The condition keys that AWS takes from the resource's tags, or from a request that names another resource."""
    tags = one["change"]["after"].get("tags") or {}
    if one["type"].startswith("aws_kms_") and name != "kms:CreateKey" and "GuardrailsProtected" in tags:
        return {"aws:resourcetag/guardrailsprotected": tags["GuardrailsProtected"]}
    if name in _TEMPLATE_CALLS:
        templates = [each["change"]["after"] for each in made_by(plan) if each["type"] == "aws_launch_template"]
        types = tuple(sorted({each["instance_type"] for each in templates}))
        return {"autoscaling:instancetypes": types, "autoscaling:launchtemplateversionspecified": "true"}
    return {}


def _instance_types(one: dict[str, Any], name: str) -> tuple[str, ...]:
    return (
        (one["change"]["after"]["instance_type"],)
        if (one["type"], name) == ("aws_instance", "ec2:RunInstances")
        else ()
    )
