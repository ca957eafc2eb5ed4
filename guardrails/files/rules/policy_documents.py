"""Every policy document exists, is valid and fits its size.

## What it does

Reports a document that is not JSON, breaks the grammar of policies, or is larger than AWS takes once parameters,
exemptions and exceptions are in it (10,240 characters for an SCP, 5,120 for an RCP, as rendered). One that fits only
the old quota of 5,120 for an SCP gets a note.

## Why it matters

AWS refuses the document. What counts is the size after substitution: a list of accounts or buckets grows it unseen.

## Example

```yaml
organization:
  policies: {own: {file: scps/own.json, draft: true}}
documents:
  own: {Version: "2012-10-17", Statement: [{Sid: NoPrincipalHere, Effect: Maybe, Action: "s3:*", Resource: "*"}]}
```

## Use instead

```yaml
organization:
  policies: {own: {file: scps/own.json, draft: true}}
documents:
  own: {Version: "2012-10-17", Statement: [{Sid: NoBuckets, Effect: Deny, Action: "s3:DeleteBucket", Resource: "*"}]}
```

## How to fix

Correct the place that is shown; split a document that is too large, or use wildcards in long lists.

## Sources

- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html (2026-09)
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (2026-09)
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
    """Yield documents too large for AWS, or for its old quota; what else is wrong with them was found while loading."""
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
