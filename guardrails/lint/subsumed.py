"""A statement denies something that no other one, beside or above it, denies already.

## What it does
It looks for a Deny that another Deny contains: the same or more actions and resources, and conditions that hold
whenever those of the first hold. The other one may stand in the same document, in a document at the same place, or in
one above; from outside the document it must do so for every account below the policy. Containment is proved from the
texts pattern by pattern; nothing is said where it is not obvious. That a missing key satisfies a negated operator is
only a note: AWS's samples also deny it in a statement of its own, to be clear.

## Why it matters
Within a document such a statement takes up characters of the quota and does nothing; often it is the remainder of a
copy, or was meant to say something else. Under another policy it may be wanted as a second line of defense, so there it
is only a note: suppress it with the reason, or remove it. What must not happen is that somebody relaxes the narrow
statement and wonders why the call is still denied.

## Example
```json
{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "KeepQueues", "Effect": "Deny", "Action": ["sqs:*Queue", "sns:DeleteTopic"], "Resource": "*"},
    {"Sid": "KeepMessages", "Effect": "Deny", "Action": "sqs:PurgeQueue", "Resource": "*"}
  ]
}
```

## Use instead
```json
{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "KeepQueues", "Effect": "Deny", "Action": ["sqs:DeleteQueue", "sns:DeleteTopic"], "Resource": "*"},
    {"Sid": "KeepMessages", "Effect": "Deny", "Action": "sqs:PurgeQueue", "Resource": "*"}
  ]
}
```

## How to fix
Remove the contained statement, or make it say what it was meant to say. The finding shows the removal as a suggestion
within a document; `--fix` does not apply it, for it cannot know what was meant.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html (2026-09)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, cast

from guardrails.lint.fixes.json_values import plain
from guardrails.lint.reasoning.containment import container_of, contains
from guardrails.lint.subjects.subject import Subject, raw_at
from guardrails.lint.subjects.surroundings import Level, Surroundings
from guardrails.lint.subjects.wording import name_of
from guardrails.model.finding import Edit, Finding, Fix, Json, Rule, Severity
from guardrails.model.policy.document import Effect, PolicyDocument, Statement
from guardrails.model.source import Location

RULE = Rule(
    "LINT-030",
    "subsumed",
    "A statement denies something that no other one, beside or above it, denies already.",
    Severity.NOTE,
)


_MOST = 300
"""Statements that are compared, each with each: 10,240 characters have room for 222, so AWS refuses more anyway."""


class _Above(NamedTuple):
    """A Deny that contains another, the document it stands in, and the place where that is attached."""

    statement: Statement
    document: PolicyDocument
    place: str


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield each Deny that another contains: a warning within the document, a note under another document."""
    denies = [one for one in subject.statements if one.effect is Effect.DENY][:_MOST]
    for at, statement in enumerate(denies):
        within = container_of(denies, at)
        if within is not None:
            yield _doubled(subject, statement, within)
            continue
        above = _above(subject, statement, around)
        if above:
            yield _covered(subject, statement, above, around)


def _doubled(subject: Subject, statement: Statement, other: Statement) -> Finding:
    same = contains(statement, other)
    what = "denies the same as" if same else "denies nothing that is not denied by"
    place = Location(subject.file, other.pointer)
    return subject.report(
        RULE,
        statement.pointer,
        f"{what} {name_of(other)} of the same document",
        "remove it, or make it say what it was meant to say",
        statement=statement,
        severity=Severity.NOTE if _by_absence(statement, other) else Severity.WARNING,
        token=other.sid,
        fix=_removal(subject, statement),
        related=((place, "the statement that contains it"),),
    )


def _by_absence(statement: Statement, other: Statement) -> bool:
    """Whether the contained one says of a missing key what the other's operators imply: some write both on purpose."""
    tested = {row.key.lower() for row in other.conditions if row.operator != "Null"}
    return any(row.operator == "Null" and row.key.lower() in tested for row in statement.conditions)


def _removal(subject: Subject, statement: Statement) -> Fix | None:
    raw = raw_at(subject.value, statement.pointer)
    if len(statement.pointer) != 2 or raw is None:
        return None
    return Fix("remove the statement", (Edit(statement.pointer, cast(Json, plain(raw)), None),))


def _above(subject: Subject, statement: Statement, around: Surroundings) -> list[_Above]:
    """Return what contains the statement above each account; nothing if one account has no such thing."""
    found = []
    for member in around.members:
        levels = member.levels(subject.type)
        depth = next((at for at, level in enumerate(levels) if level.holds(subject.name)), None)
        if depth is None:
            continue
        above = next(_containing(subject, statement, levels[: depth + 1], around), None)
        if above is None:
            return []
        found.append(above)
    return found


def _containing(
    subject: Subject, statement: Statement, levels: tuple[Level, ...], around: Surroundings
) -> Iterator[_Above]:
    """Yield each Deny above or beside the document that contains a statement of it.

    Of two documents at one place that deny the same, the one that is attached first is left in peace.
    """
    *over, own = levels
    for level in over:
        for document, other in _others(subject, statement, level, around):
            yield _Above(other, document, level.path)
    names = [document.name for document in own.documents]
    for document, other in _others(subject, statement, own, around):
        later = names.index(document.name) > names.index(subject.name)
        if not (later and contains(statement, other)):
            yield _Above(other, document, own.path)


def _others(
    subject: Subject, statement: Statement, level: Level, around: Surroundings
) -> Iterator[tuple[PolicyDocument, Statement]]:
    known = around.once("contained statements", dict[tuple[int, int], bool])
    for document in level.documents:
        if document.name == subject.name or document.variables != subject.variables:
            continue
        for other in document.statements:
            pair = id(other), id(statement)
            if other.effect is Effect.DENY and pair not in known:
                known[pair] = contains(other, statement)
            if known.get(pair):
                yield document, other


def _covered(subject: Subject, statement: Statement, above: list[_Above], around: Surroundings) -> Finding:
    names = list(dict.fromkeys(f"{one.document.name}#{name_of(one.statement)} at {one.place}" for one in above))
    places = {one.document.name: around.locations.get(one.document.name) for one in above}
    related = [(place, f"{name}, which contains it") for name, place in places.items() if place]
    return subject.report(
        RULE,
        statement.pointer,
        f"denies nothing that is not denied by {' and '.join(names)}, in every account it reaches",
        "remove it, or keep it as a second line of defense and suppress this note with that reason",
        statement=statement,
        token=above[0].document.name,
        related=tuple(related),
    )
