"""No document of a live root is longer than AWS takes; the emulator and a plan would not notice.

IAM counts without white space, all inline policies of a role together; DynamoDB counts white space
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html and
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html, 2026-11).
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import pytest

from tests.terraform.plan_reading import PLANS, plan_of

LIVE = sorted(path.stem for path in PLANS.glob("live-*.json"))

# Resource type and attribute -> characters.
LIMITS = {
    ("aws_iam_policy", "policy"): 6_144,
    ("aws_iam_role", "assume_role_policy"): 2_048,  # the default quota; 8,192 on request
    ("aws_s3_bucket_policy", "policy"): 20_480,
    ("aws_vpc_endpoint", "policy"): 20_480,
    ("aws_kms_key", "policy"): 32_768,
    ("aws_dynamodb_resource_policy", "policy"): 20_480,
    ("aws_organizations_policy", "content"): 10_240,
}
INLINE_TOGETHER = 10_240
COUNTED_AS_WRITTEN = {"aws_dynamodb_resource_policy", "aws_kms_key"}


def made(plan: str) -> list[dict[str, Any]]:
    return [one for one in plan_of(plan)["resource_changes"] if one["mode"] == "managed" and one["change"]["after"]]


def length(kind: str, text: str) -> int:
    return len(text if kind in COUNTED_AS_WRITTEN else json.dumps(json.loads(text), separators=(",", ":")))


@pytest.mark.parametrize("plan", LIVE)
def test_documents_are_short_enough(plan: str) -> None:
    found = {
        one["address"]: (length(one["type"], text), limit)
        for one in made(plan)
        for (kind, name), limit in LIMITS.items()
        if one["type"] == kind and (text := one["change"]["after"].get(name))
    }
    assert {address: sizes for address, sizes in found.items() if sizes[0] > sizes[1]} == {}


@pytest.mark.parametrize("plan", LIVE)
def test_inline_policies_of_a_role_are_short_enough_together(plan: str) -> None:
    together: dict[str, int] = defaultdict(int)
    for one in made(plan):
        if one["type"] == "aws_iam_role_policy" and (text := one["change"]["after"].get("policy")):
            together[one["change"]["after"].get("role") or one["address"]] += length(one["type"], text)
    assert {role: size for role, size in together.items() if size > INLINE_TOGETHER} == {}


def test_every_kind_of_document_is_measured_somewhere() -> None:
    kinds = {one["type"] for plan in LIVE for one in made(plan)}
    assert {kind for kind, _ in LIMITS} <= kinds
