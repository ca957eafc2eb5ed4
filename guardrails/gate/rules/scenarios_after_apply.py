"""No scenario that holds before the apply fails after it.

## What it does
When the plan changes policies, attachments, OUs or accounts of the organization, it builds the organization as it is
before and after the apply: the organization file, with what the plan says of its policies and attachments put in. It
runs every scenario of the project against both. One that comes out as expected before and not after is an error at the
change behind it, with the account, the request and both answers; every scenario that comes out differently is listed. A
document known only after the apply, an attachment whose node or policy the organization file does not know, and a
scenario that cannot be read or asked are undecided. Only the project's scenarios are asked: that nothing else is newly
allowed is not proved here.

## Why it matters
A policy is rewritten, and what it was there for is allowed from then on, in every account at once. The diff of a JSON
document does not say so; a scenario does.

## Example
```hcl
resource "aws_organizations_policy" "trail" {
  name    = "audit-trail"
  content = jsonencode({ Version = "2012-10-17", Statement = [] }) # denied cloudtrail:StopLogging before
}
```

## Use instead
```hcl
resource "aws_organizations_policy" "trail" {
  name    = "audit-trail"
  content = file("scps/rendered/audit-trail.json")
}
```

## How to fix
Undo the change, or change the scenario in `scps/tests/` in the same commit and have both reviewed.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from guardrails.gate.inspection import finding, undecided
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.gate_report import ScenarioChange
from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Plan

RULE: Final = Rule(
    "PG-006",
    "scenarios-after-apply",
    "No scenario that holds before the apply fails after it.",
    Severity.ERROR,
    ("E25",),
)


@dataclass(frozen=True, slots=True)
class Broken:
    """A scenario that holds before the apply and not after it, by the change behind that; `request` is in words."""

    change: Change
    scenario: ScenarioChange
    request: str
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """A change of the organization whose effect nobody can tell, and the attribute that this hangs on."""

    change: Change
    reason: str
    attribute: str


def findings_of(plan: Plan, broken: Iterable[Broken], open: Iterable[Open]) -> Iterator[Finding]:
    """Yield one finding for each change that breaks scenarios, and what nobody can tell."""
    groups: dict[str, list[Broken]] = {}
    for one in broken:
        groups.setdefault(one.change.address, []).append(one)
    for rows in groups.values():
        yield _finding(plan, rows)
    for each in open:
        help = "name nodes and policies as the organization file does, and render documents before the plan is made"
        yield undecided(RULE, plan, each.change, each.reason, (each.attribute,), help)


def _finding(plan: Plan, rows: Sequence[Broken]) -> Finding:
    first = rows[0]
    scenario = first.scenario
    case = f"{first.request} in {scenario.account} was {scenario.before} and will be {scenario.after}"
    others = f", and {len(rows) - 1} more" if len(rows) > 1 else ""
    found = finding(
        RULE,
        plan,
        first.change,
        f"scenarios that hold now will fail: {case}{others}",
        found=scenario.after,
        expected=scenario.expected,
        help="undo the change, or change the scenario in the same commit and have both reviewed",
    )
    lines = (f"{one.request} in {one.scenario.account}: {one.scenario.before} -> {one.scenario.after}" for one in rows)
    return replace(found, witness="; ".join(list(lines)[:5]), token=first.policy)
