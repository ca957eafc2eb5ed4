"""Attached SCPs per node plus reserved Control Tower slots within quota; note when only the new quota fits.

## What it does

Counts the SCPs attached at the root, each OU and each account: FullAWSAccess counts, inherited ones do not. At OUs
directly under the root it adds `control_tower.reserved_scp_slots`, for Control Tower attaches policies of its own
there. More than the quota (10) is an error; more than the old quota (5, until May 2026) is a note. RCPs likewise, with
the implied RCPFullAWSAccess.

## Why it matters

AWS refuses the attachment that is one too many, in the middle of a roll-out, and Control Tower fails to enroll an OU
without free slots.

## Example

```yaml
organization:
  settings: {control_tower: {enabled: true, landing_zone_version: "4.0", reserved_scp_slots: 9}}
  policies: {ml-guard: {library: ml-guard}}
  root: {ous: [{name: Workloads, scps: [FullAWSAccess, ml-guard]}]}
```

## Use instead

```yaml
organization:
  settings: {control_tower: {enabled: true, landing_zone_version: "4.0", reserved_scp_slots: 3}}
  policies: {ml-guard: {library: ml-guard}}
  root: {ous: [{name: Workloads, scps: [FullAWSAccess, ml-guard]}]}
```

## How to fix

`guardrails render --packed` merges documents into the fewest policies. Or attach some of them one level lower.

## Sources

- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.catalog.quotas import CURRENT, LEGACY
from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import path_name, places
from guardrails.model.organization.tree import Account, Node

RULE = Rule(
    "ORG-008",
    "attachment-quota",
    "Attached SCPs per node plus reserved Control Tower slots within quota; note when only the new quota fits.",
    Severity.ERROR,
)


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield nodes with too many policies, and nodes that fit only since AWS raised the quota."""
    for path in places(project.organization):
        yield from _scps(project, path)
        yield from _rcps(project, path)


def _scps(project: Project, path: tuple[Node | Account, ...]) -> Iterator[Finding]:
    settings, place = project.organization.settings, path[-1]
    limit = settings.number("quotas.scp_max_per_node", CURRENT.scp_max_per_node)
    old = settings.number("quotas.legacy.scp_max_per_node", LEGACY.scp_max_per_node)
    tower = settings.get("control_tower.enabled") is True
    top = isinstance(place, Node) and len(path) == 2
    reserved = settings.number("control_tower.reserved_scp_slots", 0) if tower and top else 0
    own = len(project.attached(place, path_name(path)))
    total = own + reserved
    counted = f"{own} attached + {reserved} reserved for Control Tower = {total}" if reserved else f"{total} attached"
    if total <= min(limit, old):
        return
    at = project.at((*place.pointer, "scps"))
    if total > limit:
        message = f"{path_name(path)} has too many SCPs: {counted}, AWS takes {limit} (and took {old} before)"
        yield codes.finding(
            RULE, message, at, "merge documents with `guardrails render --packed`, or attach some lower"
        )
    else:
        message = f"{path_name(path)} fits only the new quota: {counted}, the old one took {old}"
        yield codes.finding(
            RULE, message, at, "nothing to do unless a tool still holds to the old quota", Severity.NOTE
        )


def _rcps(project: Project, path: tuple[Node | Account, ...]) -> Iterator[Finding]:
    place = path[-1]
    limit = project.organization.settings.number("quotas.rcp_max_per_node", CURRENT.rcp_max_per_node)
    total = len({*place.rcps, "RCPFullAWSAccess"})
    if total > limit:
        message = f"{path_name(path)} has too many RCPs: {total} with RCPFullAWSAccess, AWS takes {limit}"
        yield codes.finding(
            RULE, message, project.at((*place.pointer, "rcps")), "merge documents, or attach some lower"
        )
