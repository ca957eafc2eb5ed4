"""Every invariant of the organization that is proved before the apply is proved after it.

## What it does
When the plan changes the organization, it proves every entry of `invariants` for the organization as it is after the
apply (see PG-006), in every account that the entry names. One that a request breaks then and not before is an error at
the change behind it, with that request; the evaluator has confirmed it. One that is proved before, and after it nobody
can tell, is undecided. What does not hold before the apply either is for `guardrails check` (ORG-023).

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

from guardrails.gate.inspection import finding, undecided
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Plan

RULE: Final = Rule(
    "PG-009",
    "invariants-after-apply",
    "Every invariant of the organization that is proved before the apply is proved after it.",
    Severity.ERROR,
    ("A34",),
)


@dataclass(frozen=True, slots=True)
class Breach:
    """An invariant that the apply breaks: the change behind it, what was found, and a request that shows it.

    `undecided`: nobody can tell whether it still holds.
    """

    change: Change
    invariant: str
    message: str
    witness: str
    undecided: bool = False


def findings_of(plan: Plan, breaches: Iterable[Breach]) -> Iterator[Finding]:
    """Yield one finding for each invariant and change."""
    for one in breaches:
        help = "undo the change, or keep the invariant up with another policy in the same plan"
        message = f"{one.message}, after the apply"
        if one.undecided:
            yield undecided(RULE, plan, one.change, message, ("content",), help)
        else:
            found = finding(RULE, plan, one.change, message, help=help)
            yield replace(found, token=one.invariant, witness=one.witness)
