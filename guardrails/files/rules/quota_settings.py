"""Quotas in the file are not larger than those of AWS.

## What it does

Compares `settings.quotas` (`scp_max_chars`, `scp_max_per_node`, `rcp_max_chars`, `rcp_max_per_node`, `ou_depth`) with
the quotas of AWS. A smaller number is a choice; a larger one is a warning, for AWS may have raised the quota since the
date of the data.

## Why it matters

ORG-007, ORG-008 and ORG-009 count against these numbers. One that is too large silences them, and AWS refuses the
policy or the attachment in the middle of the roll-out.

## Example

```yaml
organization:
  settings: {quotas: {scp_max_per_node: 50}}
```

## Use instead

```yaml
organization:
  settings: {quotas: {scp_max_per_node: 10}}
```

## How to fix

Write the quota of AWS, or leave the key out: then the product's own data counts.

## Sources

- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.catalog.quotas import CURRENT
from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.model.finding import Finding, Rule, Severity

RULE = Rule("ORG-031", "quota-settings", "Quotas in the file are not larger than those of AWS.", Severity.WARNING)

KEYS = ("scp_max_chars", "scp_max_per_node", "rcp_max_chars", "rcp_max_per_node", "ou_depth")


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield each quota of the file that is larger than AWS's."""
    for key in KEYS:
        ours, theirs = project.organization.settings.number(f"quotas.{key}", 0), getattr(CURRENT, key)
        if ours > theirs:
            message = f"{key} is {ours:,}, but AWS takes {theirs:,} (as of {CURRENT.date})"
            place = project.at(("settings", "quotas", key))
            help = f"write {theirs}, or leave the key out"
            yield codes.finding(RULE, message, place, help, token=key, data_date=CURRENT.date)
