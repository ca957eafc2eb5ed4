"""A policy is attached where it does something, and leaves a way to allow."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.lint.subject import Subject
from guardrails.lint.surroundings import Surroundings
from guardrails.model.finding import Finding, Rule, Severity

RULE = Rule(
    "LINT-026",
    "attachment",
    "A policy is attached where it does something, and leaves a way to allow.",
    Severity.WARNING,
)


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    return iter(())
