"""The access matrix: which group gets which permission set in which account, as the organization file says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guardrails.model.organization.levels import every_account, find_account, find_node, nodes
from guardrails.model.organization.tree import Account, Node, Organization, Status


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """One cell of the matrix: a group's display name, a permission set's name and an account id."""

    group: str
    permission_set: str
    account: str


def matrix_of(organization: Organization) -> frozenset[Grant]:
    """Return every grant of the file: its assignments, with OUs as the accounts below them, and those of teams."""
    return frozenset((*_assigned(organization), *_of_teams(organization)))


def _assigned(organization: Organization) -> Iterator[Grant]:
    rows = organization.sections.get("access.assignments")
    for row in rows if isinstance(rows, list) else ():
        sets = row["set"] if isinstance(row["set"], list) else [row["set"]]
        accounts = {one.id for name in row["scope"] for one in _scope(organization, name) if one.id}
        yield from (Grant(row["group"], name, account) for name in sets for account in accounts)


def _of_teams(organization: Organization) -> Iterator[Grant]:
    for account in every_account(organization):
        team = _at(organization, *account.pointer, "name") if account.template else None
        groups = _at(organization, "templates", account.template, "groups") if team else None
        if account.id and account.status is Status.ACTIVE and isinstance(groups, Mapping):
            yield from (Grant(f"{team}-{group}", name, account.id) for group, name in groups.items())


def _at(organization: Organization, *pointer: str | int) -> object:
    value: object = organization.sections.values
    for part in pointer:
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return None
    return value


def _scope(organization: Organization, name: str) -> tuple[Account, ...]:
    """Return the accounts that a scope names: itself, or the active ones below an OU."""
    account = find_account(organization, name)
    if account is not None:
        return (account,)
    path = find_node(organization, name)
    if path is None or not isinstance(path[-1], Node):
        return ()
    inside = (one[-1] for one in nodes(organization) if path[-1] in one)
    return tuple(one for node in inside for one in node.accounts if one.status is Status.ACTIVE)
