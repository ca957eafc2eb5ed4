"""IfExists does not widen a Deny to callers without the key."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.lint.subject import Subject
from guardrails.lint.surroundings import Surroundings
from guardrails.model.finding import Confidence, Finding, Rule, Severity

RULE = Rule(
    "LINT-012",
    "if-exists",
    "IfExists does not widen a Deny to callers without the key.",
    Severity.WARNING,
    confidence=Confidence.MEDIUM,
)


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    return iter(())
