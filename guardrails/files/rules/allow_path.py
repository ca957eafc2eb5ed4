"""Every node keeps an allow path (FullAWSAccess or another Allow).

## What it does

Reports the root, an OU or an account whose SCPs hold no Allow: neither FullAWSAccess nor an allow-list of yours.

## Why it matters

A request passes only if every level from the root to the account allows it. Without an Allow at one level, everything
below it is denied, deny-list or not.

## Example

```yaml
organization:
  policies: {ml-guard: {library: ml-guard}}
  root: {ous: [{name: Workloads, scps: [ml-guard]}]}
```

## Use instead

```yaml
organization:
  policies: {ml-guard: {library: ml-guard}}
  root: {ous: [{name: Workloads, scps: [FullAWSAccess, ml-guard]}]}
```

## How to fix

Attach FullAWSAccess at that level, or an SCP that allows what is needed.

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
from guardrails.model.organization.tree import FULL_ACCESS
from guardrails.model.policy.document import Effect

RULE = Rule("ORG-005", "allow-path", "Every node keeps an allow path (FullAWSAccess or another Allow).", Severity.ERROR)


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield every place whose SCPs allow nothing: below it, everything is denied."""
    for path in places(project.organization):
        name = path_name(path)
        slugs = project.attached(path[-1], name)
        if not any(slug == FULL_ACCESS or _allows(project, slug) for slug in slugs):
            message = f"no SCP at {name} allows anything, so every request from below it is denied"
            help = "attach FullAWSAccess there"
            yield codes.finding(RULE, message, project.at((*path[-1].pointer, "scps")), help)


def _allows(project: Project, slug: str) -> bool:
    """Whether a document has an Allow; one that could not be read is not blamed a second time."""
    document = project.documents.get(slug)
    return document is None or any(statement.effect is Effect.ALLOW for statement in document.statements)
