"""Finding accounts, their path from the root, and the nodes of the tree."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.model.organization.tree import Account, Node, Organization, Status


def nodes(organization: Organization) -> Iterator[tuple[Node, ...]]:
    """Yield the path (root first) of the root and of every OU, parents before children."""
    yield from _below((organization.root,))


def _below(path: tuple[Node, ...]) -> Iterator[tuple[Node, ...]]:
    yield path
    for ou in path[-1].ous:
        yield from _below((*path, ou))


def path_name(path: tuple[Node | Account, ...]) -> str:
    """Return how a path is written: `Root`, `Workloads/Prod`, `Workloads/Dev` (the root is named only when alone)."""
    return "/".join(part.name for part in path[1:]) or path[0].name


def places(organization: Organization) -> Iterator[tuple[Node | Account, ...]]:
    """Yield the path of everything a policy can be attached to: root, OUs and their accounts, in the file's order."""
    for path in nodes(organization):
        yield path
        for account in path[-1].accounts:
            yield (*path, account)


def every_account(organization: Organization) -> tuple[Account, ...]:
    """Return the management account, then all others in the order of the tree, whatever their status."""
    return (organization.management, *(account for path in nodes(organization) for account in path[-1].accounts))


def members(organization: Organization, planned: bool = False) -> tuple[Account, ...]:
    """Return the active accounts but the management account; with `planned` also those that are only planned."""
    wanted = {Status.ACTIVE, Status.PLANNED} if planned else {Status.ACTIVE}
    return tuple(account for account in every_account(organization)[1:] if account.status in wanted)


def path_to(organization: Organization, account: Account) -> tuple[Node | Account, ...]:
    """Return the path from the root to a member account, both included; empty for the management account.

    Raises LookupError for an account of another organization.
    """
    if account is organization.management or account == organization.management:
        return ()
    for path in nodes(organization):
        if any(account is one or account == one for one in path[-1].accounts):
            return (*path, account)
    raise LookupError(f"account {account.name!r} is not part of organization {organization.name!r}")


def find_account(organization: Organization, name_or_id: str) -> Account | None:
    """Return the account of that id or name (letter case does not count), or None."""
    wanted = name_or_id.strip().casefold()
    if not wanted:
        return None
    for account in every_account(organization):
        if wanted in (account.id, account.name.casefold()):
            return account
    return None


def find_node(organization: Organization, name: str) -> tuple[Node | Account, ...] | None:
    """Return the path of the node with that path or name (`Workloads/Prod`, `Prod`, an account), or None.

    A whole path wins over a bare name; a bare name that several nodes share finds none of them.
    """
    wanted = name.strip().strip("/").casefold()
    found = list(places(organization))
    exact = [path for path in found if path_name(path).casefold() == wanted]
    if exact:
        return exact[0]
    bare = [path for path in found if path[-1].name.casefold() == wanted]
    return bare[0] if len(bare) == 1 else None


def close_accounts(organization: Organization, name: str) -> tuple[str, ...]:
    """Return up to three account names that a mistyped name may have meant, the likeliest first."""
    from difflib import get_close_matches

    names = {account.name.casefold(): account.name for account in every_account(organization)}
    return tuple(names[match] for match in get_close_matches(name.strip().casefold(), names, n=3, cutoff=0.5))
