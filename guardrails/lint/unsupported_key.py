"""A condition tests keys that the actions of its statement carry.

## What it does
Looks at service keys and the tags of calls, and at the actions of the statement that never carry them, on no resource
type. Where the row fails without the key, the statement does nothing for these actions; where it holds without the key
(a negated operator, `IfExists`, `Null`), a Deny hits all of them. Keys that come with some resource types of an action
and not with others are LINT-011's.

## Why it matters
The statement below was to require encryption of uploads. Only uploads carry the key, so it denies all else as well:
reading an object, listing a bucket.

## Example
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "EncryptUploads",
    "Effect": "Deny",
    "Action": "s3:*",
    "Resource": "*",
    "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}
  }
}
```

## Use instead
```json
{
  "Version": "2012-10-17",
  "Statement": {
    "Sid": "EncryptUploads",
    "Effect": "Deny",
    "Action": "s3:PutObject",
    "Resource": "*",
    "Condition": {
      "StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"},
      "Null": {"s3:x-amz-server-side-encryption": "false"}
    }
  }
}
```

## How to fix
Name the actions that carry the key; the help lists some. Or add `"Null": {key: "false"}`, so that the statement looks
only at requests with the key. What a service began to send after the date of the data is a false alarm: suppress it by
the key.

## Sources
- https://docs.aws.amazon.com/service-authorization/latest/reference/ (2026-10)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from guardrails.catalog.freshness import date_of
from guardrails.lint.fixes.amend import guarded
from guardrails.lint.reasoning.effects import never_applies
from guardrails.lint.reasoning.key_support import Tested, actions_with, tested_keys
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.lint.subjects.wording import in_words
from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.policy.document import Effect, Statement
from guardrails.model.policy.report import quoted

RULE = Rule(
    "LINT-009",
    "unsupported-key",
    "A condition tests keys that the actions of its statement carry.",
    Severity.ERROR,
)

_MOST = 200
"""So many keys of a document are looked at: more than one that AWS takes has room for."""


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document, one for each key of a statement."""
    pairs = ((statement, tested) for statement in subject.statements for tested in tested_keys(statement))
    for statement, tested in islice(pairs, _MOST):
        if not tested.vacuous:
            yield from _idle(subject, statement, tested)
        elif statement.effect is Effect.DENY:
            yield from _deny_all(subject, statement, tested)
        elif tested.never_sent:
            yield _no_limit(subject, statement, tested)


def _idle(subject: Subject, statement: Statement, tested: Tested) -> Iterator[Finding]:
    """The row fails where the key is absent, so the statement does nothing for actions that never carry it."""
    if tested.never_sent:
        severity = Severity.WARNING if tested.is_tag else Severity.ERROR
        message = f"{_none_of(tested)} carries `{tested.key}`, {never_applies(statement)}"
        yield _finding(subject, statement, tested, message, severity)
    elif tested.idle and not (tested.tests_presence and tested.rows > 1):  # else it says itself: only with the key
        what = "denies nothing there" if statement.effect is Effect.DENY else "allows nothing there"
        carry = "carry" if len(tested.idle) > 1 else "carries"
        message = f"{in_words(tested.idle)} never {carry} `{tested.key}`: the statement {what}"
        yield _finding(subject, statement, tested, message, Severity.WARNING)


def _deny_all(subject: Subject, statement: Statement, tested: Tested) -> Iterator[Finding]:
    """The row holds where the key is absent, so a Deny hits every request of actions that never carry it."""
    hit = tested.hit
    if not hit.names:
        if tested.never_sent and tested.narrowed:
            yield _no_limit(subject, statement, tested)
        return
    more = hit.count - len(hit.names)
    calls = f"{', '.join(f'`{name}`' for name in hit.names)} and {more:,} more" if more else in_words(hit.names)
    if hit.everything:
        calls = f"{in_words(hit.names)} and everything else that has no such key"
    spared = " that the other conditions do not spare" if len(statement.conditions) > tested.rows else ""
    they = "it never carries" if hit.count == 1 and not hit.everything else "they never carry"
    message = f"denies every call of {calls}{spared}: {they} `{tested.key}`, and `{tested.operator}` is true there"
    sure = not tested.is_tag or hit.wide
    yield _finding(subject, statement, tested, message, Severity.ERROR if sure else Severity.WARNING)


def _no_limit(subject: Subject, statement: Statement, tested: Tested) -> Finding:
    message = f"{_none_of(tested)} carries `{tested.key}`: the row always holds and narrows nothing"
    return _finding(subject, statement, tested, message, Severity.WARNING)


def _finding(subject: Subject, statement: Statement, tested: Tested, message: str, severity: Severity) -> Finding:
    denied = tested.vacuous and statement.effect is Effect.DENY and tested.hit.names
    carrying = actions_with(tested.key, statement)
    help = (
        f"name actions that carry the key: {in_words(carrying)}" if carrying else "test a key that these actions carry"
    )
    if denied and not tested.tests_presence and not tested.never_sent:
        help += f', or add `"Null": {{"{tested.key}": "false"}}`'
    fix = None
    if denied and not tested.tests_presence and not tested.never_sent and not tested.is_tag:
        fix = guarded(subject, statement, tested.key, "Look only at requests that carry the key")
    return subject.report(
        RULE,
        tested.pointer,
        message,
        help,
        statement=statement,
        severity=severity,
        confidence=Confidence.HIGH if tested.never_sent and not tested.is_tag else Confidence.MEDIUM,
        witness=f"{tested.hit.names[0]}: explicit deny" if denied else "",
        token=tested.key,
        data_date=date_of("services"),
        fix=fix,
    )


def _none_of(tested: Tested) -> str:
    if len(tested.patterns) == 1:
        pattern = tested.patterns[0]
        return f"no action of {quoted(pattern)}" if "*" in pattern or "?" in pattern else f"no {quoted(pattern)}"
    return f"none of {in_words(tested.patterns)}"
