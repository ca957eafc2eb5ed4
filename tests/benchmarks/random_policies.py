"""Large policy sets to prove things about: fifty SCPs of ten statements, of the kinds that make provers slow.

Wildcards in the middle of names, `NotAction`, tags, Regions and exempt principals; the same seed gives the same set.
"""

from __future__ import annotations

import random

from guardrails.model.policy.document import (
    EVERYTHING,
    FULL_AWS_ACCESS,
    Condition,
    Effect,
    Element,
    PolicyDocument,
    PolicySet,
    Statement,
)

SERVICES = (
    "ec2 s3 iam kms lambda rds dynamodb sqs sns cloudtrail guardduty sagemaker ecs eks logs events ssm backup "
    "cloudformation secretsmanager"
).split()
VERBS = "Create Delete Put Update Get List Describe Start Stop Modify".split()
NOUNS = "Instance Object Role Key Function Table Queue Topic Policy Cluster Rule Group Snapshot Volume Bucket".split()
NAMES = "app prod-* core-?-* *-shared team/* audit* data-??".split()
REGIONS = "us-east-1 us-west-2 eu-west-1 eu-central-1 eu-* us-* ap-southeast-?".split()
TEAMS = "platform data ml-* web-? *-ops finance".split()
EXEMPT = ("arn:aws:iam::*:role/guardrails/*", "arn:aws:iam::*:role/*-break-glass", "arn:aws:iam::*:role/ci-*")
SPARED = ("iam:*", "sts:*", "organizations:*", "support:*", "route53:*", "cloudfront:*", "ec2:Describe*", "s3:Get*")


def policies(documents: int, statements: int, seed: int = 5) -> PolicySet:
    """Return a set of so many SCPs of so many statements, ten at a level, beside FullAWSAccess."""
    die = random.Random(seed)
    made = [
        PolicyDocument(tuple(_statement(die, f"S{number}x{at}") for at in range(statements)), name=f"policy-{number}")
        for number in range(documents)
    ]
    levels = tuple((FULL_AWS_ACCESS, *made[start : start + 10]) for start in range(0, documents, 10))
    return PolicySet(scps=levels)


def _statement(die: random.Random, sid: str) -> Statement:
    if die.random() < 0.1:
        action = Element(tuple(die.sample(SPARED, die.randint(3, len(SPARED)))), negated=True)
        return Statement(Effect.DENY, action, EVERYTHING, (_region(die), _exempt(die)), sid=sid)
    service = die.choice(SERVICES)
    action = Element(tuple(_action(die, service) for _ in range(die.randint(1, 4))))
    conditions = tuple(make(die) for make in die.sample((_region, _exempt, _tag, _tag_asked), die.randint(1, 2)))
    return Statement(Effect.DENY, action, _resource(die, service), conditions, sid=sid)


def _action(die: random.Random, service: str) -> str:
    noun = die.choice(NOUNS)
    return die.choice(
        (f"{service}:*{noun}*", f"{service}:{die.choice(VERBS)}*", f"{service}:{die.choice(VERBS)}{noun}*")
    )


def _resource(die: random.Random, service: str) -> Element:
    if die.random() < 0.5:
        return EVERYTHING
    account = "" if service == "s3" else "*"
    name = die.choice(NAMES)
    return Element((f"arn:aws:{service}:{account}:{account}:{name}",), negated=die.random() < 0.1)


def _region(die: random.Random) -> Condition:
    operator = die.choice(("StringNotLike", "StringNotEquals", "StringLike"))
    values = [one for one in REGIONS if "*" not in one and "?" not in one] if operator.endswith("Equals") else REGIONS
    return Condition(operator, "aws:RequestedRegion", tuple(die.sample(values, die.randint(1, 3))))


def _exempt(die: random.Random) -> Condition:
    return Condition("ArnNotLike", "aws:PrincipalArn", tuple(die.sample(EXEMPT, die.randint(1, 3))))


def _tag(die: random.Random) -> Condition:
    operator = die.choice(("StringNotLike", "StringLike", "StringNotEqualsIgnoreCase"))
    return Condition(operator, "aws:PrincipalTag/team", tuple(die.sample(TEAMS, die.randint(1, 3))))


def _tag_asked(die: random.Random) -> Condition:
    return Condition(
        "StringNotLikeIfExists".removesuffix("IfExists"), "aws:RequestTag/owner", (die.choice(TEAMS),), if_exists=True
    )
