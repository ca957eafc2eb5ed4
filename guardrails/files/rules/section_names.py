"""Accounts, groups, permission sets and segments that other sections name are defined.

## What it does

Looks up every account in `delegations`, `access.assignments[].scope` (an OU will do there), `state.account`,
`ci.subjects` and the `services` of a CI role; every `set` and `group` of an assignment, where the file lists
`permission_sets` and `groups` at all; the permission sets of template groups likewise; and every `segment` of an OU,
where the file lists `segments`.

## Why it matters

A misspelled account in `delegations` or `access` is no account: the service has no administrator, the group no
access, and rules that look at accounts pass over it in silence.

## Example

```yaml
organization:
  delegations: {guardduty: Securty}
```

## Use instead

```yaml
organization:
  delegations: {guardduty: Dev}
```

## How to fix

Correct the name, or define what it names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from guardrails.files import codes
from guardrails.files.loaded import Project
from guardrails.files.rules.entries import by_name, mapping
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import close_accounts, find_node, nodes
from guardrails.model.source import Pointer

RULE = Rule(
    "ORG-029",
    "section-names",
    "Accounts, groups, permission sets and segments that other sections name are defined.",
    Severity.ERROR,
)


def check(project: Project, today: date) -> Iterator[Finding]:
    """Yield each name in delegations, access, CI, state and segments that nothing in the file defines."""
    accounts = by_name(project)
    for name, pointer in _accounts(project):
        if name.strip().casefold() not in accounts:
            yield _account(project, name, pointer)
    yield from _access(project, accounts)
    known = mapping(project, "segments")
    for path in nodes(project.organization):
        segment = mapping(project, *path[-1].pointer).get("segment")
        if known and segment and segment not in known:
            yield _finding(project, "segment", segment, (*path[-1].pointer, "segment"), known)


def _accounts(project: Project) -> Iterator[tuple[str, Pointer]]:
    for service, name in mapping(project, "delegations").items():
        yield name, ("delegations", service)
    account = project.organization.state.get("account")
    if isinstance(account, str):
        yield account, ("state", "account")
    for name in mapping(project, "ci").get("subjects") or ():
        yield name, ("ci", "subjects", name)
    for role in ("plan", "apply"):
        for name in mapping(project, "ci", role, "services"):
            yield name, ("ci", role, "services", name)


def _access(project: Project, accounts: Collection[str]) -> Iterator[Finding]:
    access = mapping(project, "access")
    sets, groups = access.get("permission_sets") or (), access.get("groups") or ()
    for at, raw in enumerate(access.get("assignments") or ()):
        pointer: Pointer = ("access", "assignments", at)
        if groups and raw["group"] not in groups:
            yield _finding(project, "group", raw["group"], (*pointer, "group"), groups)
        for name in [raw["set"]] if isinstance(raw["set"], str) else raw["set"]:
            if sets and name not in sets:
                yield _finding(project, "permission set", name, (*pointer, "set"), sets)
        for position, name in enumerate(raw["scope"]):
            if name.strip().casefold() not in accounts and not find_node(project.organization, name):
                yield _account(project, name, (*pointer, "scope", position))
    for slug, template in mapping(project, "templates").items():
        for group, name in (template.get("groups") or {}).items():
            if sets and name not in sets:
                yield _finding(project, "permission set", name, ("templates", slug, "groups", group), sets)


def _account(project: Project, name: str, pointer: Pointer) -> Finding:
    close = close_accounts(project.organization, name)
    help = f"did you mean {close[0]!r}?" if close else "define the account, or correct its name"
    return codes.finding(RULE, f"no account is called {name!r}", project.at(pointer), help)


def _finding(project: Project, what: str, name: str, pointer: Pointer, known: Iterable[str]) -> Finding:
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), n=1)
    help = f"did you mean {close[0]!r}?" if close else "define it, or correct its name"
    return codes.finding(RULE, f"no {what} is called {name!r}", project.at(pointer), help)
