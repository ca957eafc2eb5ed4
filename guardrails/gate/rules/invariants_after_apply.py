"""The invariants of the organization hold after the apply wherever they hold before it.

## What it does
When the plan changes the organization, it asks the calls of every entry of `invariants` against the organization as it
is after the apply (see PG-006), in every account that the entry names. One that is broken then and not before is an
error at the change behind it, with a call that shows it. Only calls that are made from the entry are asked: no finding
is evidence, not proof.

## Why it matters
The invariant says what all policies together must keep up. A plan that changes one of them may take away the only
statement that kept it.

## Example
```yaml
organization:
  invariants: [{name: trails-stay, deny: ["cloudtrail:StopLogging"], accounts: all-members}]
documents:
  trail: {Effect: Deny, Action: "cloudtrail:LookupEvents", Resource: "*"}
```

## Use instead
```yaml
organization:
  invariants: [{name: trails-stay, deny: ["cloudtrail:StopLogging"], accounts: all-members}]
documents:
  trail: {Effect: Deny, Action: "cloudtrail:StopLogging", Resource: "*"}
```

## How to fix
Undo the change, or keep the invariant up with another policy in the same plan.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from guardrails.gate.inspection import finding
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Plan

RULE: Final = Rule(
    "PG-009",
    "invariants-after-apply",
    "The invariants of the organization hold after the apply wherever they hold before it.",
    Severity.ERROR,
    ("A34",),
)


@dataclass(frozen=True, slots=True)
class Breach:
    """An invariant that the apply breaks: the change behind it, what was found, and a call that shows it."""

    change: Change
    invariant: str
    message: str
    witness: str
    severity: Severity = Severity.ERROR


def findings_of(plan: Plan, breaches: Iterable[Breach]) -> Iterator[Finding]:
    """Yield one finding for each invariant and change."""
    for one in breaches:
        help = "undo the change, or keep the invariant up with another policy in the same plan"
        message = f"{one.message} after the apply; only sampled calls were asked, others may be open too"
        found = finding(RULE, plan, one.change, message, help=help, severity=one.severity)
        yield replace(found, token=one.invariant, witness=one.witness)
