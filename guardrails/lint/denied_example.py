"""What a policy's scenarios declare compliant is not denied by it."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.lint.subject import Subject
from guardrails.lint.surroundings import Surroundings
from guardrails.model.finding import Finding, Rule, Severity

RULE = Rule(
    "LINT-024",
    "denied-example",
    "What a policy's scenarios declare compliant is not denied by it.",
    Severity.ERROR,
)


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    return iter(())
