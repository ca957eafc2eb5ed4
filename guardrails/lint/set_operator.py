"""A set operator fits its key, and an empty request does not satisfy an Allow."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.lint.subject import Subject
from guardrails.lint.surroundings import Surroundings
from guardrails.model.finding import Finding, Rule, Severity

RULE = Rule(
    "LINT-016",
    "set-operator",
    "A set operator fits its key, and an empty request does not satisfy an Allow.",
    Severity.WARNING,
)


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    return iter(())
