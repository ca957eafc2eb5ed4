"""Which rows of a condition block are about the caller, and which of them spare somebody from a Deny."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.evaluation.operators import OPERATORS
from guardrails.model.policy.document import Condition, Effect, Statement

_CALLER = frozenset(
    {
        "aws:principalarn",
        "aws:principalaccount",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:principaltype",
        "aws:principalisawsservice",
        "aws:principalservicename",
        "aws:principalservicenameslist",
        "aws:viaawsservice",
        "aws:calledvia",
        "aws:calledviafirst",
        "aws:calledvialast",
        "aws:assumedroot",
        "aws:userid",
        "aws:username",
        "aws:useragent",
        "aws:referer",
        "aws:sourceidentity",
        "aws:federatedprovider",
        "aws:sourceip",
        "aws:vpcsourceip",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:sourcevpcarn",
        "aws:vpceaccount",
        "aws:vpceorgid",
        "aws:vpceorgpaths",
        "aws:sourcearn",
        "aws:sourceaccount",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
    }
)
"""Global keys that say who calls and from where, and nothing about what is done (in lower case).

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-09)
"""


def is_about_caller(row: Condition) -> bool:
    """Return whether a row tests who calls, and not what is done."""
    key = row.key.lower()
    return key in _CALLER or key.startswith("aws:principaltag/")


def is_negated(row: Condition) -> bool:
    """Return whether a row holds for every value but those it lists; False for an unknown operator and for Null."""
    operator = OPERATORS.get(row.operator)
    return operator is not None and operator.negated


def asks_for_absence(row: Condition) -> bool:
    """Return whether a row holds only where its key is absent (`Null` with nothing but "true")."""
    return row.operator == "Null" and all(value.lower() == "true" for value in row.values)


def is_false_test(row: Condition) -> bool:
    """Return whether a row asks that a yes-or-no key be false (`Bool aws:PrincipalIsAWSService false`)."""
    return row.operator == "Bool" and [value.lower() for value in row.values] == ["false"]


def spares(row: Condition) -> bool:
    """Return whether a row of a Deny exempts callers: everybody but those it lists is denied."""
    return is_about_caller(row) and (is_negated(row) or is_false_test(row))


def exemptions(statement: Statement) -> Iterator[Condition]:
    """Yield the rows that say whom a statement does not limit.

    In a Deny these are the callers that it spares, in an Allow those to whom alone it allows something.
    """
    for row in statement.conditions:
        if not is_about_caller(row):
            continue
        if spares(row) if statement.effect is Effect.DENY else not (is_negated(row) or is_false_test(row)):
            yield row


def narrowing(statement: Statement) -> tuple[Condition, ...]:
    """Return the rows of a Deny that narrow what it denies: all but those that exempt callers."""
    return tuple(row for row in statement.conditions if not spares(row))
