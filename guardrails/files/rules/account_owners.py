"""Every active account has exactly one owner.

## What it does

Reports an active account without `owner`, and one whose owner is a list (`data, platform`). A template fills the
owner in from its team or person where the file says nothing.

## Why it matters

Two owners are none: alerts, budgets and findings of the account go to somebody else. One accountable team for each
account also decides who may ask for an exception.

## Example

```yaml
organization:
  root: {ous: [{name: Workloads, accounts: [{name: Dev, owner: "data, platform"}]}]}
```

## Use instead

```yaml
organization:
  root: {ous: [{name: Workloads, accounts: [{name: Dev, owner: platform}]}]}
```

## How to fix

Name the one team that answers for the account. Where two teams really share it, split the account.

## Sources

- https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/design-principles-for-your-multi-account-strategy.html (2026-09)
"""  # noqa: E501 - an address cannot be broken

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import every_account
from guardrails.model.organization.tree import Status

RULE = Rule("ORG-013", "account-owners", "Every active account has exactly one owner.", Severity.ERROR, ("C3", "C7"))

_SEVERAL = r"[,;|]|\s\+\s|\S@\S+\s+\S+@\S"
"""What separates two names; `and`, `&` and `/` stand in the name of one team just as well."""


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield active accounts that nobody owns, or several."""
    for account in every_account(project.organization):
        if account.status is not Status.ACTIVE:
            continue
        if not account.owner.strip():
            message = f"{account.name} is active and has no owner"
            yield codes.finding(RULE, message, project.at(account.pointer), "add owner: the one team that answers")
        elif re.search(_SEVERAL, account.owner):
            message = f"{account.name} has more than one owner: {account.owner}"
            place = project.at((*account.pointer, "owner"))
            yield codes.finding(RULE, message, place, "name the one team that answers, or split the account")
