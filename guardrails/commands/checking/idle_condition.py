"""Every condition of a statement keeps some request out of it.

## What it does
The prover looks at each row of a condition in an SCP and reports, as a warning, one without which the statement would
match exactly the same requests: a `Null` on a key that AWS sends with every one of them, a test that every value of the
key passes, one that another row implies, a Region that is the only one of its service.

It speaks of what is proved only: where the prover cannot decide, and where another rule finds fault with what the
statement says, nothing is said. A condition without which an answer changes in one single case is needed.

## Why it matters
Whoever wrote the row wanted to spare something. It spares nothing: either the statement is stronger than it was meant
to be, or the row only takes up characters and misleads the next reader.

## Example
```yaml
documents:
  queues:
    Sid: KeepMessages
    Effect: Deny
    Action: "sqs:PurgeQueue"
    Resource: "*"
    Condition: {"Null": {"aws:PrincipalArn": "false"}}
```

## Use instead
```yaml
documents:
  queues: {Sid: KeepMessages, Effect: Deny, Action: "sqs:PurgeQueue", Resource: "*"}
```

## How to fix
Remove the row, or test the key that was meant. `--fix` changes nothing: it cannot know what was meant.

## Sources
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (2026-09)
- https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.lint.fixes.amend import without
from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.wording import in_words, verb
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.policy.document import Condition, Statement
from guardrails.model.proof import Scene

RULE = Rule(
    "LINT-032",
    "idle-condition",
    "Every condition of a statement keeps some request out of it.",
    Severity.WARNING,
)


def findings_of(subject: Subject, statement: Statement, scene: Scene) -> Iterator[Finding]:
    """Yield the conditions of a statement that change nothing, proved; nothing where nobody can tell."""
    from guardrails.prover.dead_statements import idle_conditions

    if subject.document is None:
        return
    for row in idle_conditions(statement, subject.document, scene):
        yield subject.report(
            RULE,
            row.pointer,
            f"changes nothing: without `{row.spelled}` {_test(row)} the statement {verb(statement)} the same",
            "remove the row, or test the key that was meant",
            statement=statement,
            token=row.key,
            fix=without(subject, statement, row, f"Remove {row.spelled} {row.key}"),
        )


def _test(row: Condition) -> str:
    return f"`{row.key}` {in_words(row.values, 2)}" if row.values else f"`{row.key}`"
