"""ForAnyValue is not combined with a negated operator.

## What it does
`ForAnyValue:StringNotEquals` is true if at least one value of the request is outside of the list, and false if there
is no value. In a Deny on what a call asks for (`aws:TagKeys`, `sagemaker:InstanceTypes`) that is right: deny if
anything is not on the list. This rule reports it in an Allow, and in a Deny on keys that say who calls or who owns
(`aws:ResourceOrgPaths`, `aws:CalledVia`): there "none of them" was meant, which is `ForAllValues`.

## Why it matters
The Deny below was to keep data within one organizational unit. An account that is in no organization at all has no
path, so nothing matches and nothing is denied.

## Example
```json
{
  "Effect": "Deny",
  "Action": "s3:PutObject",
  "Resource": "*",
  "Condition": {"ForAnyValue:StringNotLike": {"aws:ResourceOrgPaths": "o-exampleorgid/r-ab12/ou-ab12-11111111/*"}}
}
```

## Use instead
```json
{
  "Effect": "Deny",
  "Action": "s3:PutObject",
  "Resource": "*",
  "Condition": {"ForAllValues:StringNotLike": {"aws:ResourceOrgPaths": "o-exampleorgid/r-ab12/ou-ab12-11111111/*"}}
}
```

## How to fix
Write `ForAllValues` with the negated operator: true if no value is on the list, and if there is no value.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (2026-09)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.catalog.keys import condition_key
from guardrails.lint.fixes.amend import respelled
from guardrails.lint.reasoning.callers import is_negated
from guardrails.lint.reasoning.situations import can_be_absent, denies_absence
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.policy.document import Condition, Effect, SetOperator, Statement

RULE = Rule(
    "LINT-017",
    "negated-any-value",
    "ForAnyValue is not combined with a negated operator.",
    Severity.WARNING,
)


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    for statement in subject.statements:
        for row in statement.conditions:
            if row.set_operator is not SetOperator.FOR_ANY_VALUE or not is_negated(row):
                continue
            key = condition_key(row.key)
            if key is not None and not key.multivalued:
                continue  # a key of one value is LINT-016's
            if statement.effect is Effect.ALLOW:
                yield _allow(subject, statement, row)
            elif row.key.lower() in _CHAINS:
                yield _chain(subject, statement, row)
            elif row.key.lower().endswith("orgpaths") and _escapes(subject, statement, row):
                yield _path(subject, statement, row)


_CHAINS = {
    "aws:calledvia": ("a call made through another service as well", "a direct call"),
    "aws:principalservicenameslist": ("a service that has a second name, as each has", ""),
}
"""Keys that list several names for one caller (lower case): who is denied by one name too many, and who escapes."""


def _escapes(subject: Subject, statement: Statement, row: Condition) -> bool:
    """Whether a request without the key gets past the statement, and past the others of the document."""
    key = row.key.lower()
    if row.if_exists or not can_be_absent(key, statement, subject.type):
        return False
    return not any(other is not statement and denies_absence(other, key) for other in subject.statements)


def _allow(subject: Subject, statement: Statement, row: Condition) -> Finding:
    values = f"`{row.values[0]}`" if len(row.values) == 1 else f"`{row.values[0]}` and the other listed values"
    return _finding(
        subject,
        statement,
        row,
        f"allows requests with {values}, as long as they carry another value of `{row.key}` as well:"
        f" `{row.spelled}` is true if some value is outside of the list",
        f"a request with {row.key} [{row.values[0]}, something-else]: allowed by this statement",
        '; add `Null` with "false" as well, for `ForAllValues` is true where there is no value',
    )


def _chain(subject: Subject, statement: Statement, row: Condition) -> Finding:
    denied, escaping = _CHAINS[row.key.lower()]
    escape = f", and lets {escaping} pass, which has no value" if escaping and not row.if_exists else ""
    return _finding(
        subject,
        statement,
        row,
        f"denies {denied}, even if `{row.values[0]}` is among its values{escape}:"
        f" `{row.spelled}` asks for some value outside of the list",
        f"a request with {row.key} [{row.values[0]}, something-else]: explicit deny",
        "",
    )


def _path(subject: Subject, statement: Statement, row: Condition) -> Finding:
    return _finding(
        subject,
        statement,
        row,
        f"does not deny where `{row.key}` is absent, as it is for accounts outside of any organization:"
        f" `{row.spelled}` is false where there is no value",
        f"a request without {row.key}: not denied by this statement",
        "",
    )


def _finding(subject: Subject, statement: Statement, row: Condition, message: str, witness: str, more: str) -> Finding:
    meant = row.spelled.replace("ForAnyValue", "ForAllValues")
    return subject.report(
        RULE,
        row.pointer,
        message,
        f"write `{meant}`: true if no value is on the list{more}",
        statement=statement,
        confidence=Confidence.HIGH if statement.effect is Effect.ALLOW else Confidence.MEDIUM,
        witness=witness,
        token=row.key,
        fix=respelled(subject, statement, row, meant, f"Write {meant}"),
    )
