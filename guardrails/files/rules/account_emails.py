"""Email valid, unique, at most 64 characters.

## What it does

Reports an account without email (unless it is planned), an address that is none, one of fewer than 6 or more than 64
characters, and one that two accounts share; letter case does not count.

## Why it matters

AWS refuses such an account on the day it is to be made. The address also resets the password of the root user, so it
must belong to somebody.

## Example

```yaml
organization:
  root: {ous: [{name: Workloads, accounts: [{name: Dev, email: aws+mgmt@example.com}]}]}
```

## Use instead

```yaml
organization:
  root: {ous: [{name: Workloads, accounts: [{name: Dev, email: aws+dev@example.com}]}]}
```

## How to fix

Give each account a plus address of one shared mailbox.

## Sources

- https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html (2026-09)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import every_account
from guardrails.model.organization.tree import Status

RULE = Rule("ORG-006", "account-emails", "Email valid, unique, at most 64 characters.", Severity.ERROR)

_EMAIL = re.compile(r"[^\s@\"'(),:;<>\[\]\\]+@[^\s@\"'(),:;<>\[\]\\.]+(\.[^\s@\"'(),:;<>\[\]\\.]+)+")


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield every account whose email is missing (unless planned), malformed, too long, or taken."""
    seen: dict[str, str] = {}
    for account in every_account(project.organization):
        email, key = account.email, (*account.pointer, "email")
        if not email:
            if account.status is not Status.PLANNED:
                place = project.at(account.pointer)
                yield codes.finding(RULE, f"{account.name} has no email", place, "every account of AWS has its own")
            continue
        if not _EMAIL.fullmatch(email) or not email.isascii():
            yield codes.finding(
                RULE, f"{email[:80]!r} of {account.name} is no email", project.at(key), "write name@domain"
            )
        if not 6 <= len(email) <= 64:
            message = f"the email of {account.name} has {len(email)} characters; AWS takes 6 to 64"
            yield codes.finding(RULE, message, project.at(key), "shorten it, for example with a plus address")
        if email.lower() in seen:
            message = f"{account.name} has the email of {seen[email.lower()]}"
            yield codes.finding(RULE, message, project.at(key), "no two accounts share one; use plus addresses")
        seen.setdefault(email.lower(), account.name)
