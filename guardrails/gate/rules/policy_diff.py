"""Nothing is newly allowed in any account after the apply, and no scenario fails that holds before it.

## What it does
When the plan changes policies, attachments, OUs or accounts of the organization, it builds the organization as it is
before and after the apply: the organization file, with what the plan says of its policies and attachments put in. The
prover compares the two over all requests of every member account:

- What is newly allowed is an error at the change behind it, with the actions, resources and conditions, and a request.
- What is newly denied is a note; a warning where a plan of the same run needs it, with the resources that it breaks.
- Every scenario is run against both; one that holds before and not after is an error.

A document known only after the apply, an attachment whose node or policy the organization file does not know, a
scenario that cannot be asked and what the prover cannot decide are undecided. No finding means proved: nothing changes.

## Why it matters
A policy is rewritten, and what it was there for is allowed from then on, in every account at once. The diff of a JSON
document does not say so.

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
Undo the change. Where more is to be allowed, waive the finding with owner, reason and end, change the scenario in
`scps/tests/` in the same commit, and have both reviewed.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from guardrails.gate.inspection import finding, undecided
from guardrails.model.difference import Hit, Region
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.gate_report import ScenarioChange
from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Plan

RULE: Final = Rule(
    "PG-006",
    "policy-diff",
    "Nothing is newly allowed in any account after the apply, and no scenario fails that holds before it.",
    Severity.ERROR,
    ("E25",),
)

_MOST = 5
"""As many regions, resources, actions and witnesses are named in one finding."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A scenario that holds before the apply and not after it, by the change behind that; `request` is in words."""

    change: Change
    scenario: ScenarioChange
    request: str
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """Requests that get another answer, by the change behind that: where, which, and what of given plans they break."""

    change: Change
    policy: str
    accounts: tuple[str, ...]
    region: Region
    hits: tuple[Hit, ...] = ()


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


def moved_findings(plan: Plan, allowed: Iterable[Moved], denied: Iterable[Moved]) -> Iterator[Finding]:
    """Yield one finding for each change that newly allows something, and for each that newly denies something."""
    for rows in _by_change(allowed):
        help = "undo the change; if more is to be allowed, waive this with owner, reason and end"
        yield _moved(plan, rows, "newly allowed", help, RULE.severity)
    for rows in _by_change(denied):
        help = "keep it if that is what the change is for; else narrow the statement"
        hits = tuple(dict.fromkeys(hit for one in rows for hit in one.hits))
        yield _moved(plan, rows, "newly denied", help, Severity.WARNING if hits else Severity.NOTE, hits)


def _by_change(rows: Iterable[Moved]) -> Iterable[list[Moved]]:
    groups: dict[str, list[Moved]] = {}
    for one in rows:
        groups.setdefault(one.change.address, []).append(one)
    return groups.values()


def _moved(
    plan: Plan, rows: Sequence[Moved], what: str, help: str, severity: Severity, hits: Sequence[Hit] = ()
) -> Finding:
    first = rows[0]
    regions: dict[str, dict[str, None]] = {}  # a region that several groups of accounts have is told once
    for one in rows:
        regions.setdefault(_words(one.region), {}).update(dict.fromkeys(one.accounts))
    told = [f"{region} in {', '.join(accounts)}" for region, accounts in regions.items()]
    shown = "; ".join(told[:_MOST]) + (f"; and {len(told) - _MOST} more" if len(told) > _MOST else "")
    broken = "; ".join(f"{hit.address} of {hit.plan} ({hit.action})" for hit in hits[:_MOST])
    message = f"{what} after the apply: {shown}"
    if hits:
        others = f" and {len(hits) - _MOST} more" if len(hits) > _MOST else ""
        message += f"; this breaks {broken}{others}"
    found = finding(RULE, plan, first.change, message, found=what, expected="no change", help=help, severity=severity)
    witnesses = dict.fromkeys(one.region.witness.words for one in rows)
    return replace(found, witness="; ".join(list(witnesses)[:_MOST]), token=first.policy)


def _words(region: Region) -> str:
    """A region in one line: actions, resources where not all, conditions."""
    where = "" if region.resources in ((), ("*",)) else f" on {_listed(region.resources)}"
    when = f" where {' and '.join(region.conditions)}" if region.conditions else ""
    return f"{_listed(region.actions)}{where}{when}"


def _listed(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - _MOST} more" if len(texts) > _MOST else ""
    return ", ".join(texts[:_MOST]) + more


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
    return replace(found, witness="; ".join(list(lines)[:_MOST]), token=first.policy)
