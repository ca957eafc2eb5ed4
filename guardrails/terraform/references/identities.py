"""Finds an object of the plan by a value that is known: an id, an ARN or a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Plan

UNMISTAKABLE = re.compile(r"arn:[\w-]+:.+|[a-z]+-[0-9a-f]{8,17}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|https://.+")
"""Values that only one kind of object can have: ARNs, `vpc-0a1b2c3d`, UUIDs of keys, URLs of queues."""

_ENDS = ("", "_name", "_id", "_identifier")
_EXTRA = {
    "aws_key_pair": ("key_name",),
    "aws_sqs_queue": ("url",),
    "aws_db_instance": ("identifier",),
    "aws_elasticache_replication_group": ("replication_group_id",),
    "aws_eip": ("allocation_id",),
}


class Identities:
    """The known ids, ARNs and names of what a plan changes; made once, then each look-up is one of a table."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._owners: dict[str, dict[str, Change]] = {}
        for one in plan.changes:
            if not one.deposed:
                for value in self._own(one):
                    self._owners.setdefault(value, {})[one.address] = one

    def _own(self, change: Change) -> Iterator[str]:
        # A replaced object is still known by what it was until the apply.
        trees = (change.after, change.before) if change.verb.replaces else (change.settled,)
        for tree in trees:
            for attribute in names_of_type(change.type):
                value = tree.get(attribute)
                if isinstance(value, str) and value:
                    yield value
            for attribute in ("id", "arn"):
                value = tree.get(attribute)
                if isinstance(value, str) and value and not self._borrowed(change, tree, attribute, value):
                    yield value

    def _borrowed(self, change: Change, tree: Mapping[str, object], attribute: str, value: str) -> bool:
        """Whether this id is that of another object: `aws_s3_bucket_policy.id` is the name of its bucket."""
        config = self._plan.configured(change)
        if config is None:
            return False
        own = names_of_type(change.type)
        return any(tree.get(one) == value and one not in own for one in config.expressions)

    def of(self, value: str, types: tuple[str, ...], attribute: str, type: str) -> tuple[Change, ...]:
        """Return the objects with this id, ARN or name; of these types, or what an attribute of this name can mean.

        `type` is that of the resource which has the attribute.
        """
        owners = self._owners.get(value)
        if not owners:
            return ()
        if types:
            return tuple(one for one in owners.values() if one.type in types)
        if attribute in names_of_type(type):
            # An object's own name refers to nothing.
            return ()
        if UNMISTAKABLE.fullmatch(value):
            return tuple(owners.values())
        return tuple(one for one in owners.values() if _meant(one.type, attribute))

    def named_in(self, arn: str, types: tuple[str, ...]) -> tuple[Change, ...]:
        """Return objects whose ARN nobody knows yet and that are named like the one in this ARN."""
        kind = _kind(arn)
        if kind is None or (types and kind[0] not in types):
            return ()
        owners = self._owners.get(kind[1], {}).values()
        return tuple(one for one in owners if one.type == kind[0] and not isinstance(one.settled.get("arn"), str))


@lru_cache(maxsize=4096)
def names_of_type(type: str) -> tuple[str, ...]:
    """The attributes that may hold a type's own name: `name`; of `aws_s3_bucket` also `bucket`."""
    words = type.split("_")[1:]
    parts = ("_".join(words[at:]) for at in range(len(words)))
    found = ("name", *(part + end for part in parts for end in _ENDS), *_EXTRA.get(type, ()))
    # The id of an account is that of the account alone, however many objects hold it.
    return tuple(one for one in found if not one.endswith("account_id"))


@lru_cache(maxsize=4096)
def _meant(type: str, attribute: str) -> bool:
    """Whether an attribute of this name takes the name of such an object: `log_bucket` takes an `aws_s3_bucket`."""
    stem = re.sub(r"(_name|_id|_arn|_identifier)?s?$", "", attribute)
    return stem.endswith(type.rsplit("_", 1)[-1])


_ARNS = (
    (re.compile(r"arn:[\w-]+:s3:::([^/]+)"), "aws_s3_bucket"),
    (re.compile(r"arn:[\w-]+:iam::\d*:role/(?:.*/)?([^/]+)"), "aws_iam_role"),
    (re.compile(r"arn:[\w-]+:iam::\d*:policy/(?:.*/)?([^/]+)"), "aws_iam_policy"),
    (re.compile(r"arn:[\w-]+:iam::\d*:user/(?:.*/)?([^/]+)"), "aws_iam_user"),
    (re.compile(r"arn:[\w-]+:iam::\d*:instance-profile/(?:.*/)?([^/]+)"), "aws_iam_instance_profile"),
    (re.compile(r"arn:[\w-]+:sns:[\w-]*:\d*:([^:]+)"), "aws_sns_topic"),
    (re.compile(r"arn:[\w-]+:sqs:[\w-]*:\d*:([^:]+)"), "aws_sqs_queue"),
    (re.compile(r"arn:[\w-]+:lambda:[\w-]*:\d*:function:([^:]+)"), "aws_lambda_function"),
    (re.compile(r"arn:[\w-]+:dynamodb:[\w-]*:\d*:table/([^/]+)"), "aws_dynamodb_table"),
    (re.compile(r"arn:[\w-]+:logs:[\w-]*:\d*:log-group:([^:]+)(?::\*)?"), "aws_cloudwatch_log_group"),
    (re.compile(r"arn:[\w-]+:events:[\w-]*:\d*:event-bus/(.+)"), "aws_cloudwatch_event_bus"),
    (re.compile(r"arn:[\w-]+:backup:[\w-]*:\d*:backup-vault:(.+)"), "aws_backup_vault"),
    (re.compile(r"arn:[\w-]+:kms:[\w-]*:\d*:(alias/.+)"), "aws_kms_alias"),
    (re.compile(r"arn:[\w-]+:ecr:[\w-]*:\d*:repository/(.+)"), "aws_ecr_repository"),
    (re.compile(r"arn:[\w-]+:eks:[\w-]*:\d*:cluster/(.+)"), "aws_eks_cluster"),
    (re.compile(r"arn:[\w-]+:cloudtrail:[\w-]*:\d*:trail/(.+)"), "aws_cloudtrail"),
    (re.compile(r"arn:[\w-]+:secretsmanager:[\w-]*:\d*:secret:(.+)-\w{6}"), "aws_secretsmanager_secret"),
)
"""ARNs that hold the name an object is created with.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
(2026-11), the tables of resource types.
"""


@lru_cache(maxsize=4096)
def _kind(arn: str) -> tuple[str, str] | None:
    for pattern, type in _ARNS:
        if match := pattern.fullmatch(arn):
            return type, match[1]
    return None
