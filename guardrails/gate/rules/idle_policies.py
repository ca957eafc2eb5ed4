"""No policy ends up attached to nothing, or to the management account alone.

## What it does
Looks at every SCP and RCP of the plan after the apply: one that is made and attached nowhere, one that loses its last
attachment, and one whose only attachment is to the management account, which no SCP binds. Policies that the
organization file calls drafts are left out, and so are policies of which the plan shows no attachment at all and that
it does not make: another root may attach them. What a reference hides is undecided.

## Why it matters
A policy that binds nobody looks in every list like one that does. It is what remains of an empty `for_each`, of a
refactoring that lost an attachment, or of the belief that management is a member like the others.

## Example
```hcl
resource "aws_organizations_policy" "gpu_cap" {
  name    = "gpu-cap"
  content = file("gpu-cap.json")
}

resource "aws_organizations_policy_attachment" "gpu_cap" {
  for_each = var.targets # []

  policy_id = aws_organizations_policy.gpu_cap.id
  target_id = each.value
}
```

## Use instead
```hcl
resource "aws_organizations_policy_attachment" "gpu_cap" {
  policy_id = aws_organizations_policy.gpu_cap.id
  target_id = aws_organizations_organizational_unit.workloads.id
}
```

## How to fix
Attach it to an OU or an account, mark it as `draft` in the organization file, or take it out of the plan.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.gate.organization.attachments import ATTACHMENT, MANAGEMENT, POLICY, RCP, SCP, Planned, lasting, planned
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.plan.change import Change

RULE: Final = Rule(
    "PG-008",
    "idle-policies",
    "No policy ends up attached to nothing, or to the management account alone.",
    Severity.ERROR,
    ("A15", "A3"),
)
TYPES: Final = (POLICY, ATTACHMENT)


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield policies that bind nobody after the apply."""
    found = planned(inspection)
    for name, change in found.policies.items():
        draft = name in inspection.organization.policies and inspection.organization.policies[name].draft
        if change.after and not draft and lasting(change, "type") in (SCP, RCP):
            yield from _of_policy(inspection, found, name, change)


def _of_policy(inspection: Inspection, found: Planned, name: str, change: Change) -> Iterator[Finding]:
    rows = found.of(name)
    stay = [one for one in rows if one.stays]
    if stay and all(one.node == MANAGEMENT for one in stay):
        if any(one.change.verb.writes for one in rows):
            message = f"attaches {name} to the management account alone, which no SCP or RCP binds"
            help = "attach it to an OU or an account of members, or do without it"
            at = stay[-1].change
            yield finding(RULE, inspection.plan, at, message, attribute="target_id", found=stay[-1].target, help=help)
    elif stay and all(one.node == MANAGEMENT or not one.target for one in stay):
        yield from _unplaced(inspection, name, [one.change for one in stay if not one.target])
    elif not stay and (change.verb.creates or rows):
        yield _unattached(inspection, found, name, rows[-1].change if rows else change)


def _unplaced(inspection: Inspection, name: str, open: list[Change]) -> Iterator[Finding]:
    """Yield that nobody can tell whether a policy binds anybody: where it is attached comes from elsewhere."""
    for at in [one for one in open if one.verb.writes][:1]:
        message = f"whether {name} binds anybody but the management account is known only after the apply"
        help = "name the node, or refer to the resource of the plan that makes it"
        yield undecided(RULE, inspection.plan, at, message, ("target_id",), help)


def _unattached(inspection: Inspection, found: Planned, name: str, at: Change) -> Finding:
    help = "attach it, mark it as draft in the organization file, or take it out of the plan"
    if not found.certain:
        message = f"whether {name} is attached anywhere is not known: the policy of some attachment is not"
        return undecided(RULE, inspection.plan, at, message, ("policy_id",), help)
    if at.type == ATTACHMENT:
        message = f"takes the last attachment of {name} away: it binds nobody any more"
        return finding(
            RULE, inspection.plan, at, message, attribute="target_id", found=str(at.old("target_id")), help=help
        )
    message = f"{name} is attached to nothing, so it binds nobody"
    return finding(RULE, inspection.plan, at, message, attribute="name", found=name, help=help)
