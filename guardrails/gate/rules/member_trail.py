"""A member account's own trail goes only where the organization's trail has taken its place.

## What it does
Reports a trail that is deleted or let go of in a member account, unless an organization trail (`is_organization_trail`)
that records stands in the same plan or in another plan of the same run, unchanged ones included. Whether a trail is the
organization's may be known only after apply; then this is undecided.

## Why it matters
Between the end of the old trail and the start of the new one nobody sees what is done in the account, and that time is
chosen by whoever applies the plan.

## Example
```sh
guardrails gate dev.json --account Dev   # deletes aws_cloudtrail.core
```

## Use instead
```sh
guardrails gate security-services.json dev.json   # the organization's trail stands in the first
```

## How to fix
Apply the organization's trail first, look into its bucket for events of the account, then delete the account's own.
Judge both plans in one run. Where the trail stands in a state of its own that has no plan in this run, waive the
finding and say there where the trail is.

## Sources
- https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.values import Mark, undecidable

RULE: Final = Rule(
    "PG-025",
    "member-trail",
    "A member account's own trail goes only where the organization's trail has taken its place.",
    Severity.ERROR,
    ("A9", "A19"),
)
TYPES: Final = ("aws_cloudtrail",)

_HELP: Final = "apply the organization's trail first, and judge its plan in the same run"
_GONE: Final = frozenset({Verb.DELETE, Verb.FORGET})


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield every trail that goes without an organization trail."""
    going = [one for one in inspection.plan.of("aws_cloudtrail") if one.verb in _GONE and not one.deposed]
    if not going or inspection.account == inspection.organization.management:
        return
    trails = [
        trail
        for plan in (inspection.plan, *(plan for plan, _ in inspection.siblings))
        for trail in plan.of("aws_cloudtrail")
        if trail.verb not in _GONE
    ]
    if any(_records_all(one) for one in trails):
        return
    maybe = next((one for one in trails if _unclear(one)), None)
    for change in going:
        if maybe is not None:
            message = f"it goes, and whether {maybe.address} is the trail of the organization is not known"
            yield undecided(RULE, inspection.plan, change, message, (f"{maybe.address}.{_unclear(maybe)}",), _HELP)
        else:
            yield finding(
                RULE,
                inspection.plan,
                change,
                "it goes, and no plan of this run has a trail of the organization that records instead",
                found=change.verb.value,
                expected="an organization trail",
                help=_HELP,
            )


def _records_all(trail: Change) -> bool:
    return trail.get("is_organization_trail") is True and trail.get("enable_logging") in (
        True,
        Mark.UNSET,
        Mark.COMPUTED,
    )


def _unclear(trail: Change) -> str:
    names = ("is_organization_trail", "enable_logging")
    return next((name for name in names if undecidable(trail.get(name))), "")
