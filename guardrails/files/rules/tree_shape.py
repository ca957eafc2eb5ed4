"""OU depth within quota, names unique under a parent.

## What it does

Reports an OU deeper than `settings.quotas.ou_depth` (AWS takes five levels under the root), two children of one
parent with the same name, and two accounts with the same name anywhere; letter case does not count.

## Why it matters

AWS refuses the sixth level and the second OU of one name. Accounts are found by name in exceptions, delegations and
access, so two of one name would make these ambiguous.

## Example

```yaml
organization:
  root: {ous: [{name: Workloads, ous: [{name: Prod}, {name: prod}]}]}
```

## Use instead

```yaml
organization:
  root: {ous: [{name: Workloads, ous: [{name: Prod}, {name: NonProd}]}]}
```

## How to fix

Flatten the tree, or rename one of the two.

## Sources

- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (2026-09)
- https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateOrganizationalUnit.html (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import every_account, nodes, path_name
from guardrails.model.organization.tree import Account, Node

RULE = Rule("ORG-007", "tree-shape", "OU depth within quota, names unique under a parent.", Severity.ERROR)

DEPTH = 5


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield OUs that lie too deep or share a name with a sibling, and accounts that share a name with any other."""
    limit = project.organization.settings.number("quotas.ou_depth", DEPTH)
    for path in nodes(project.organization):
        if len(path) - 1 == limit + 1:
            message = f"{path_name(path)} lies {len(path) - 1} OUs deep; AWS takes {limit}"
            yield codes.finding(RULE, message, project.at(path[-1].pointer), "flatten the tree")
        seen: set[str] = set()
        children: tuple[Node | Account, ...] = (*path[-1].ous, *path[-1].accounts)
        for child in children:
            if child.name.casefold() in seen:
                message = f"two children of {path_name(path)} are called {child.name!r}"
                yield codes.finding(RULE, message, project.at((*child.pointer, "name")), "rename one of them")
            seen.add(child.name.casefold())
    yield from _accounts(project)


def _accounts(project: Project) -> Iterator[Finding]:
    seen: set[str] = set()
    for account in every_account(project.organization):
        name = account.name.casefold()
        if name in seen:
            message = f"two accounts are called {account.name!r}; accounts are found by name"
            yield codes.finding(RULE, message, project.at((*account.pointer, "name")), "rename one of them")
        seen.add(name)
