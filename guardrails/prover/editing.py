"""Edits of one statement: what a reviewer would write, in words, and the policy set that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from guardrails.evaluation.explain import StatementReport
from guardrails.model.policy.document import Condition, Element, PolicyDocument, PolicySet, PolicyType, Statement
from guardrails.model.request import Value


@dataclass(frozen=True, slots=True)
class Edit:
    """A changed statement, and the change in words."""

    words: str
    statement: Statement


def applied(policies: PolicySet, report: StatementReport, changed: Statement) -> PolicySet:
    """Return the policies with one statement replaced, where it stands."""

    def swap(document: PolicyDocument) -> PolicyDocument:
        if document.name != report.document:
            return document
        rows = (changed if row == report.statement else row for row in document.statements)
        return replace(document, statements=tuple(rows))

    if report.policy_type is PolicyType.SCP:
        return replace(policies, scps=_at(policies.scps, report.level, swap))
    if report.policy_type is PolicyType.RCP:
        return replace(policies, rcps=_at(policies.rcps, report.level, swap))
    if report.policy_type is PolicyType.BOUNDARY and policies.boundary is not None:
        return replace(policies, boundary=swap(policies.boundary))
    return policies


_Levels = tuple[tuple[PolicyDocument, ...], ...]


def _at(levels: _Levels, chosen: int | None, swap: Callable[[PolicyDocument], PolicyDocument]) -> _Levels:
    return tuple(tuple(map(swap, level)) if at == chosen else level for at, level in enumerate(levels))


def with_row(statement: Statement, old: Condition, new: Condition | None) -> Statement:
    """Return a statement with one condition row replaced, or left out."""
    rows = ((new if row == old else row) for row in statement.conditions)
    return replace(statement, conditions=tuple(row for row in rows if row is not None))


def without(element: Element, patterns: tuple[str, ...]) -> Element:
    """Return an element without some patterns; `*` in place of a `Not` element that would be empty."""
    kept = tuple(pattern for pattern in element.patterns if pattern not in patterns)
    return replace(element, patterns=kept) if kept else Element(("*",))


def also(element: Element, pattern: str) -> Element:
    """Return an element with one more pattern."""
    return replace(element, patterns=(*element.patterns, pattern))


def alike(arn: str) -> str:
    """Return a pattern of the resources like this one: any Region, and any name where the ARN tells the type apart.

    Roles and users stay as they are: the name is what a policy protects there.

    >>> alike("arn:aws:ec2:eu-central-1:111122223333:instance/i-1")
    'arn:aws:ec2:*:111122223333:instance/*'
    """
    fields = arn.split(":", 5)
    if len(fields) < 6:
        return arn
    kind, slash, _ = fields[5].partition("/")
    name = f"{kind}/*" if slash and fields[2] != "iam" else fields[5]
    return ":".join((*fields[:3], fields[3] and "*", fields[4], name))


def shown(value: Value | None) -> str:
    """Return a context value as a sentence names it."""
    if isinstance(value, tuple):
        return ", ".join(value)
    return value if isinstance(value, str) else "a value that is not known"


def listed(patterns: tuple[str, ...]) -> str:
    """Return patterns as a sentence names them."""
    return " and ".join(patterns)


def first_words(edits: Iterator[Edit], works: Callable[[Statement], bool]) -> str:
    """Return the words of the first edit that does what it says; empty where none does."""
    return next((edit.words for edit in edits if works(edit.statement)), "")
