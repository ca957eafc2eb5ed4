"""Each required key is tested in a statement of its own, not together with the others.

## What it does
All keys under one operator are joined by AND. This rule reports a Deny that fires only when several tags are missing
at once (`Null`), or wrong at once (`StringNotEquals` and the like on several `aws:RequestTag/...` keys).

## Why it matters
The Deny below was to require both tags. Whoever passes one of them, with any value, is not denied.

## Example
```json
{
  "Effect": "Deny",
  "Action": "dynamodb:CreateTable",
  "Resource": "*",
  "Condition": {"Null": {"aws:RequestTag/Owner": "true", "aws:RequestTag/CostCenter": "true"}}
}
```

## Use instead
```json
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "dynamodb:CreateTable",
      "Resource": "*",
      "Condition": {"Null": {"aws:RequestTag/Owner": "true"}}
    },
    {
      "Effect": "Deny",
      "Action": "dynamodb:CreateTable",
      "Resource": "*",
      "Condition": {"Null": {"aws:RequestTag/CostCenter": "true"}}
    }
  ]
}
```

## How to fix
Write one statement for each key. Groups of different keys that are joined on purpose (who calls, from where, for whom)
are not reported.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from guardrails.lint.fixes.amend import split
from guardrails.lint.reasoning.callers import asks_for_absence, is_negated
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.lint.subjects.wording import in_words, sample_action
from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.policy.document import Condition, Effect, SetOperator, Statement

RULE = Rule(
    "LINT-014",
    "null-conjunction",
    "Each required key is tested in a statement of its own, not together with the others.",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
)


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    for statement in subject.statements:
        if statement.effect is not Effect.DENY:
            continue
        for family, rows in _families(statement, asks_for_absence).items():
            yield _finding(subject, statement, rows, _sureness(family), "missing")
        wrong = _families(statement, _is_wrong).get("aws:requesttag", ())
        if wrong:
            yield _finding(subject, statement, wrong, Confidence.MEDIUM, "wrong or missing")


def _is_wrong(row: Condition) -> bool:
    return is_negated(row) and row.set_operator is SetOperator.NONE


_FAMILIES = {
    "aws:requesttag": Confidence.HIGH,
    "aws:resourcetag": Confidence.MEDIUM,
    "aws:principaltag": Confidence.LOW,
}
_TOGETHER = (frozenset({"sagemaker:vpcsubnets", "sagemaker:vpcsecuritygroupids"}),)
"""Keys that a call always carries together, so that one is missing only when all are."""


def _families(statement: Statement, wanted: Callable[[Condition], bool]) -> dict[str, tuple[Condition, ...]]:
    """Return the wanted rows of one kind of key, where there are several: tags of one kind, keys of one service."""
    found: dict[str, tuple[Condition, ...]] = {}
    for row in statement.conditions:
        if not wanted(row):
            continue
        head, slash, _ = row.key.lower().partition("/")
        family = head if slash else head.partition(":")[0]
        if family in _FAMILIES or not family.startswith("aws"):
            found[family] = (*found.get(family, ()), row)
    keys = {family: frozenset(row.key.lower() for row in rows) for family, rows in found.items()}
    return {family: rows for family, rows in found.items() if len(keys[family]) > 1 and keys[family] not in _TOGETHER}


def _sureness(family: str) -> Confidence:
    return _FAMILIES.get(family, Confidence.LOW)


def _finding(
    subject: Subject, statement: Statement, rows: tuple[Condition, ...], sure: Confidence, what: str
) -> Finding:
    together, request = in_words((row.key for row in rows), None), sample_action(statement)
    return subject.report(
        RULE,
        rows[0].pointer[:-1] if len({row.pointer[:-1] for row in rows}) == 1 else rows[-1].pointer,
        f"denies only where {together} are {what} all at once: keys of one condition are joined by AND",
        "write one statement for each key, if each of them is required",
        statement=statement,
        confidence=sure,
        witness=f"{request} with {rows[0].key} {_good(rows[0])} and no {rows[-1].key}: not denied by this statement",
        token=rows[0].key,
        fix=split(subject, statement, rows, "Write one statement for each key"),
    )


def _good(row: Condition) -> str:
    """Return a value that the row does not deny."""
    return "x" if row.operator == "Null" else row.values[0]
