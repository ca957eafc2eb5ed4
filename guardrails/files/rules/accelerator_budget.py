"""A month of the most expensive permitted accelerator stays within the budget of the account.

## What it does

Takes the dearest type of `settings.accelerators.allow`, 720 hours of it, and names every active account whose
`budget_usd` is less. An account counts when a policy above it takes the allow-list as a parameter
(`$settings.accelerators`, `$settings.accelerators.allow`, `$over_cap`). It does not count when another policy above
it takes only the families, as sandbox-cost does: then no accelerator is permitted there. Accounts without a budget
are reported by ORG-015. A type without a known price gets a note. Prices are on demand in us-east-1, without storage
and traffic.

## Why it matters

The cap limits what one instance costs, not how long it runs. A notebook or a training machine that is left on over
the month is the commonest way to a bill nobody expected, and a budget only reports it.

## Example

```yaml
organization:
  settings: {accelerators: {families: ["p*", "g*"], allow: [p3.2xlarge]}}
  policies:
    cap:
      file: scps/cap.json
      params: {families: $settings.accelerators.families, allowed: $settings.accelerators.allow}
  root: {ous: [{name: Workloads, scps: [FullAWSAccess, cap], accounts: [{name: Dev, budget_usd: 100}]}]}
documents:
  cap:
    Version: "2012-10-17"
    Statement:
      - Sid: CapRunInstances
        Effect: Deny
        Action: ec2:RunInstances
        Resource: "arn:aws:ec2:*:*:instance/*"
        Condition:
          StringLike: {ec2:InstanceType: ["{{families}}"]}
          StringNotEquals: {ec2:InstanceType: ["{{allowed}}"]}
```

## Use instead

```yaml
organization:
  settings: {accelerators: {families: ["p*", "g*"], allow: [g5.xlarge]}}
  policies:
    cap:
      file: scps/cap.json
      params: {families: $settings.accelerators.families, allowed: $settings.accelerators.allow}
  root: {ous: [{name: Workloads, scps: [FullAWSAccess, cap], accounts: [{name: Dev, budget_usd: 800}]}]}
documents:
  cap:
    Version: "2012-10-17"
    Statement:
      - Sid: CapRunInstances
        Effect: Deny
        Action: ec2:RunInstances
        Resource: "arn:aws:ec2:*:*:instance/*"
        Condition:
          StringLike: {ec2:InstanceType: ["{{families}}"]}
          StringNotEquals: {ec2:InstanceType: ["{{allowed}}"]}
```

## How to fix

Raise the budget to what you would accept, allow a cheaper type, or stop instances by schedule. Where the risk is
known and the budget alarm is meant to catch it, leave the warning.

## Sources

- https://aws.amazon.com/ec2/pricing/on-demand/ (2026-07; date of the data: with each finding)
- https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.catalog.prices import HOURS_PER_MONTH
from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.files.rules.entries import joined
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import places
from guardrails.model.organization.tree import Account, Policy, Status
from guardrails.model.source import Pointer

RULE = Rule(
    "ORG-019",
    "accelerator-budget",
    "A month of the most expensive permitted accelerator stays within the budget of the account.",
    Severity.WARNING,
    ("A13", "A17", "D2"),
)

_ALLOW: Pointer = ("settings", "accelerators", "allow")


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield one warning for the dearest permitted type, naming the accounts, and a note for each type without price."""
    allowed = project.organization.settings.texts("accelerators.allow")
    accounts = list(_capped(project)) if allowed else []
    if not accounts:
        return
    from guardrails.catalog.instance_types import instance_type

    types = [(at, one) for at, name in enumerate(allowed) if (one := instance_type(name)) is not None]
    for at, one in types:
        if one.accelerator_kind and not one.usd_per_hour:
            message = f"{one.name} is allowed, but its price on demand in us-east-1 is not known"
            place, help = project.at((*_ALLOW, at)), "compare what you pay for it with the budgets yourself"
            yield codes.finding(RULE, message, place, help, Severity.NOTE, data_date=_data_date())
    priced = [(one.usd_per_hour, at, one.name) for at, one in types if one.usd_per_hour]
    if priced:
        price, at, name = max(priced, key=lambda row: row[0])
        yield from _over(project, accounts, name, at, price)


def _over(project: Project, accounts: list[Account], name: str, at: int, price: float) -> Iterator[Finding]:
    month = price * HOURS_PER_MONTH
    over = [account for account in accounts if 0 < (account.budget_usd or 0) < month]
    if not over:
        return
    budgets = joined([f"{one.name} (${one.budget_usd:,.0f})" for one in over])
    what = f"one {name} left on for a month ({HOURS_PER_MONTH} h x {_dollars(price)} = ${month:,.2f})"
    message = f"{what} exceeds the budget{'' if len(over) == 1 else 's'} of {budgets}"
    help = "raise the budget, allow a cheaper type, or stop instances by schedule"
    related = tuple((project.at((*one.pointer, "budget_usd")), f"the budget of {one.name}") for one in over)
    place = project.at((*_ALLOW, at))
    yield codes.finding(RULE, message, place, help, token=name, data_date=_data_date(), related=related)


def _capped(project: Project) -> Iterator[Account]:
    """Yield active accounts where the allow-list decides on accelerators: some policy reads it, none denies all."""
    reads = {slug: _reads(policy) for slug, policy in project.organization.policies.items()}
    for path in places(project.organization):
        account = path[-1]
        if isinstance(account, Account) and account.status is Status.ACTIVE:
            above = {reads.get(slug, "") for slug in project.attached_above(path)}
            if "list" in above and "families" not in above:
                yield account


def _reads(policy: Policy) -> str:
    """Return what the parameters of a policy take from the settings: the allow `list`, the `families` only, or ''."""
    words = set(policy.param_texts)
    if words & {"$settings.accelerators", "$settings.accelerators.allow", "$over_cap", "$over_cap.ml"}:
        return "list"
    return "families" if "$settings.accelerators.families" in words else ""


def _dollars(price: float) -> str:
    """Return an hourly price with as many digits as it has, two at the least: `$3.06`, `$0.526`."""
    whole, _, cents = f"{price:,.4f}".partition(".")
    return f"${whole}.{cents.rstrip('0').ljust(2, '0')}"


def _data_date() -> str:
    from guardrails.catalog.freshness import date_of

    return date_of("accelerators")
