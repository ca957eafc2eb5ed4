"""Some request can satisfy all rows of a condition.

## What it does
All rows of a condition are joined by AND. This rule evaluates rows on one key with every value that could matter:
those in the rows, those between them, values of two patterns at once, none of them, and no value at all. If no value
satisfies all rows, the statement never applies. If a negated row excludes nothing that the others let through, it can
never matter. `aws:PrincipalArn` is compared with `aws:PrincipalAccount`, for the account is a part of the ARN.

## Why it matters
The Deny below never fires: no Region is both.

## Example
```json
{
  "Effect": "Deny",
  "Action": "ec2:CreateVpc",
  "Resource": "*",
  "Condition": {
    "StringEquals": {"aws:RequestedRegion": "eu-west-1"},
    "StringLike": {"aws:RequestedRegion": "us-*"}
  }
}
```

## Use instead
```json
{
  "Effect": "Deny",
  "Action": "ec2:CreateVpc",
  "Resource": "*",
  "Condition": {"StringLike": {"aws:RequestedRegion": ["eu-west-1", "us-*"]}}
}
```

## How to fix
Values in one list are joined by OR. Put them into one row, or write two statements.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from guardrails.catalog.keys import is_multivalued
from guardrails.evaluation.conditions import absent_holds, condition_holds
from guardrails.evaluation.variables import has_variables
from guardrails.lint.fixes.amend import without
from guardrails.lint.reasoning.callers import asks_for_absence, is_negated
from guardrails.lint.reasoning.principal_patterns import account_in
from guardrails.lint.reasoning.situations import can_be_absent, holds
from guardrails.lint.reasoning.trial_values import trial_values
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.lint.subjects.wording import verb
from guardrails.model.decision import Truth
from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.policy.document import Condition, SetOperator, Statement
from guardrails.model.policy.placeholders import placeholders_in

RULE = Rule(
    "LINT-013",
    "contradiction",
    "Some request can satisfy all rows of a condition.",
    Severity.ERROR,
)

_Rows = tuple[Condition, ...]


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    for statement in subject.statements:
        found = False
        for rows in _groups(statement):
            values = _values(subject, statement, rows)
            if values is None:
                continue
            clash = _clash(rows, values)
            found = found or bool(clash)
            if clash:
                yield _contradiction(subject, statement, clash)
            elif _can_hold(rows, values):
                yield from (_pointless(subject, statement, row, rows) for row in _idle(rows, values))
        for rows in _absent_and_present(statement):
            yield _contradiction(subject, statement, rows)
        if not found:
            yield from (_two_accounts(subject, statement, *pair) for pair in _account_clashes(statement))


def contradicts(subject: Subject, statement: Statement) -> bool:
    """Return whether no request can satisfy all rows of a statement."""
    tried = ((rows, _values(subject, statement, rows)) for rows in _groups(statement))
    clash = any(values is not None and _clash(rows, values) for rows, values in tried)
    return clash or any(_absent_and_present(statement)) or any(_account_clashes(statement))


def _absent_and_present(statement: Statement) -> Iterator[_Rows]:
    """Yield rows that want a key absent, each with a row that is false without it, whatever its values."""
    for row in statement.conditions:
        if row.operator == "Null" and absent_holds(row) is Truth.TRUE and "false" not in map(str.lower, row.values):
            same = (one for one in statement.conditions if one.key.lower() == row.key.lower())
            same = (one for one in same if is_multivalued(one.key) or not _is_plain(one))  # else it is in a group
            yield from ((row, one) for one in same if absent_holds(one) is Truth.FALSE)


def _groups(statement: Statement) -> Iterator[_Rows]:
    """Yield the rows on one key that can be evaluated, where there are several."""
    by_key: dict[str, list[Condition]] = {}
    for row in statement.conditions:
        by_key.setdefault(row.key.lower(), []).append(row)
    for key, rows in by_key.items():
        several = len(rows) > 1 or _excludes_all(rows[0])
        if several and not is_multivalued(key) and all(map(_is_plain, rows)):
            yield tuple(rows)


def _excludes_all(row: Condition) -> bool:
    return row.operator == "StringNotLike" and "*" in row.values


def _is_plain(row: Condition) -> bool:
    """Whether the row says all by itself: no set of values, no variable, no placeholder."""
    if row.set_operator is not SetOperator.NONE:
        return False
    return not any(has_variables(value) or placeholders_in(value) for value in row.values)


def _values(subject: Subject, statement: Statement, rows: _Rows) -> list[str | None] | None:
    """Return the values to try, one of which (None) stands for an absent key; None if they are too many."""
    tried = trial_values(rows)
    if tried is None:
        return None
    found: list[str | None] = list(tried)
    if can_be_absent(rows[0].key, statement, subject.type):
        found.append(None)
    return found


def _context(row: Condition, value: str | None) -> dict[str, str | tuple[str, ...]]:
    return {} if value is None else {row.key.lower(): value}


def _can_hold(rows: _Rows, values: list[str | None]) -> bool:
    return any(holds(rows, _context(rows[0], value)) is not Truth.FALSE for value in values)


def _clash(rows: _Rows, values: list[str | None]) -> _Rows:
    """Return the smallest set of rows that cannot hold together; empty if all can.

    A value that its operator cannot read makes a row false by itself: that is LINT-010's.
    """
    if _can_hold(rows, values):
        return ()
    alone = next((row for row in rows if not _can_hold((row,), values)), None)
    if alone is not None:
        return (alone,) if _excludes_all(alone) else ()
    return next((pair for pair in combinations(rows, 2) if not _can_hold(pair, values)), rows)


def _idle(rows: _Rows, values: list[str | None]) -> Iterator[Condition]:
    """Yield the negated rows that exclude no value that the others let through."""
    for row in rows:
        if not is_negated(row):
            continue
        others = tuple(one for one in rows if one is not row)
        if not any(_narrows(one) or asks_for_absence(one) for one in others):
            continue
        let_through = [value for value in values if holds(others, _context(row, value)) is not Truth.FALSE]
        if all(condition_holds(row, _context(row, value)) is Truth.TRUE for value in let_through):
            yield row


def _narrows(row: Condition) -> bool:
    return row.operator != "Null" and not row.if_exists and not is_negated(row)


def _contradiction(subject: Subject, statement: Statement, rows: _Rows) -> Finding:
    named = " and ".join(f"`{row.spelled}` {_shown(row)}" for row in rows)
    last = rows[-1]
    return subject.report(
        RULE,
        last.pointer,
        f"never {verb(statement)} anything: no value of `{last.key}` satisfies {named}",
        _CLASH_HELP if len(rows) > 1 else "`*` is every value: name the values to spare",
        statement=statement,
        witness=f"{last.key} {rows[0].values[0] if rows[0].operator != 'Null' else 'absent'}: the statement does not"
        " apply",
        token=last.key,
    )


_CLASH_HELP = "values in one list are joined by OR: use one row, or write two statements"


def _pointless(subject: Subject, statement: Statement, row: Condition, rows: _Rows) -> Finding:
    others = " and ".join(f"`{one.spelled}`" for one in rows if one is not row)
    absence = next((one for one in rows if asks_for_absence(one)), None)
    if absence is not None:
        return _only_absent(subject, statement, row, absence)
    return subject.report(
        RULE,
        row.pointer,
        f"can never matter: {others} lets no value of `{row.key}` through that `{row.spelled}` {_shown(row)} excludes",
        "remove the row, or check whether another value was meant",
        statement=statement,
        severity=Severity.NOTE,
        confidence=Confidence.MEDIUM,
        token=row.key,
        fix=without(subject, statement, row, f"Remove {row.spelled} {row.key}"),
    )


def _only_absent(subject: Subject, statement: Statement, row: Condition, absence: Condition) -> Finding:
    """Report a test of values beside a `Null` that lets only requests without the key through."""
    return subject.report(
        RULE,
        row.pointer,
        f"can never matter: `Null` lets only requests without `{row.key}` through, so no value of it is ever looked at,"
        f" be it {_shown(row)} or not",
        f"remove the row of `Null`: `{row.spelled}` is true where the key is absent, too",
        statement=statement,
        severity=Severity.WARNING,
        confidence=Confidence.MEDIUM,
        witness=f"{row.key} something-else: the statement does not apply",
        token=row.key,
        fix=without(subject, statement, absence, f"Remove Null {row.key}"),
    )


def _shown(row: Condition) -> str:
    texts = [f"`{value}`" for value in row.values[:2]]
    return ", ".join(texts) + (f" and {len(row.values) - 2} more" if len(row.values) > 2 else "")


_ACCOUNT_OF = {"aws:principalarn": "aws:principalaccount", "aws:sourcearn": "aws:sourceaccount"}
"""Keys that hold an ARN, and those that hold the account in it; lower case."""


def _account_clashes(statement: Statement) -> Iterator[tuple[Condition, Condition]]:
    """Yield pairs of an ARN row and an account row that name different accounts."""
    for arns in statement.conditions:
        account_key = _ACCOUNT_OF.get(arns.key.lower())
        if account_key is None or arns.if_exists or not _is_plain(arns) or arns.operator not in _POSITIVE:
            continue
        accounts = [account_in(value) for value in arns.values]
        for row in statement.conditions:
            if row.key.lower() != account_key or row.operator == "Null" or not _is_plain(row) or not all(accounts):
                continue
            if all(condition_holds(row, {account_key: one}) is Truth.FALSE for one in accounts):
                yield arns, row


_POSITIVE = ("ArnLike", "ArnEquals", "StringLike", "StringEquals")


def _two_accounts(subject: Subject, statement: Statement, arns: Condition, accounts: Condition) -> Finding:
    return subject.report(
        RULE,
        accounts.pointer,
        f"never {verb(statement)} anything: `{arns.key}` is of account {account_in(arns.values[0])},"
        f" and `{accounts.spelled}` `{accounts.key}` {_shown(accounts)} excludes it",
        f"name the same account in both, or remove `{accounts.key}`",
        statement=statement,
        witness=f"{arns.key} {arns.values[0]}: the statement does not apply",
        token=accounts.key,
    )
