"""A policy's text stands in the repository, not behind an address."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.lint.subject import Subject
from guardrails.lint.surroundings import Surroundings
from guardrails.model.finding import Finding, Rule, Severity

RULE = Rule(
    "LINT-028",
    "remote-content",
    "A policy's text stands in the repository, not behind an address.",
    Severity.WARNING,
)


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    return iter(())
