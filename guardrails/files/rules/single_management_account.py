"""Exactly one management account; it has no `scps` and sits outside OUs.

## What it does

Reports `scps` or `rcps` on the management account, and a member account with env `mgmt`.

## Why it matters

No SCP or RCP ever binds the management account. A file that attaches one there claims a protection that does not
exist, and with two management accounts nobody can tell which one is free of guardrails.

## Example

```yaml
organization:
  management: {scps: [FullAWSAccess]}
```

## Use instead

```yaml
organization:
  management: {allowed_services: [organizations, sso, cloudtrail]}
```

## How to fix

Remove the attachment. Keep workloads and people out of the management account instead; a member account gets the env
of its workloads.

## Sources

- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import every_account

RULE = Rule(
    "ORG-001",
    "single-management-account",
    "Exactly one management account; it has no `scps` and sits outside OUs.",
    Severity.ERROR,
    ("A3",),
)


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield what makes it unclear which account is the management account, or pretends that SCPs reach it."""
    management = project.organization.management
    for key, attached in (("scps", management.scps), ("rcps", management.rcps)):
        if attached:
            message = f"the management account has {key}, but no {key[:3].upper()} ever binds it"
            help = "remove them; keep workloads and people out of the management account instead"
            yield codes.finding(RULE, message, project.at(("management", key)), help)
    for account in every_account(project.organization)[1:]:
        if account.env == "mgmt":
            message = f"{account.name} has env mgmt, which only the management account has"
            yield codes.finding(RULE, message, project.at(account.pointer), "give it the env of its workloads")
