"""Every statement decides some request: one that AWS could send, and that no others decide as well.

## What it does
The prover looks at each statement of an SCP over all requests. It reports, as a warning, one that no request can match,
whatever its conditions say one by one, and one to which other statements of its document together leave nothing to
decide. Where other documents at the same place do so everywhere, it is a note: policies are attached and changed one at
a time. Levels are not compared: a second line of defense below the first is meant so.

It speaks of what is proved only: where the prover cannot decide, and where another rule finds fault with the statement
already (LINT-013 with its conditions, LINT-030 with a single other statement), nothing is said. RCPs are left to these.

## Why it matters
Such a statement looks like protection and is none. Often its conditions exclude each other across keys, or a list was
split into several statements and the old one stayed: whoever relaxes one of them wonders why nothing changes.

## Example
```yaml
documents:
  queues:
    Version: "2012-10-17"
    Statement:
    - {Sid: Delete, Effect: Deny, Action: "sqs:DeleteQueue", Resource: "*"}
    - {Sid: Purge, Effect: Deny, Action: "sqs:PurgeQueue", Resource: "*"}
    - {Sid: Both, Effect: Deny, Action: ["sqs:DeleteQueue", "sqs:PurgeQueue"], Resource: "arn:aws:sqs:*:*:orders"}
```

## Use instead
```yaml
documents:
  queues:
    Version: "2012-10-17"
    Statement:
    - {Sid: Both, Effect: Deny, Action: ["sqs:DeleteQueue", "sqs:PurgeQueue"], Resource: "*"}
```

## How to fix
Remove the statement, or make it say what it was meant to say. `--fix` changes nothing: it cannot know what was meant.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html (2026-09)
- https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import Level, Surroundings
from guardrails.lint.subjects.wording import in_words, name_of, verb
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.policy.document import PolicyDocument, Statement
from guardrails.model.proof import Scene

RULE = Rule(
    "LINT-031",
    "dead-statement",
    "Every statement decides some request: one that AWS could send, and that no others decide as well.",
    Severity.WARNING,
)

_HELP = "remove it, or make it say what it was meant to say"


def finding_of(
    subject: Subject, statement: Statement, kept: Sequence[Statement], around: Surroundings, scene: Scene
) -> Finding | None:
    """Return the finding that a statement decides nothing; None where it does, or nobody can tell.

    Args:
        kept: the statements of the document that are not dead; those that were found to be are no reason.
    """
    from guardrails.prover.dead_statements import decides, meeting

    document = subject.document
    if document is None:
        return None
    within = [one for one in kept if one is not statement]
    levels = [tuple(_others(subject, level)) for level in levels_of(subject, around)]
    beside = {id(one): one for documents in levels for each in documents for one in each.statements}
    if decides(statement, document, (*within, *beside.values()), scene):
        return None  # what nothing else decides, wherever it is attached
    if not decides(statement, document, (), scene):
        message = f"never {verb(statement)} anything: no request that AWS could send matches all parts of it"
        return subject.report(RULE, statement.pointer, message, _HELP, statement=statement)
    if not decides(statement, document, within, scene):
        cover = meeting(statement, within)
        message = f"{verb(statement)} nothing that is not {_done(statement)} by {_named(cover)} of the same document"
        return subject.report(RULE, statement.pointer, message, _HELP, statement=statement, token=cover[0].sid)
    alive = any(
        decides(statement, document, (*within, *(one for each in documents for one in each.statements)), scene)
        for documents in levels
    )
    return None if alive else _beside(subject, statement, [each for documents in levels for each in documents])


def _beside(subject: Subject, statement: Statement, documents: Iterable[PolicyDocument]) -> Finding:
    """The note that other documents cover a statement at every place where it is attached."""
    from guardrails.prover.dead_statements import meeting

    names = list(dict.fromkeys(one.name for one in documents if meeting(statement, one.statements)))
    message = f"{verb(statement)} nothing that is not {_done(statement)} by {in_words(names)} wherever it is attached"
    help = "remove it, or keep it as a second line of defense and suppress this note with that reason"
    return subject.report(
        RULE, statement.pointer, message, help, statement=statement, severity=Severity.NOTE, token=names[0]
    )


def levels_of(subject: Subject, around: Surroundings) -> Iterable[Level]:
    """Return the places where a document is attached."""
    found = (level for member in around.members for level in member.levels(subject.type))
    return {level.path: level for level in found if level.holds(subject.name)}.values()


def _others(subject: Subject, level: Level) -> Iterable[PolicyDocument]:
    return (one for one in level.documents if one.name != subject.name and one.variables == subject.variables)


def _done(statement: Statement) -> str:
    return {"denies": "denied", "allows": "allowed"}[verb(statement)]


def _named(statements: Iterable[Statement]) -> str:
    return in_words(dict.fromkeys(name_of(one) for one in statements))


def in_turn(statements: Sequence[Statement]) -> Iterator[Statement]:
    """Yield statements from the last to the first: of two that say the same the first is left in peace."""
    return reversed(statements)
