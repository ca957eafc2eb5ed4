"""A budget is more than nothing, and its alarms come before it is spent.

## What it does

Warns about an account or template with `budget_usd: 0`, and about `settings.budgets.actual_percent` in which
every threshold is over 100.

## Why it matters

Alarms are shares of the budget, and half of nothing is nothing: either every cent is an alarm or none is. Rules that
compare costs with the budget have nothing to compare with. An alarm over 100 % tells only that the money is gone.

## Example

```yaml
organization:
  root: {ous: [{name: Workloads, accounts: [{name: Dev, budget_usd: 0}]}]}
```

## Use instead

```yaml
organization:
  root: {ous: [{name: Workloads, accounts: [{name: Dev, budget_usd: 1}]}]}
```

## How to fix

Write the sum that the account may cost in a month. For an account that should cost nothing 1 is a good alarm.

## Sources

- https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.files.rules.entries import existing, joined
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.source import Pointer

RULE = Rule(
    "ORG-027",
    "account-budgets",
    "A budget is more than nothing, and its alarms come before it is spent.",
    Severity.WARNING,
    ("A32", "E5"),
)


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield budgets of 0 (accounts made by one use of a template together) and alarms that come too late."""
    empty: dict[Pointer, list[str]] = {}
    for account in existing(project):
        if account.budget_usd == 0:
            empty.setdefault(account.pointer, []).append(account.name)
    for pointer, names in empty.items():
        message = f"{joined(names)} {'has' if len(names) == 1 else 'have'} a budget of $0; alarms are shares of it"
        yield codes.finding(RULE, message, project.at((*pointer, "budget_usd")), "write at least 1")
    percents = project.organization.settings.get("budgets.actual_percent")
    if isinstance(percents, list) and percents and min(percents) > 100:
        place = project.at(("settings", "budgets", "actual_percent"))
        message = f"the first alarm comes at {min(percents):g} % of a budget, when it is spent"
        yield codes.finding(RULE, message, place, "add a threshold below 100, such as 50 and 80")
