"""A Deny neither hits nor misses requests merely because they lack a key.

## What it does
`...IfExists` is true where the key is absent. This rule reports it on a positive operator of a Deny whose key may be
absent: the Deny then also hits every request without the key. It also reports the mirror: a Deny with plain `Bool` on
`aws:MultiFactorAuthPresent`, which access keys never carry, so it misses them, and one of an RCP on
`aws:PrincipalIsAWSService`, which anonymous requests never carry. Of negated operators, which hold of an absent key
with or without `IfExists`, it reports those that lock out a whole kind of caller: an RCP that denies all outside of
`aws:PrincipalOrgID` (or, by `Null`, all without it) and forgets AWS services (or, with `sts:*`, logins by SAML and
OIDC), and a Deny on `aws:SourceOrgID` or `aws:SourceAccount` that meets everybody else, too.

## Why it matters
The Deny below was to stop changes to production. It also stops changes to everything that has no such tag.

## Example
```json
{
  "Effect": "Deny",
  "Action": "ec2:TerminateInstances",
  "Resource": "*",
  "Condition": {"StringEqualsIfExists": {"aws:ResourceTag/Stage": "production"}}
}
```

## Use instead
```json
{
  "Effect": "Deny",
  "Action": "ec2:TerminateInstances",
  "Resource": "*",
  "Condition": {"StringEquals": {"aws:ResourceTag/Stage": "production"}}
}
```

## How to fix
Leave out `IfExists`. To deny requests without the key as well, say so in a statement with `Null`.

Not reported: `BoolIfExists ... "false"` (deny unless it is known to be true), the age of a multi-factor login, other
negated operators (which hold of an absent key anyway), and keys that every request carries.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (2026-09)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.lint.absent_key import lacking_situations
from guardrails.lint.fixes.amend import respelled
from guardrails.lint.reasoning.callers import is_negated
from guardrails.lint.reasoning.keyless_callers import LockedOut, locked_out, misses_anonymous
from guardrails.lint.reasoning.situations import can_be_absent, denies_absence, outcome_without
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.lint.subjects.wording import sample_action
from guardrails.model.decision import Truth
from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.policy.document import Condition, Effect, SetOperator, Statement

RULE = Rule(
    "LINT-012",
    "if-exists",
    "A Deny neither hits nor misses requests merely because they lack a key.",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
)


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    for statement in subject.statements:
        if statement.effect is not Effect.DENY:
            continue
        for row in statement.conditions:
            if _widens(subject, statement, row):
                yield _widening(subject, statement, row)
            elif _misses_access_keys(subject, statement, row):
                yield _missing(subject, statement, row)
            elif misses_anonymous(statement, row, subject.type):
                yield _missing_anonymous(subject, statement, row)
            elif found := locked_out(statement, row, subject.type):
                yield _locking_out(subject, statement, row, found)


_FRESHNESS = ("aws:multifactorauthage",)
"""Keys whose absence is as bad as a bad value: no login with several factors, or one that is too long ago."""


def _widens(subject: Subject, statement: Statement, row: Condition) -> bool:
    """Whether the row also holds of requests without the key, and nobody would have meant that."""
    if not row.if_exists or row.set_operator is SetOperator.FOR_ALL_VALUES:
        return False
    key = row.key.lower()
    if is_negated(row) or key in _FRESHNESS:
        return False
    if row.operator == "Bool" and all(value.lower() == "false" for value in row.values):
        return False
    if not can_be_absent(key, statement, subject.type):
        return False
    if outcome_without(statement, (key,)) is Truth.FALSE:
        return False
    return next(lacking_situations(subject, statement, row), None) is None  # else LINT-011 says more


def _widening(subject: Subject, statement: Statement, row: Condition) -> Finding:
    plain = row.spelled.removesuffix("IfExists")
    return subject.report(
        RULE,
        row.pointer,
        f"also denies every request without `{row.key}`: `{row.spelled}` is true where the key is absent",
        f'write `{plain}`; to deny requests without the key, add a statement with `"Null": {{"{row.key}": "true"}}`',
        statement=statement,
        witness=f"{sample_action(statement)} without {row.key}: explicit deny",
        token=row.key,
        fix=respelled(subject, statement, row, plain, f"Write {plain}"),
    )


def _misses_access_keys(subject: Subject, statement: Statement, row: Condition) -> bool:
    if (row.operator, row.key.lower(), row.if_exists) != ("Bool", "aws:multifactorauthpresent", False):
        return False
    if not all(value.lower() == "false" for value in row.values):
        return False
    if any(one is not row and one.key.lower() == row.key.lower() for one in statement.conditions):
        return False  # another row on the key says, or changes, what its absence does
    return not any(denies_absence(one, row.key.lower()) for one in subject.statements)


def _missing(subject: Subject, statement: Statement, row: Condition) -> Finding:
    return subject.report(
        RULE,
        row.pointer,
        f"does not reach access keys: their requests carry no `{row.key}`, and `{row.spelled}` is false without it",
        "write `BoolIfExists`, which also denies requests without the key; add an exception for federated roles, for"
        " they do not carry it either",
        statement=statement,
        witness=f"{sample_action(statement)} with an access key of an IAM user: not denied",
        token=row.key,
        fix=respelled(subject, statement, row, "BoolIfExists", "Write BoolIfExists"),
    )


def _missing_anonymous(subject: Subject, statement: Statement, row: Condition) -> Finding:
    return subject.report(
        RULE,
        row.pointer,
        f"does not reach anonymous requests: they carry no `{row.key}`, and `{row.spelled}` is false without it",
        "write `BoolIfExists`, as AWS does",
        statement=statement,
        witness=f"{sample_action(statement)} without credentials, on a resource whose own policy is public: not denied",
        token=row.key,
        fix=respelled(subject, statement, row, "BoolIfExists", "Write BoolIfExists"),
    )


def _locking_out(subject: Subject, statement: Statement, row: Condition, found: LockedOut) -> Finding:
    return subject.report(
        RULE,
        row.pointer,
        f"{'denies' if found.all else 'also denies'} {found.who}: their requests carry no `{row.key}`, and"
        f" `{row.spelled}` is true without it",
        found.help,
        statement=statement,
        severity=Severity.ERROR if found.all else None,
        confidence=Confidence.HIGH if found.all else None,
        witness=f"{found.call}, without {row.key}: explicit deny",
        token=row.key,
    )
