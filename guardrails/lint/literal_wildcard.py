"""A value has wildcards only under an operator that matches wildcards.

## What it does
Reports `*` and `?` in the values of `StringEquals`, `StringNotEquals` and their `IgnoreCase` variants, which compare
letter by letter: there the star is a star. Only the `Like` and the `Arn` operators have wildcards.

## Why it matters
The Deny below exempts a role of the account `*`. There is no such account, so it exempts nobody.

## Example
```json
{
  "Effect": "Deny",
  "Action": "iam:CreateUser",
  "Resource": "*",
  "Condition": {"StringNotEquals": {"aws:PrincipalArn": "arn:aws:iam::*:role/Provisioning"}}
}
```

## Use instead
```json
{
  "Effect": "Deny",
  "Action": "iam:CreateUser",
  "Resource": "*",
  "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::222222222222:role/Provisioning"}}
}
```

## How to fix
Write `StringLike` or `StringNotLike`, for ARNs `ArnLike` or `ArnNotLike`. A star that is meant as a star stays one
under every operator if it is written `${*}`.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (2026-09)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html (2026-09)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.evaluation.conditions import absent_holds
from guardrails.lint.fixes.amend import respelled
from guardrails.lint.reasoning.callers import is_negated
from guardrails.lint.subjects.subject import Subject, values
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.lint.subjects.wording import verb
from guardrails.model.decision import Truth
from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.policy.document import Condition, Effect, SetOperator, Statement
from guardrails.model.policy.placeholders import placeholders_in

RULE = Rule(
    "LINT-015",
    "literal-wildcard",
    "A value has wildcards only under an operator that matches wildcards.",
    Severity.ERROR,
)

_EXACT: Final = {
    "StringEquals": "StringLike",
    "StringNotEquals": "StringNotLike",
    "StringEqualsIgnoreCase": "StringLike",
    "StringNotEqualsIgnoreCase": "StringNotLike",
}
"""Operators that compare letter by letter, and what has wildcards in their stead."""

_VARIABLE = re.compile(r"\$\{[^{}]*\}")


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    for statement in subject.statements:
        for row in statement.conditions:
            if row.operator not in _EXACT:
                continue
            wild = [(value, place) for value, place in values(subject, row) if _is_wild(row, value)]
            if wild:
                yield _finding(subject, statement, row, wild)


def _is_wild(row: Condition, value: str) -> bool:
    if "*" not in value and "?" not in value:
        return False
    if placeholders_in(value) or (value == "*" and row.key.lower().endswith(_PRINCIPALS)):
        return False
    plain = _VARIABLE.sub("", value)
    if "*" in plain:
        return True
    return "?" in plain and "://" not in plain and " " not in plain


_PRINCIPALS = (":principal", ":granteeprincipal")
"""Keys that hold `*` where a call grants something to everybody (`lambda:Principal`); how they end, lower case."""


def _finding(
    subject: Subject, statement: Statement, row: Condition, wild: list[tuple[str, tuple[str | int, ...]]]
) -> Finding:
    value, place = wild[0]
    like = _like(row, [each for each, _ in wild])
    sure = Confidence.HIGH if any("*" in each for each, _ in wild) else Confidence.MEDIUM
    return subject.report(
        RULE,
        place,
        f"`{row.spelled}` compares letter by letter, so `{value}` is no pattern: {_effect(statement, row, len(wild))}",
        f"write `{like}`" + (", and mind the case of letters" if "IgnoreCase" in row.operator else ""),
        statement=statement,
        severity=Severity.ERROR if sure is Confidence.HIGH else Severity.WARNING,
        confidence=sure,
        witness=_witness(statement, row, value),
        token=value,
        fix=respelled(subject, statement, row, like, f"Write {like}"),
    )


def _like(row: Condition, wild: list[str]) -> str:
    operator = _EXACT[row.operator]
    arns = row.set_operator is SetOperator.NONE and all(each.startswith("arn:") for each in row.values)
    whole = all(_VARIABLE.sub("x", each).count(":") >= 5 for each in row.values)
    if arns and whole and "arn" in row.key.lower():
        operator = operator.replace("String", "Arn")
    spelled = f"{row.set_operator.value}:{operator}" if row.set_operator is not SetOperator.NONE else operator
    return f"{spelled}IfExists" if row.if_exists else spelled


def _effect(statement: Statement, row: Condition, wild: int) -> str:
    negated, only = is_negated(row), wild == len(row.values)
    does = verb(statement)
    if negated:
        return f"it excludes nobody, and the statement {does} {'all' if only else 'those that it was to spare'}"
    if not only:
        return "this value matches nothing"
    if absent_holds(row) is Truth.TRUE:
        return f"the statement {does} only where the key is absent"
    return f"the statement never {does} anything"


def _witness(statement: Statement, row: Condition, value: str) -> str:
    """Return a request whose value is of the pattern that was meant, and what becomes of it."""
    meant = _VARIABLE.sub("x", value).replace("*", "x").replace("?", "x")
    if row.key.lower() == "aws:principalarn":
        meant = re.sub(r"^arn:aws:iam::x:", "arn:aws:iam::222222222222:", meant)
    negated, denies = is_negated(row), statement.effect is Effect.DENY
    outcome = "the statement applies, though it was to spare it" if negated else "the statement does not apply"
    if not denies and not negated:
        outcome = "not allowed by this statement"
    return f"{row.key} {meant}: {outcome}"
