"""Several keys under one Null are meant to be missing all at once."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.lint.subject import Subject
from guardrails.lint.surroundings import Surroundings
from guardrails.model.finding import Confidence, Finding, Rule, Severity

RULE = Rule(
    "LINT-014",
    "null-conjunction",
    "Several keys under one Null are meant to be missing all at once.",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
)


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    return iter(())
