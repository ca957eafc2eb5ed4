"""A condition operator fits the type of its key and of its values.

## What it does
Reports an operator that does not exist; one whose type is not that of its key; values that the operator cannot read
(not a number, not an ISO 8601 date, not an address block); and values that no request has: private addresses for
`aws:SourceIp`, an account id without twelve digits, an OU where an organization is asked for. String operators on ARN
keys are fine.

## Why it matters
AWS says that a comparison of the wrong type always fails, negated or not: the statement then never applies. Private
addresses are never a request's `aws:SourceIp`, and a list of IPv4 blocks under `NotIpAddress` denies every IPv6 caller.

## Example
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "RequireTls",
    "Effect": "Deny",
    "Action": "s3:*",
    "Resource": "*",
    "Condition": {"Bool": {"aws:SecureTransport": "no"}}
  }
}
```

## Use instead
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "RequireTls",
    "Effect": "Deny",
    "Action": "s3:*",
    "Resource": "*",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}}
  }
}
```

## How to fix
Use the operator of the key's type, and values that it can read. `--fix` mends the spelling of operators; it leaves
operators of the wrong type alone, because another operator also answers differently when the key is absent.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (2026-09)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html (2026-09)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-09)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guardrails.catalog.freshness import date_of
from guardrails.catalog.keys import condition_key
from guardrails.lint.names.operator_spelling import mended
from guardrails.lint.reasoning.effects import failing_row
from guardrails.lint.reasoning.operator_values import Doubt, doubts
from guardrails.lint.subjects.problem_rules import finding_of, problems_of
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.policy.document import Condition, Statement
from guardrails.model.policy.operators import OPERATORS

RULE = Rule(
    "LINT-010",
    "operator-type",
    "A condition operator fits the type of its key and of its values.",
    Severity.ERROR,
)

_COMPARES = {
    "numeric": "numbers",
    "date": "dates",
    "bool": "`true` and `false`",
    "binary": "binary data",
    "ip": "addresses",
    "arn": "ARNs",
}
_HOLDS = {
    "string": "text",
    "numeric": "a number",
    "date": "a date",
    "bool": "`true` or `false`",
    "ip": "an address",
    "arn": "an ARN",
}
_FITTING = {
    "string": "a String operator",
    "numeric": "a Numeric operator",
    "date": "a Date operator",
    "bool": "`Bool`",
    "ip": "`IpAddress` or `NotIpAddress`",
    "arn": "`ArnLike` or `ArnNotLike`",
}


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    for problem in problems_of(subject, RULE):
        yield finding_of(subject, RULE, problem, fix=mended(subject, problem))
    for statement in subject.statements:
        for row in statement.conditions:
            wrong_type = _key_type(subject, statement, row)
            if wrong_type:
                yield wrong_type
            else:
                for doubt in doubts(subject, statement, row):
                    yield _finding(subject, statement, row, doubt)


def _finding(subject: Subject, statement: Statement, row: Condition, doubt: Doubt) -> Finding:
    return subject.report(
        RULE,
        doubt.pointer,
        doubt.message,
        doubt.help,
        statement=statement,
        severity=doubt.severity,
        confidence=doubt.confidence,
        witness=doubt.witness,
        token=row.key,
        fix=doubt.fix,
    )


_DOCUMENTED = (("numeric", "glacier:ArchiveAgeInDays"),)
"""Operators that AWS's guides use with a key, though the reference lists it with another type.

Source: https://docs.aws.amazon.com/amazonglacier/latest/dev/vault-lock-policy.html (2026-10)
"""

_VARIABLE = re.compile(r"\$\{[^}]*\}")


def _key_type(subject: Subject, statement: Statement, row: Condition) -> Finding | None:
    """Return what is wrong where operator and key are of different types; None where they go together."""
    family = OPERATORS[row.operator].family
    key = condition_key(row.key)
    if key is None or family == "null" or _go_together(family, key.type, key.name):
        return None
    if family == "string" and subject.variables and all(map(_VARIABLE.fullmatch, row.values)):
        return None  # no other operators compare a key with a variable, be it an address
    message, severity = _mismatch(statement, row, family, key.type)
    return subject.report(
        RULE,
        row.pointer,
        message,
        f"use {_FITTING[key.type]}",
        statement=statement,
        severity=severity,
        confidence=Confidence.MEDIUM if severity is Severity.WARNING else Confidence.HIGH,
        token=row.key,
        data_date=date_of("condition_keys"),
    )


def _go_together(family: str, type: str, name: str) -> bool:
    if family == type or (family, type) == ("string", "arn") or (family, name) in _DOCUMENTED:
        return True
    if name == "aws:EpochTime":
        return family in ("date", "numeric")
    return family == "arn" and type == "string"  # a text may hold an ARN: the values decide


def _mismatch(statement: Statement, row: Condition, family: str, type: str) -> tuple[str, Severity]:
    if family == "string":
        cidr = type == "ip" and "Like" not in row.operator and all("/" in value for value in row.values)
        if cidr:
            message = f"`{row.spelled}` compares text, and no request has an address block as its `{row.key}`"
            return message, Severity.ERROR
        message = f"`{row.key}` holds {_HOLDS[type]}, but `{row.spelled}` compares its text, letter by letter"
        return message, Severity.WARNING
    message = f"`{row.spelled}` compares {_COMPARES[family]}, but `{row.key}` holds {_HOLDS[type]}: {_FAILS}"
    return f"{message}, {failing_row(statement, row)}", Severity.WARNING if type == "string" else Severity.ERROR


_FAILS = "AWS says that such a comparison always fails"
