"""Callers whose requests carry no such key, so that a Deny with a negated operator or `Null` on it hits all of them.

Three kinds (2026-09): AWS services that call by themselves belong to no organization; neither does, yet, who logs in by
SAML or OIDC; and only calls that a service makes on behalf of a resource carry `aws:SourceAccount` and its siblings.
Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html,
https://github.com/aws-samples/data-perimeter-policy-examples (what its RCPs exempt)
"""

from __future__ import annotations

from typing import Final, NamedTuple

from guardrails.evaluation.conditions import absent_holds, condition_holds
from guardrails.evaluation.matching import action_element_matches
from guardrails.lint.reasoning.callers import is_negated
from guardrails.lint.subjects.wording import sample_action
from guardrails.model.decision import Truth
from guardrails.model.policy.document import Condition, Effect, PolicyType, Statement


class LockedOut(NamedTuple):
    """Who is denied without being meant, what he calls, and what lets him in again; `all`: nearly everybody."""

    who: str
    call: str
    help: str
    all: bool = False


_ORGANIZATION: Final = ("aws:principalorgid", "aws:principalorgpaths")
_SOURCE: Final = ("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths")
_IS_SERVICE: Final = "aws:principalisawsservice"

_BY_SERVICES: Final = (
    "s3:PutObject",
    "s3:GetObject",
    "sqs:SendMessage",
    "sts:AssumeRole",
    "logs:PutLogEvents",
    "kms:GenerateDataKey",
    "kms:Decrypt",
)
"""Calls that AWS services make by themselves: to deliver logs and events (and to serve a bucket, as CloudFront does),
with the keys for that, and to assume the roles they run with."""

_PUBLIC: Final = ("s3:GetObject", "s3:PutObject", "s3:ListBucket", "sqs:SendMessage", "sqs:ReceiveMessage")
"""Calls that the policy of a resource can allow to everybody, without any credentials."""

_LOGINS: Final = ("sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity")

_NO_GUARD: Final = ("aws:principalarn", "aws:principalaccount", "aws:principaltag/", "aws:resourcetag/")
"""Keys, or how they begin, whose negated rows spare some callers and resources by name, and no whole kind of caller."""


def locked_out(statement: Statement, row: Condition, type: PolicyType) -> LockedOut | None:
    """Return who lacks the key of a row that is true without it; None if nobody does whom the statement meets."""
    key = row.key.lower()
    if statement.effect is not Effect.DENY or absent_holds(row) is not Truth.TRUE:
        return None
    if key in _SOURCE and is_negated(row):
        return _ordinary_callers(statement)
    if key in _ORGANIZATION and type is PolicyType.RCP and (is_negated(row) or row.operator == "Null"):
        return _services(statement) or _logins(statement)
    return None


def misses_anonymous(statement: Statement, row: Condition, type: PolicyType) -> bool:
    """Return whether a row of an RCP spares anonymous requests with AWS services: they do not carry the key either."""
    if (type, statement.effect, row.operator, row.key.lower()) != (PolicyType.RCP, Effect.DENY, "Bool", _IS_SERVICE):
        return False
    if row.if_exists or any(value.lower() != "false" for value in row.values):
        return False
    others = (one for one in statement.conditions if one is not row and one.key.lower().startswith("aws:principal"))
    if any(absent_holds(one) is Truth.FALSE for one in others if one.key.lower() != "aws:principalaccount"):
        return False  # it is about callers who are known
    return any(action_element_matches(statement.action, name) for name in _PUBLIC)


def _ordinary_callers(statement: Statement) -> LockedOut | None:
    for one in statement.conditions:
        key = one.key.lower()
        if key in _ORGANIZATION or key.startswith(("aws:principalaccount", "aws:principaltag/")):
            return None  # whole kinds of ordinary callers are spared
        if absent_holds(one) is not Truth.TRUE if key in _SOURCE else not _holds(one, "false"):
            return None
    help = 'in an RCP add `"Bool": {"aws:PrincipalIsAWSService": "true"}`; an SCP does not meet such calls at all'
    return LockedOut("everybody but AWS services that act for a resource", sample_action(statement), help, all=True)


def _services(statement: Statement) -> LockedOut | None:
    called = next((name for name in _BY_SERVICES if action_element_matches(statement.action, name)), "")
    if not called or not all(_holds(one, "true") for one in statement.conditions):
        return None
    return LockedOut(
        "AWS services that call by themselves, as for the delivery of logs",
        f"{called} by an AWS service",
        'add `"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}`',
    )


def _logins(statement: Statement) -> LockedOut | None:
    called = next((name for name in _LOGINS if action_element_matches(statement.action, name)), "")
    if not called or not all(_holds(one, None) for one in statement.conditions):
        return None
    return LockedOut(
        "whoever logs in by SAML or OIDC",
        called,
        "name `sts:AssumeRole` and its siblings one by one, and limit logins by the keys of their provider",
    )


def _holds(row: Condition, is_service: str | None) -> bool:
    """Whether a row certainly holds for a caller without organization; `is_service`: None where that is not sent."""
    key = row.key.lower()
    if key == _IS_SERVICE:
        sent = {} if is_service is None else {key: is_service}
        return condition_holds(row, sent) is Truth.TRUE
    if key in _ORGANIZATION:
        return absent_holds(row) is Truth.TRUE
    return is_negated(row) and key.startswith(_NO_GUARD)
