"""A document has the elements that its type of policy knows, and no others."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.lint.subject import Subject
from guardrails.lint.surroundings import Surroundings
from guardrails.model.finding import Finding, Rule, Severity

RULE = Rule(
    "LINT-004",
    "elements",
    "A document has the elements that its type of policy knows, and no others.",
    Severity.ERROR,
)


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    return iter(())
