"""What a part of a statement does that no request is ever of, in words; and the date of the facts behind it."""

from __future__ import annotations

from typing import Final

from guardrails.catalog.keys import Presence, condition_key
from guardrails.catalog.services import expand
from guardrails.evaluation.conditions import absent_holds
from guardrails.evaluation.patterns import action_matches
from guardrails.model.decision import Truth
from guardrails.model.policy.document import Condition, Effect, Statement

COMMON: Final = (
    *("s3:GetObject", "s3:ListBucket", "ec2:DescribeInstances", "iam:ListRoles", "sts:GetCallerIdentity"),
    *("kms:Decrypt", "lambda:InvokeFunction", "dynamodb:GetItem", "rds:DescribeDBInstances", "logs:PutLogEvents"),
    *("sqs:SendMessage", "cloudwatch:PutMetricData", "s3:ListAllMyBuckets", "ssm:GetParameter"),
    "ec2:StopInstances",
)
"""Calls that everybody knows, to show what a statement hits."""


def dead_action(statement: Statement) -> str:
    """Return what an action pattern does that matches nothing."""
    denies = statement.effect is Effect.DENY
    if statement.action.negated:
        return "so it exempts nothing here" if denies else "so it is no exception: what was meant is allowed"
    alone = len(statement.action.patterns) == 1
    if denies:
        return "so the statement never fires" if alone else "so it denies nothing"
    return "so the statement allows nothing" if alone else "so it allows nothing"


def dead_row(statement: Statement, row: Condition) -> str:
    """Return what a condition row does whose key no request carries."""
    if absent_holds(row) is Truth.FALSE:
        return never_applies(statement)
    denies = statement.effect is Effect.DENY
    return f"so the row always holds: it {'spares nobody' if denies else 'keeps nobody out'}"


def shown_on(statement: Statement, row: Condition) -> str:
    """Return one request that shows it, for a Deny that has no other row; else an empty text."""
    pattern = statement.action.patterns[0]
    if statement.effect is not Effect.DENY or statement.action.negated or len(statement.conditions) > 1:
        return ""
    known = (name for name in COMMON if action_matches(pattern, name))
    name = next(known, None) or next(iter(expand(pattern)), "")
    fires = absent_holds(row) is Truth.TRUE
    return f"{name}: {'explicit deny' if fires else 'not denied by this statement'}" if name else ""


def failing_row(statement: Statement, row: Condition) -> str:
    """Return what a statement does one of whose rows fails on every value; where the key is absent, it may hold."""
    key = condition_key(row.key)
    always = key is not None and key.presence in (Presence.ALWAYS, Presence.SIGNED)
    if always or absent_holds(row) is not Truth.TRUE:
        return never_applies(statement)
    does = "fires" if statement.effect is Effect.DENY else "allows something"
    return f"so the statement {does} only where the key is absent"


def never_applies(statement: Statement) -> str:
    """Return what a statement does one of whose rows never holds."""
    return "so the statement never fires" if statement.effect is Effect.DENY else "so the statement allows nothing"
