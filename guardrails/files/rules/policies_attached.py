"""Every policy is attached somewhere or marked `draft`.

## What it does

Warns about a policy of the catalog that is attached nowhere and not a `draft`, and about a draft that is attached.

## Why it matters

A policy that is attached nowhere guards nothing, while everybody who reads the file believes that it does.

## Example

```yaml
organization:
  policies: {ml-guard: {library: ml-guard}}
```

## Use instead

```yaml
organization:
  policies: {ml-guard: {library: ml-guard, draft: true}}
```

## How to fix

Attach it at the root, an OU or an account, or mark it `draft: true` until it is to be.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import places

RULE = Rule("ORG-010", "policies-attached", "Every policy is attached somewhere or marked `draft`.", Severity.WARNING)


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield policies that are attached nowhere, and drafts that are attached all the same."""
    attached = {slug for path in places(project.organization) for slug in (*path[-1].scps, *path[-1].rcps)}
    for policy in project.organization.policies.values():
        if policy.slug not in attached and not policy.draft:
            message = f"{policy.slug} is attached nowhere, so it guards nothing"
            yield codes.finding(RULE, message, project.at(policy.pointer), "attach it, or mark it draft: true")
        if policy.slug in attached and policy.draft:
            message = f"{policy.slug} is a draft, yet it is attached"
            yield codes.finding(RULE, message, project.at((*policy.pointer, "draft")), "remove draft, or detach it")
