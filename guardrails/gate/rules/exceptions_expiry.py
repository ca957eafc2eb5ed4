"""No exception of the organization file has expired, and none is about to.

## What it does
Reads the `exceptions` of the organization file on the day of the run. One whose last day is over is an error: its
policy binds again, whatever the plan assumes. One that ends within fourteen days is a warning. It is said once in a
run, about no resource.

## Why it matters
An exception that ends over a weekend denies the apply on Monday. One that nobody removes is an opening that is reviewed
by nobody.

## Example
```yaml
organization:
  exceptions:
  - {id: EX-1, policy: gpu-cap, mechanism: account, accounts: [Dev], expires: 2026-01-31}
```

## Use instead
```yaml
organization:
  exceptions:
  - {id: EX-2, policy: gpu-cap, mechanism: account, accounts: [Dev], expires: 2027-01-31}
```

## How to fix
Remove what is no longer needed. Where it still is, have it approved anew with a later `expires`.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final

from guardrails.gate.inspection import Inspection
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.source import Location, Pointer

RULE: Final = Rule(
    "PG-024",
    "exceptions-expiry",
    "No exception of the organization file has expired, and none is about to.",
    Severity.ERROR,
    ("E25",),
)
NOTICE: Final = timedelta(days=14)


def findings_of(inspection: Inspection, place: Callable[[Pointer], Location]) -> Iterator[Finding]:
    """Yield expired exceptions and those that end soon; only for the first plan of a run. `place` finds their lines."""
    if any(plan.file < inspection.plan.file for plan, _ in inspection.siblings):
        return
    for one in inspection.organization.exceptions:
        if one.policy not in inspection.organization.policies:
            continue
        day, today = one.expires.isoformat(), inspection.today
        if one.expired(today):
            message = f"exception {one.id} of {one.policy} ended on {day}, and the policy binds again"
            severity = Severity.ERROR
        elif one.expires <= today + NOTICE:
            message = f"exception {one.id} of {one.policy} ends on {day}"
            severity = Severity.WARNING
        else:
            continue
        help = "remove it, or have it approved anew with a later day"
        yield Finding(RULE.id, severity, message, place(one.pointer), help, token=one.id, policy=one.policy)
