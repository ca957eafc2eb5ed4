"""Exception: known policy, statement and scope, owner, approver, alternative, expiry within 180 days, not expired.

## What it does

Reports an exception that expired (it is no longer applied), lasts over 180 days from today, leaves reason,
alternative, owner or approver empty, is approved by its own owner, or shares its id with another. One that ends within
14 days is a warning. That policy, statement and scope exist is checked when the file is read (REF-001).

## Why it matters

An exception is a hole that was agreed on. Without an end and a second person it becomes one that nobody remembers;
and on the day after its end the guardrail denies again, so those who rely on it must hear of it before.

## Example

```yaml
organization:
  policies: {ml-guard: {library: ml-guard}}
  root: {ous: [{name: Workloads, scps: [FullAWSAccess, ml-guard]}]}
  exceptions:
    - id: EX-1
      policy: ml-guard
      mechanism: detach
      scope: {node: Workloads}
      reason: a trial
      alternative_considered: none
      owner: platform
      approved_by: platform
      expires: "2026-12-31"
```

## Use instead

```yaml
organization:
  policies: {ml-guard: {library: ml-guard}}
  root: {ous: [{name: Workloads, scps: [FullAWSAccess, ml-guard]}]}
  exceptions:
    - id: EX-1
      policy: ml-guard
      mechanism: detach
      scope: {node: Workloads}
      reason: a trial of notebooks with internet access
      alternative_considered: a proxy; too slow for the trial
      owner: platform
      approved_by: security
      expires: "2026-12-31"
```

## How to fix

Have it reviewed: prolong it by changing `expires`, or remove it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.tree import PolicyException

RULE = Rule(
    "ORG-022",
    "exceptions-reviewed",
    "Exception: known policy, statement and scope, owner, approver, alternative, expiry within 180 days, not expired.",
    Severity.ERROR,
    ("D11",),
)

LONGEST = 180
"""Days from today to the end of an exception."""

SOON = 14
"""From so many days before its end on, an exception is a warning: time for a review, or for doing without it."""

_WRITTEN = ("reason", "alternative_considered", "owner", "approved_by")


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield expired, over-long, unexplained, self-approved and doubly named exceptions."""
    seen: set[str] = set()
    for exception in project.organization.exceptions:
        yield from _expiry(project, exception, today)
        for key in _WRITTEN:
            if not getattr(exception, key).strip():
                yield _finding(project, exception, key, f"{exception.id} leaves {key} empty", "write it down")
        if exception.owner.strip() and exception.owner.strip().casefold() == exception.approved_by.strip().casefold():
            message = f"{exception.id} is approved by its own owner, {exception.owner}"
            yield _finding(project, exception, "approved_by", message, "let somebody else approve it")
        if exception.id in seen:
            yield _finding(project, exception, "id", f"{exception.id} stands twice", "give each its own id")
        seen.add(exception.id)


def _expiry(project: Project, exception: PolicyException, today: date) -> Iterator[Finding]:
    if exception.expired(today):
        message = f"{exception.id} expired on {exception.expires}; it is no longer applied"
        yield _finding(project, exception, "expires", message, "remove it, or have it reviewed and prolonged")
    elif (exception.expires - today).days <= SOON:
        days = (exception.expires - today).days
        when = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
        message = f"{exception.id} ends {when}, after {exception.expires}; then {exception.policy} denies again"
        help = "have it reviewed and prolonged, or prepare to do without it"
        place = project.at((*exception.pointer, "expires"))
        yield codes.finding(RULE, message, place, help, Severity.WARNING)
    elif (exception.expires - today).days > LONGEST:
        message = f"{exception.id} lasts until {exception.expires}, more than {LONGEST} days from {today}"
        yield _finding(
            project, exception, "expires", message, "choose an earlier end; it can be prolonged after a review"
        )


def _finding(project: Project, exception: PolicyException, key: str, message: str, help: str) -> Finding:
    return codes.finding(RULE, message, project.at((*exception.pointer, key)), help)
