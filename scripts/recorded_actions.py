"""The IAM actions behind the calls of recorded applies.

SDK and IAM names differ in a few services: `RENAMED` says how. Calls that only read are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from guardrails.catalog.services import action

DATA = Path(__file__).resolve().parents[1] / "guardrails" / "terraform" / "data" / "recorded_calls.json"
APPLIED = Path(__file__).resolve().parents[1] / "tests" / "terraform" / "recorded"
STEPS = ("create", "update", "delete")

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html and
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbudgetservice.html (2026-11)
RENAMED = {
    "s3:DeleteBucketCors": "s3:PutBucketCORS",
    "s3:DeleteBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:DeleteBucketLifecycle": "s3:PutLifecycleConfiguration",
    "s3:DeleteBucketOwnershipControls": "s3:PutBucketOwnershipControls",
    "s3:DeleteBucketReplication": "s3:PutReplicationConfiguration",
    "s3:DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
    "s3:PutBucketReplication": "s3:PutReplicationConfiguration",
    "s3:PutObjectLockConfiguration": "s3:PutBucketObjectLockConfiguration",
    "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "budgets:CreateBudget": "budgets:ModifyBudget",
    "budgets:CreateNotification": "budgets:ModifyBudget",
    "budgets:CreateSubscriber": "budgets:ModifyBudget",
    "budgets:DeleteBudget": "budgets:ModifyBudget",
    "budgets:DeleteNotification": "budgets:ModifyBudget",
    "budgets:DeleteSubscriber": "budgets:ModifyBudget",
    "budgets:UpdateBudget": "budgets:ModifyBudget",
}
_ACCOUNT_BLOCK = {f"s3:{verb}PublicAccessBlock": "s3:PutAccountPublicAccessBlock" for verb in ("Delete", "Put")}
_TYPE = re.compile(r"(?:^|\.)(aws_[a-z0-9_]+)\.")
_READS = re.compile(r"Get|Describe|List|Head|Lookup|Search|View|AssumeRole|Simulate")
_READS_TOO = frozenset({"iam:GenerateServiceLastAccessedDetails", "logs:FilterLogEvents"})


def changes(operation: str) -> bool:
    """Return whether an operation (`service:Operation`) changes something."""
    return not _READS.match(operation.partition(":")[2]) and operation not in _READS_TOO


def iam_action(kind: str, operation: str) -> str:
    """Return the IAM action that an operation of a resource type needs, or the operation when the catalog has none."""
    renamed = _ACCOUNT_BLOCK if kind == "aws_s3_account_public_access_block" else RENAMED
    known = action(renamed.get(operation, operation))
    return known.name if known else operation


def recorded_actions(
    document: Mapping[str, Mapping[str, Mapping[str, list[str]]]] | None = None,
) -> dict[str, frozenset[str]]:
    """Return the actions that change something, by resource type, in all steps together."""
    types = (document or json.loads(DATA.read_text("utf-8")))["types"]
    return {
        kind: frozenset(iam_action(kind, call) for step in STEPS for call in row.get(step, ()) if changes(call))
        for kind, row in types.items()
    }


def applied_actions() -> dict[str, frozenset[str]]:
    """Return the actions that recorded applies of whole plans called, by resource type."""
    found: dict[str, set[str]] = {}
    for file in sorted(APPLIED.glob("*.json")):
        for calls in json.loads(file.read_text("utf-8"))["steps"].values():
            for address, row in calls.items():
                for kind in _TYPE.findall(address)[-1:]:
                    called = {iam_action(kind, name) for names in row.values() for name in names}
                    found.setdefault(kind, set()).update(called)
    return {kind: frozenset(names) for kind, names in found.items()}
