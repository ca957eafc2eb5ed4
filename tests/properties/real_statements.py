"""Statements of real actions, resources and keys, and the requests of real calls that they may meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from guardrails.catalog.keys import Presence, condition_key, is_multivalued
from guardrails.evaluation.call import Call, Part, expand
from guardrails.evaluation.defaults import default_context
from guardrails.evaluation.matching import action_element_matches
from guardrails.evaluation.sent import ALWAYS_OF_SERVICE
from guardrails.model.policy.document import Statement
from guardrails.model.request import Principal, PrincipalKind

ACCOUNT = "111122223333"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/app"
CALLER = Principal(ROLE, PrincipalKind.ROLE, ACCOUNT, f"arn:aws:sts::{ACCOUNT}:assumed-role/app/s")


@dataclass(frozen=True, slots=True)
class Topic:
    """What people write about one service: patterns of actions and resources, keys with values, and what exists."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    keys: Mapping[str, tuple[str, ...]]
    arns: tuple[str, ...]
    calls: tuple[str, ...]


def ec2(kind: str, id: str = "*") -> str:
    """Return the ARN (pattern) of a resource of EC2."""
    return f"arn:aws:ec2:eu-west-1:{ACCOUNT}:{kind}/{id}"


_TAGS = {
    "aws:RequestTag/Env": ("dev", "prod", "p*"),
    "aws:TagKeys": ("Env", "Owner"),
    "aws:ResourceTag/Env": ("dev", "prod"),
}
EC2 = Topic(
    actions=("ec2:RunInstances", "ec2:Run*", "ec2:CreateVolume", "ec2:TerminateInstances", "ec2:CreateTags", "ec2:*"),
    resources=(
        *(
            "arn:aws:ec2:*:*:instance/*",
            "arn:aws:ec2:*:*:volume/*",
            "arn:aws:ec2:*::image/*",
            "arn:aws:ec2:*:*:image/*",
        ),
        *("arn:aws:ec2:*:*:subnet/subnet-1", "arn:aws:ec2:*:*:instance/i-1", "arn:aws:ec2:*:*:*", "arn:aws:ec2:eu-*"),
        "arn:aws:s3:::b",
    ),
    keys={
        "ec2:InstanceType": ("t3.micro", "t3.*", "p*", "P4d.24xlarge", "*"),
        "ec2:Encrypted": ("true", "false"),
        "ec2:VolumeSize": ("10", "100"),
        "ec2:MetadataHttpTokens": ("required", "optional"),
        "ec2:Owner": ("amazon", ACCOUNT),
        **_TAGS,
    },
    arns=(
        *(ec2("instance", "i-1"), ec2("volume", "vol-1"), ec2("subnet", "subnet-1"), ec2("network-interface", "eni-1")),
        *("arn:aws:ec2:eu-west-1::image/ami-1", ec2("security-group", "sg-1"), ec2("key-pair", "k")),
    ),
    calls=("ec2:RunInstances", "ec2:CreateVolume", "ec2:TerminateInstances", "ec2:CreateTags", "ec2:DescribeInstances"),
)
S3 = Topic(
    actions=("s3:PutObject", "s3:GetObject", "s3:ListBucket", "s3:ListAllMyBuckets", "s3:Put*", "s3:*"),
    resources=(
        "arn:aws:s3:::b",
        "arn:aws:s3:::b/*",
        "arn:aws:s3:::*",
        "arn:aws:s3:::b/p?",
        "arn:aws:s3::1:b",
        "arn:aws:s3",
    ),
    keys={
        "s3:x-amz-acl": ("public-read", "private", "public-*"),
        "s3:prefix": ("home/*", "home/"),
        "s3:TlsVersion": ("1.1", "1.2"),
        "s3:max-keys": ("10", "100"),
    },
    arns=("arn:aws:s3:::b", "arn:aws:s3:::b/p1", "arn:aws:s3:::b/home/x", "arn:aws:s3:::c", "arn:aws:s3:::c/p"),
    calls=("s3:PutObject", "s3:GetObject", "s3:ListBucket", "s3:ListAllMyBuckets", "s3:PutBucketPolicy"),
)
IAM = Topic(
    actions=("iam:CreateRole", "iam:PassRole", "iam:AttachRolePolicy", "iam:CreateUser", "iam:ListRoles", "iam:*Role"),
    resources=(
        *("arn:aws:iam::*:role/*", "arn:aws:iam::*:user/*", f"arn:aws:iam::{ACCOUNT}:role/app", "arn:aws:iam::*:role"),
        *("arn:aws:iam:*:*:role/*", "arn:aws:iam::*:*"),
    ),
    keys={
        "iam:PassedToService": ("ec2.amazonaws.com", "*.amazonaws.com"),
        "iam:PermissionsBoundary": ("arn:aws:iam::*:policy/limit", f"arn:aws:iam::{ACCOUNT}:policy/limit"),
        "iam:PolicyARN": ("arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/*"),
        **_TAGS,
    },
    arns=(ROLE, f"arn:aws:iam::{ACCOUNT}:user/ana", f"arn:aws:iam::{ACCOUNT}:role/x/y"),
    calls=("iam:CreateRole", "iam:PassRole", "iam:AttachRolePolicy", "iam:CreateUser", "iam:ListRoles"),
)
KMS = Topic(
    actions=("kms:Decrypt", "kms:CreateKey", "kms:ScheduleKeyDeletion", "kms:CreateGrant", "kms:*"),
    resources=("arn:aws:kms:*:*:key/*", "arn:aws:kms:*:*:alias/x", f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1"),
    keys={
        "kms:ViaService": ("s3.eu-west-1.amazonaws.com", "s3.*.amazonaws.com"),
        "kms:EncryptionContext:App": ("shop", "s*"),
        "kms:ResourceAliases": ("alias/x", "alias/*"),
        "kms:GrantIsForAWSResource": ("true", "false"),
        "kms:ScheduleKeyDeletionPendingWindowInDays": ("7", "30"),
    },
    arns=(f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1", f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/2"),
    calls=("kms:Decrypt", "kms:CreateKey", "kms:ScheduleKeyDeletion", "kms:CreateGrant", "kms:ListKeys"),
)
SAGEMAKER = Topic(
    actions=("sagemaker:CreateTrainingJob", "sagemaker:CreateNotebookInstance", "sagemaker:Create*"),
    resources=("arn:aws:sagemaker:*:*:training-job/*", "arn:aws:sagemaker:*:*:notebook-instance/n"),
    keys={
        "sagemaker:InstanceTypes": ("ml.t3.medium", "ml.p*"),
        "sagemaker:RootAccess": ("Enabled", "Disabled"),
        "sagemaker:VpcSubnets": ("subnet-1", "subnet-*"),
        **_TAGS,
    },
    arns=(),
    calls=("sagemaker:CreateTrainingJob", "sagemaker:CreateNotebookInstance", "sagemaker:CreateEndpointConfig"),
)
TOPICS = (EC2, S3, IAM, KMS, SAGEMAKER)
GLOBAL: Mapping[str, tuple[str, ...]] = {
    "aws:PrincipalArn": (ROLE, "arn:aws:iam::*:role/app", "arn:aws:iam::*:role/*", f"arn:aws:iam::{ACCOUNT}:root"),
    "aws:RequestedRegion": ("eu-west-1", "eu-*", "us-east-1"),
    "aws:SourceVpce": ("vpce-1", "vpce-*"),
    "aws:SourceIp": ("203.0.113.0/24", "203.0.113.9", "198.51.100.0/24"),
    "aws:MultiFactorAuthPresent": ("true", "false"),
    "aws:MultiFactorAuthAge": ("60", "3600"),
    "aws:CurrentTime": ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
    "aws:PrincipalTag/team": ("ops", "Ops", "o*"),
}

_BY_TYPE = {
    "string": ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"),
    "arn": ("ArnLike", "ArnNotLike", "StringLike", "StringNotLike", "StringEquals", "ArnNotEquals"),
    "bool": ("Bool",),
    "numeric": ("NumericLessThan", "NumericGreaterThan", "NumericEquals", "NumericNotEquals"),
    "date": ("DateLessThan", "DateGreaterThan"),
    "ip": ("IpAddress", "NotIpAddress"),
}


@st.composite
def rows(draw: st.DrawFn, topic: Topic, chosen: list[str]) -> tuple[str, str, list[str]]:
    """A condition row: operator as spelled, key, values."""
    keys = {**topic.keys, **GLOBAL}
    key = draw(st.sampled_from(chosen))
    if draw(st.integers(0, 5)) == 0:
        return "Null", key, [draw(st.sampled_from(["true", "false"]))]
    known = condition_key(key)
    assert known is not None
    operator = draw(st.sampled_from(_BY_TYPE[known.type]))
    heads = (
        ["", "ForAnyValue:", "ForAllValues:"]
        if known.multivalued
        else ["", "", "", "", "ForAnyValue:", "ForAllValues:"]
    )
    spelled = draw(st.sampled_from(heads)) + operator + draw(st.sampled_from(["", "", "IfExists"]))
    return spelled, key, draw(st.lists(st.sampled_from(keys[key]), min_size=1, max_size=2, unique=True))


@st.composite
def documents(draw: st.DrawFn, effect: str = "", most: int = 3) -> tuple[dict[str, Any], Topic]:
    """An SCP of one statement, as decoded JSON, and what it is about."""
    topic = draw(st.sampled_from(TOPICS))
    action = draw(st.lists(st.sampled_from(topic.actions), min_size=1, max_size=2, unique=True))
    every = st.just(["*"])
    named = st.lists(st.sampled_from(topic.resources), min_size=1, max_size=2, unique=True)
    statement: dict[str, Any] = {
        "Effect": effect or draw(st.sampled_from(["Deny", "Deny", "Allow"])),
        draw(st.sampled_from(["Action", "Action", "Action", "NotAction"])): action,
        draw(st.sampled_from(["Resource", "Resource", "Resource", "NotResource"])): draw(st.one_of(every, named)),
    }
    condition: dict[str, dict[str, list[str]]] = {}
    few = st.lists(st.sampled_from(sorted({**topic.keys, **GLOBAL})), min_size=1, max_size=2, unique=True)
    for operator, key, values in draw(st.lists(rows(topic, draw(few)), max_size=most)):
        condition.setdefault(operator, {}).setdefault(key, values)
    if condition:
        statement["Condition"] = condition
    return {"Version": "2012-10-17", "Statement": [statement]}, topic


def texts_like(values: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Texts of some of the values, and near misses."""
    near = [value.replace("*", "x") for value in values]
    near += [value.replace("*", "") for value in values] + [f"{value}x" for value in values]
    near += [value.swapcase() for value in values] + [str(int(value) + 1) for value in values if value.isdigit()]
    near += [
        "203.0.113.77",
        "192.0.2.1",
        "2026-06-01T00:00:00Z",
        "true",
        "false",
        "*",
        "arn:aws:iam::444455556666:role/b",
    ]
    return st.sampled_from([*values, *near])


def always_there(key: str) -> bool:
    """Whether every request of a caller whom SCPs bind carries the key."""
    known = condition_key(key)
    if key.lower() in ALWAYS_OF_SERVICE.get(key.partition(":")[0].lower(), ()):
        return True
    return known is not None and known.presence in (Presence.ALWAYS, Presence.SIGNED)


@st.composite
def contexts(draw: st.DrawFn, statement: Statement, topic: Topic, absent: str = "") -> dict[str, Any]:
    """Values for the keys of a statement, as many of them absent as AWS lets be; one key (lower case) surely."""
    known = {key.lower(): values for key, values in {**topic.keys, **GLOBAL}.items()}
    found: dict[str, Any] = {}
    for row in statement.conditions:
        key = row.key.lower()
        if key == absent or key in found or (not always_there(key) and draw(st.booleans())):
            continue
        near = texts_like((*row.values, *known[key]) if row.operator != "Null" else known[key])
        found[key] = tuple(draw(st.lists(near, min_size=1, max_size=2))) if is_multivalued(key) else draw(near)
    return found


@st.composite
def calls(draw: st.DrawFn, statement: Statement, topic: Topic, given_keys: tuple[str, ...] = ()) -> tuple[Part, ...]:
    """The authorization requests of a call that the statement names; none where it names none that exists."""
    names = [name for name in topic.calls if action_element_matches(statement.action, name)]
    if not names:
        return ()
    given = {
        key: value
        for key, value in draw(contexts(statement, topic)).items()
        if not given_keys or key in given_keys or key.startswith("aws:")
    }
    sent = default_context(CALLER, "", "eu-west-1", organization="o-a", path="o-a/r-b/ou-c/")
    arns = draw(st.lists(st.sampled_from(topic.arns), max_size=2, unique=True)) if topic.arns else []
    return parts(draw(st.sampled_from(names)), given, sent, tuple(arns))


def parts(name: str, given: Mapping[str, Any], sent: Mapping[str, Any], arns: tuple[str, ...]) -> tuple[Part, ...]:
    """Return what AWS authorizes of a call; without the resources and keys that the action does not take."""
    for resources, keys in _attempts(arns, given):
        try:
            return expand(Call(CALLER, name, "eu-west-1", resources, keys, {**sent, **_of_caller(keys)}))
        except ValueError:
            continue
    return ()


def _attempts(arns: tuple[str, ...], given: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    yield arns, dict(given)
    yield from (((arn,), dict(given)) for arn in arns)
    yield (), dict(given)
    yield (), {key: value for key, value in given.items() if key.startswith("aws:") and "tag" not in key}


def _of_caller(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value for key, value in given.items() if key in ("aws:principalarn", "aws:sourceip", "aws:currenttime")
    }
