"""Every member account (planned ones included) lies under a node carrying each root-class policy.

## What it does

Where the catalog has org-boundary, self-protection, audit-trail or threat-detection, it wants each of them attached at
or above every member account, planned ones included, and above every OU that is still empty.

## Why it matters

These four protect the guardrails and the evidence. In the one account without them an intruder leaves the
organization, stops the trail, or changes the roles that other policies exempt.

## Example

```yaml
organization:
  policies: {org-boundary: {library: org-boundary}}
  principals: {break_glass: ["arn:aws:iam::*:role/bg"], pipeline_apply: ["arn:aws:iam::*:role/apply"]}
  root: {ous: [{name: Workloads, scps: [FullAWSAccess, org-boundary]}, {name: New, scps: [FullAWSAccess]}]}
```

## Use instead

```yaml
organization:
  policies: {org-boundary: {library: org-boundary}}
  principals: {break_glass: ["arn:aws:iam::*:role/bg"], pipeline_apply: ["arn:aws:iam::*:role/apply"]}
  root: {scps: [FullAWSAccess, org-boundary], ous: [{name: Workloads}, {name: New, scps: [FullAWSAccess]}]}
```

## How to fix

Attach the policy at the root. Where one OU must be without it (accounts that leave the organization cannot under
org-boundary), attach it at every other OU under the root.

## Sources

- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import path_name, places
from guardrails.model.organization.tree import Account

RULE = Rule(
    "ORG-025",
    "root-class-coverage",
    "Every member account (planned ones included) lies under a node carrying each root-class policy.",
    Severity.ERROR,
    ("A9", "A10", "E15"),
)

ROOT_CLASS = ("org-boundary", "self-protection", "audit-trail", "threat-detection")
"""The documents that no member account may be without: they protect the guardrails and the evidence."""


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield each account, and each OU still without one, that a root-class policy does not reach."""
    wanted = [slug for slug in ROOT_CLASS if slug in project.organization.policies]
    for path in places(project.organization):
        place = path[-1]
        if not isinstance(place, Account) and (place.accounts or place.ous):
            continue
        reached = project.attached_above(path)
        missing = [slug for slug in wanted if slug not in reached]
        if missing:
            what = "the account" if isinstance(place, Account) else "the OU (no account in it would be covered)"
            message = f"{what} {path_name(path)} is not under {', '.join(missing)}"
            help = "attach it at the root, or at every OU on the way"
            yield codes.finding(RULE, message, project.at(place.pointer), help)
