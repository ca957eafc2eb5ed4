"""A sandbox account has a budget, no connectivity and synthetic data only.

## What it does

Looks at every account of env `sandbox`, active or planned, and wants `budget_usd`, `connectivity: none` and
`data_class: synthetic`, written at the account, at its template or at the use of the template.

## Why it matters

In a sandbox people try things that nobody reviews. What can go wrong there must stay small: money by the budget,
reach by having no way to the corporate network, damage by having no real data. SCPs such as data-isolation choose
their accounts by these fields.

## Example

```yaml
organization:
  root: {ous: [{name: Workloads, accounts: [{name: Dev, env: sandbox, connectivity: corporate}]}]}
```

## Use instead

```yaml
organization:
  root:
    ous:
      - name: Workloads
        accounts: [{name: Dev, env: sandbox, budget_usd: 50, connectivity: none, data_class: synthetic}]
```

## How to fix

Write the three fields. An account that needs more than they allow is no sandbox: give it another env.

## Sources

- https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/sandbox-ou.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.files.rules.entries import existing, joined
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.tree import Account
from guardrails.model.source import Pointer

RULE = Rule(
    "ORG-014",
    "sandbox-limits",
    "A sandbox account has a budget, no connectivity and synthetic data only.",
    Severity.ERROR,
    ("C8", "C18", "D6", "D13"),
)

HELP = {
    "budget_usd": "set budget_usd: a sum that may be lost",
    "connectivity": "set connectivity: none",
    "data_class": "set data_class: synthetic",
}


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield each limit that a sandbox lacks; accounts made by one use of a template are named together."""
    broken: dict[tuple[Pointer, str, str], list[str]] = {}
    for account in existing(project)[1:]:
        if account.env == "sandbox":
            for key, what in _problems(account):
                broken.setdefault((account.pointer, key, what), []).append(account.name)
    for (pointer, key, what), names in broken.items():
        verb = "is a sandbox and has" if len(names) == 1 else "are sandboxes and have"
        yield codes.finding(RULE, f"{joined(names)} {verb} {what}", project.at((*pointer, key)), HELP[key])


def _problems(account: Account) -> Iterator[tuple[str, str]]:
    if account.budget_usd is None:
        yield "budget_usd", "no budget"
    if account.connectivity != "none":
        yield (
            "connectivity",
            f"connectivity {account.connectivity!r}" if account.connectivity else "no connectivity set",
        )
    if account.data_class != "synthetic":
        yield "data_class", f"data of class {account.data_class!r}" if account.data_class else "no data_class"
