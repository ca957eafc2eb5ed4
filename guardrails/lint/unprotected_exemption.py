"""Nobody can create or take over a principal that a policy exempts."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.lint.subject import Subject
from guardrails.lint.surroundings import Surroundings
from guardrails.model.finding import Finding, Rule, Severity

RULE = Rule(
    "LINT-020",
    "unprotected-exemption",
    "Nobody can create or take over a principal that a policy exempts.",
    Severity.ERROR,
)


def check(subject: Subject, around: Surroundings) -> Iterator[Finding]:
    """Yield the findings about one document."""
    return iter(())
