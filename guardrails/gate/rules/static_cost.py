"""What a plan starts stays under the accelerator cap, and its network within half of the account's budget.

## What it does
Reports

- every instance type with an accelerator that is not in `settings.accelerators.allow`, wherever a resource names it:
  instances, launch templates, overrides, node groups, Batch, SageMaker. The message says what a month of it costs;
- without `settings.accelerators`: one whose month costs more than the budget of the account (a warning; undecided
  where its price is not known);
- a NAT gateway, interface endpoint, transit gateway attachment or load balancer beyond what the organization file
  plans, when all of these together are over 50 % of the account's budget (a warning), or over 100 % (an error).

A month is 720 hours. Prices are on demand in us-east-1, before traffic, storage and public addresses: a lower bound.
The price of an `ml.` type is that of the EC2 type in it, which is less than SageMaker asks. A type that is known only
after apply, and requirements that ask for accelerators without naming a type, are undecided.

## Why it matters
One p3.16xlarge costs $24.48 an hour: the budget of a development account in four hours, and $17,625.60 in the month
until somebody looks. A budget only reports it.

## Example
```hcl
resource "aws_instance" "training" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "p3.16xlarge"
}
```

## Use instead
```hcl
resource "aws_instance" "training" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "p3.2xlarge"
}
```

## How to fix
Take an allowed type, or have the type added to `settings.accelerators.allow`. Share gateways, endpoints and load
balancers, or raise the budget in the organization file.

## Sources
- https://aws.amazon.com/ec2/pricing/on-demand/ (2026-07; date of the data: with each finding)
- https://aws.amazon.com/vpc/pricing/ (2026-09)
- https://aws.amazon.com/privatelink/pricing/ (2026-09)
- https://aws.amazon.com/elasticloadbalancing/pricing/ (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from guardrails.gate.costs import fixed
from guardrails.gate.costs.accelerators import REQUIREMENTS, WHERE, Started, accelerated, started
from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.gate.network.network import network_of
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.plan.change import Change
from guardrails.model.plan.values import read_all, show_path, undecidable

RULE: Final = Rule(
    "PG-015",
    "static-cost",
    "What a plan starts stays under the accelerator cap, and its network within half of the account's budget.",
    Severity.ERROR,
    ("A13", "A16", "A31", "A35", "D2"),
)

TYPES: Final = (*WHERE, *fixed.TYPES)
HOURS: Final = 720
"""A month of 30 days, as the organization's rules count (`catalog.prices.HOURS_PER_MONTH`)."""

WARN, FAIL = 0.5, 1.0
"""Shares of the budget, as for the organization file (ORG-020)."""


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield accelerators above the cap, and network parts that take the account over half of its budget."""
    for type in WHERE:
        for change in inspection.plan.by_type.get(type, ()):
            if change.after and change.verb.writes and not change.deposed:
                yield from _started(inspection, change)
    if any(type in inspection.plan.by_type for type in fixed.TYPES):
        yield from _network(inspection)


def _started(inspection: Inspection, change: Change) -> Iterator[Finding]:
    for one in started(change):
        where = show_path(one.path)
        if undecidable(one.value):
            message = "the instance type is not known from the plan: it may have an accelerator above the cap"
            help = "name the type, or take it from something that exists"
            yield undecided(RULE, inspection.plan, change, message, (where,), help)
        elif isinstance(one.value, str):
            yield from _judged(inspection, change, one, one.value)
    for path, least in read_all(change.after, REQUIREMENTS[change.type]) if change.type in REQUIREMENTS else ():
        if undecidable(least) or (isinstance(least, (int, float)) and least > 0):
            message = f"it asks for {least if not undecidable(least) else 'some'} accelerators without naming a type"
            help = "name the types in `allowed_instance_types`, or instance types in their place"
            yield undecided(RULE, inspection.plan, change, message, (show_path(path),), help)


def _judged(inspection: Inspection, change: Change, one: Started, name: str) -> Iterator[Finding]:
    allowed = inspection.organization.settings.texts("accelerators.allow")
    capped = bool(allowed or inspection.organization.settings.texts("accelerators.families"))
    plain = name.lower().removeprefix("ml.")
    if plain in allowed:
        return
    price = accelerated(name, inspection.organization)
    if price is None:
        return
    where, budget = show_path(one.path), inspection.account.budget_usd
    month = price.usd_per_hour * HOURS * one.count if price.usd_per_hour else None
    if not capped and month is None:
        message = f"the price of {name} is not known, so it cannot be compared with the budget"
        yield undecided(RULE, inspection.plan, change, message, (where,))
    elif capped or (month is not None and budget and month > budget):
        sum = _month(inspection, price.usd_per_hour, one.count, price.exact)
        cap = f"{name} is above the cap ({', '.join(allowed) or 'none'} allowed): " if capped else f"{name}: "
        found = finding(
            RULE,
            inspection.plan,
            change,
            cap + sum,
            attribute=where,
            found=name,
            expected=" or ".join(allowed) if capped else f"at most ${budget:,.0f} a month",
            help="take an allowed type" if capped else "take a cheaper type, or raise the budget",
            severity=None if capped else Severity.WARNING,
        )
        yield replace(found, data_date=_date())


def _month(inspection: Inspection, hourly: float | None, count: int, exact: bool) -> str:
    """Return what a month costs, with the arithmetic, the share of the budget and the date of the price."""
    if hourly is None:
        return "its price on demand is not known"
    month, budget = hourly * HOURS * count, inspection.account.budget_usd
    times = f"{count} x " if count > 1 else ""
    least = "" if exact else "at least "
    share = f", {month / budget:,.1f} times the ${budget:,.0f} of {inspection.account.name}" if budget else ""
    dollars = f"{hourly:.4f}".rstrip("0")
    shown = dollars + "0" * max(0, 2 - len(dollars.partition(".")[2]))
    return f"{least}{times}${shown} x {HOURS} h = ${month:,.2f} a month{share} (us-east-1, {_date()})"


def _date() -> str:
    from guardrails.catalog.freshness import date_of

    return date_of("accelerators")


def _network(inspection: Inspection) -> Iterator[Finding]:
    budget = inspection.account.budget_usd
    if not budget:
        return
    found = fixed.parts(inspection.plan, inspection.account, network_of(inspection))
    costs = [(part, part.count * part.usd_per_hour * HOURS) for part in found]
    total = sum(cost for _, cost in costs)
    unplanned = [(cost, part) for part, cost in costs if part.unplanned]
    if not unplanned or total <= WARN * budget:
        return
    _, dearest = max(unplanned, key=lambda row: row[0])
    sums = " + ".join(f"{part.count} {part.name} x ${part.usd_per_hour:g} x {HOURS} h" for part, _ in costs)
    message = (
        f"{_counted(dearest)} where the organization file plans {dearest.planned}: {sums} = ${total:,.2f} a month, "
        f"{total / budget:.0%} of the ${budget:,.0f} of {inspection.account.name}, before traffic "
        f"(us-east-1, {dearest.date})"
    )
    one = finding(
        RULE,
        inspection.plan,
        dearest.new[0],
        message,
        found=f"${total:,.2f} a month",
        expected=f"at most ${WARN * budget:,.2f}",
        help="share it, choose fewer, or raise the budget in the organization file",
        severity=Severity.ERROR if total > FAIL * budget else Severity.WARNING,
    )
    yield replace(one, data_date=dearest.date)


def _counted(part: fixed.Part) -> str:
    return f"{part.shown} {part.name}{'' if part.shown == 1 else 's'}"
