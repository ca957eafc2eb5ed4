"""ORG-009: every policy document exists, is valid, and fits its size once parameters are replaced.

That documents exist and are valid is found while loading, under the same rule; here stays the size.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.catalog.quotas import CURRENT, LEGACY
from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.files.rendering import sizes
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.policy.document import PolicyType
from guardrails.model.source import Location

RULE: Rule = codes.DOCUMENT


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield documents that are too large for AWS, and those that fit only the new quota."""
    settings = project.organization.settings
    for size in sizes(project):
        kind = "rcp" if size.type is PolicyType.RCP else "scp"
        limit = settings.number(f"quotas.{kind}_max_chars", getattr(CURRENT, f"{kind}_max_chars"))
        old = settings.number(f"quotas.legacy.{kind}_max_chars", getattr(LEGACY, f"{kind}_max_chars"))
        at = Location(project.files[size.slug])
        if size.counted > limit:
            message = f"{size.slug} has {size.counted:,} characters when minified; AWS takes {limit:,}"
            yield codes.finding(RULE, message, at, "split it into two documents")
        elif size.counted > old:
            message = (
                f"{size.slug} has {size.counted:,} characters and fits only the new quota; the old one took {old:,}"
            )
            yield codes.finding(RULE, message, at, "nothing to do unless a tool holds to the old quota", Severity.NOTE)
