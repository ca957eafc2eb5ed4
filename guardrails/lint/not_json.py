"""A policy document is JSON: no comments, trailing text, byte order mark or typographic quotes."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.lint.subject import Subject
from guardrails.lint.surroundings import Surroundings
from guardrails.model.finding import Finding, Rule, Severity

RULE = Rule(
    "LINT-001",
    "not-json",
    "A policy document is JSON: no comments, trailing text, byte order mark or typographic quotes.",
    Severity.ERROR,
)


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    return iter(())
