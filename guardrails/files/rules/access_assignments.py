"""Access is given to groups, with a reason, and nobody is administrator where the data is.

## What it does

- An assignment without `reason` is an error.
- A `group` that is an email address or a user (`user/...`) is an error: access belongs to a group.
- An administrator's permission set on an account with `data_class` confidential or restricted is a warning.
- A template whose `groups` give an administrator's set to the accounts of a team in prod (or in an account with such
  data) is a warning: it comes with every new team, without a reason of its own.

A permission set is an administrator's when its `managed` policies hold AdministratorAccess, or, where the set is not
described in the file, when that is its name. For planned accounts the rule speaks as well: access comes with them.

## Why it matters

Who holds AdministratorAccess can read all data and give it away; no permission boundary of the set is left. Reasons
are what makes a review possible: without one nobody dares to take access away.

## Example

```yaml
organization:
  access:
    groups: [Platform]
    permission_sets: {AdministratorAccess: {managed: ["arn:aws:iam::aws:policy/AdministratorAccess"]}}
    assignments: [{group: Platform, set: AdministratorAccess, scope: [Dev], reason: operate}]
  root: {ous: [{name: Workloads, accounts: [{name: Dev, data_class: restricted}]}]}
```

## Use instead

```yaml
organization:
  access:
    groups: [Platform]
    permission_sets: {DataSteward: {managed: ["arn:aws:iam::aws:policy/ReadOnlyAccess"]}}
    assignments: [{group: Platform, set: DataSteward, scope: [Dev], reason: answer for the data}]
  root: {ous: [{name: Workloads, accounts: [{name: Dev, data_class: restricted}]}]}
```

## How to fix

Write the reason; make a group of the person; give a narrower set for daily work, and break-glass access with an
approval for the rest.

## Sources

- https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html (2026-09)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html (2026-09)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.files.rules.entries import by_name, existing, joined, mapping
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import find_node, nodes
from guardrails.model.organization.tree import Account, Node, Organization
from guardrails.model.source import Pointer

RULE = Rule(
    "ORG-024",
    "access-assignments",
    "Access is given to groups, with a reason, and nobody is administrator where the data is.",
    Severity.ERROR,
    ("C10", "C11", "C26", "D7"),
)

DATA_CLASSES = ("confidential", "restricted")
_ADMIN = "AdministratorAccess"
_PERSON = r"[^@\s]+@[^@\s]+|(?i:users?)[/:].*"


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield assignments without reason, to people, or too powerful; then groups of templates that are too powerful."""
    accounts = by_name(project)
    for at, raw in enumerate(mapping(project, "access").get("assignments") or ()):
        pointer: Pointer = ("access", "assignments", at)
        if not (raw.get("reason") or "").strip():
            message = f"{raw['group']} gets {_sets(raw)} on {joined(raw['scope'])} without a reason"
            yield codes.finding(RULE, message, project.at(pointer), "add reason: what the group needs it for")
        if re.fullmatch(_PERSON, raw["group"].strip()):
            message = f"{raw['group']} is a person; access is given to groups"
            yield codes.finding(RULE, message, project.at((*pointer, "group")), "make a group, even for one member")
        yield from _powerful(project, raw, pointer, accounts)
    yield from _templates(project)


def _sets(raw: Mapping[str, Any]) -> str:
    return joined([raw["set"]] if isinstance(raw["set"], str) else raw["set"])


def _powerful(
    project: Project, raw: Mapping[str, Any], pointer: Pointer, known: Mapping[str, Account]
) -> Iterator[Finding]:
    sets = [raw["set"]] if isinstance(raw["set"], str) else raw["set"]
    for name in sets:
        if not _is_admin(project, name):
            continue
        reached = _scope(project.organization, raw["scope"], known)
        names = [one.name for one in reached if one.data_class in DATA_CLASSES]
        if names:
            message = f"{raw['group']} has {name} on {joined(names)}, where confidential or restricted data is"
            help = "give a narrower set for daily work, and break-glass access for the rest"
            yield codes.finding(RULE, message, project.at((*pointer, "set")), help, Severity.WARNING)


def _scope(organization: Organization, scope: list[str], known: Mapping[str, Account]) -> list[Account]:
    """Return the accounts that a scope names, by themselves or by an OU above them; unknown names are ORG-029's."""
    found: list[Account] = []
    for name in scope:
        account = known.get(name.strip().casefold())
        if account is not None:
            found.append(account)
            continue
        path = find_node(organization, name)
        if path is not None and isinstance(path[-1], Node):
            inside = [one for one in nodes(organization) if path[-1] in one]
            found += [one for node in inside for one in node[-1].accounts]
    return found


def _is_admin(project: Project, name: str) -> bool:
    described = mapping(project, "access", "permission_sets").get(name)
    if described is None:
        return name == _ADMIN
    return any(str(arn).endswith(f":policy/{_ADMIN}") for arn in described.get("managed") or ())


def _templates(project: Project) -> Iterator[Finding]:
    """Yield each group of a template that is administrator of a team's production or data accounts."""
    sensitive = [one for one in existing(project) if one.template and _sensitive(one)]
    for slug in mapping(project, "templates"):
        accounts = [one for one in sensitive if one.template == slug]
        for group, name in mapping(project, "templates", slug, "groups").items():
            if accounts and _is_admin(project, name):
                shown = joined([one.name for one in accounts])
                message = f"the template {slug} gives {group} {name} on {shown}, with no reason of its own"
                help = "give a narrower set in prod, or an assignment with a reason for each team that needs it"
                place = project.at(("templates", slug, "groups", group))
                yield codes.finding(RULE, message, place, help, Severity.WARNING)


def _sensitive(account: Account) -> bool:
    return account.env in ("prod", "dr") or account.data_class in DATA_CLASSES
