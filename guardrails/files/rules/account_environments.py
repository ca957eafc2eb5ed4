"""One environment per account, out of the known ones.

## What it does

Reports an account whose `env` is none of mgmt, shared, sandbox, dev, test, staging, prod and dr.

## Why it matters

Retention, state keys, plan gates and reviews go by environment. An account with a name of its own for production would
be treated like no environment at all.

## Example

```yaml
organization:
  root: {ous: [{name: Workloads, accounts: [{name: Dev, env: production}]}]}
```

## Use instead

```yaml
organization:
  root: {ous: [{name: Workloads, accounts: [{name: Dev, env: prod}]}]}
```

## How to fix

Use one of the known names. An account that serves two environments is to be split: isolation between them is what
accounts are for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import every_account

RULE = Rule("ORG-004", "account-environments", "One environment per account, out of the known ones.", Severity.ERROR)

ENVIRONMENTS = ("mgmt", "shared", "sandbox", "dev", "test", "staging", "prod", "dr")


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield every account whose environment is not known."""
    for account in every_account(project.organization):
        if account.env not in ENVIRONMENTS:
            message = f"{account.name} has the environment {account.env!r}"
            yield codes.finding(
                RULE, message, project.at((*account.pointer, "env")), f"use one of {', '.join(ENVIRONMENTS)}"
            )
