"""Account ids are 12 digits and unique; planned accounts have none.

## What it does

Reports an id that is not 12 digits, an id that two accounts have, an account that is not planned and has no id, and a
planned one that has an id.

## Why it matters

Exceptions, data accounts and bucket policies are written by account id. A wrong digit opens them to a stranger.

## Example

```yaml
organization:
  root: {ous: [{name: Workloads, accounts: [{name: Dev, id: "111111111111"}]}]}
```

## Use instead

```yaml
organization:
  root: {ous: [{name: Workloads, accounts: [{name: Dev, id: "222222222222"}]}]}
```

## How to fix

Write all 12 digits in quotes: without them leading zeros are lost. Use `status: planned` until AWS has made the
account.

## Sources

- https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import every_account
from guardrails.model.organization.tree import Status

RULE = Rule(
    "ORG-003", "account-ids", "Account ids are 12 digits and unique; planned accounts have none.", Severity.ERROR
)


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield every account whose id is missing, malformed, taken, or there too early."""
    seen: dict[str, str] = {}
    for account in every_account(project.organization):
        key = (*account.pointer, "id")
        if not account.id:
            if account.status is not Status.PLANNED:
                message = f"{account.name} is {account.status.value} but has no id"
                yield codes.finding(RULE, message, project.at(account.pointer), "add its id, or set status: planned")
            continue
        if account.status is Status.PLANNED:
            message = f"{account.name} is planned, yet has an id"
            yield codes.finding(RULE, message, project.at(key), "set status: active, or remove the id")
        if len(account.id) != 12 or not (account.id.isascii() and account.id.isdigit()):
            message = f"the id {account.id!r} of {account.name} is not 12 digits"
            yield codes.finding(RULE, message, project.at(key), "write all 12 digits, in quotes")
        if account.id in seen:
            message = f"{account.name} has the id {account.id} of {seen[account.id]}"
            yield codes.finding(RULE, message, project.at(key), "no two accounts share an id")
        seen.setdefault(account.id, account.name)
