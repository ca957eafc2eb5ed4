"""Where an invariant is asked: its accounts, the policies above each, and what requests carry there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guardrails.commands.principals import NO_ID
from guardrails.commands.proving.conditions import ClaimProblem
from guardrails.model.organization.invariant import EVERY_MEMBER, Invariant
from guardrails.model.organization.levels import (
    close_accounts,
    every_account,
    find_account,
    find_node,
    members,
    path_to,
)
from guardrails.model.organization.tree import Account, Organization
from guardrails.model.policy.document import PolicyDocument, PolicySet, PolicyType
from guardrails.model.proof import Scene

if TYPE_CHECKING:
    from guardrails.files.loaded import Level, Project


def accounts_of(project: Project, invariant: Invariant, planned: bool = False) -> tuple[Account, ...]:
    """Return the member accounts that an invariant names, in the order of the tree; `planned` adds those to come.

    Raises ClaimProblem for a name that no account, OU or field has, and for the management account.
    """
    organization = project.organization
    chosen: set[str] = set()
    for at, name in enumerate(invariant.accounts):
        chosen |= {one.name for one in _named(organization, name.strip(), at)}
    return tuple(one for one in members(organization, planned) if one.name in chosen)


def _named(organization: Organization, name: str, at: int) -> tuple[Account, ...]:
    everyone = every_account(organization)[1:]
    if name in EVERY_MEMBER:
        return everyone
    account = find_account(organization, name)
    if account is not None and account == organization.management:
        message = f"{account.name} is the management account, which no SCP or RCP binds: nothing can be proved of it"
        raise ClaimProblem(message, "accounts", at)
    if account is not None:
        return (account,)
    field, equals, value = (part.strip() for part in name.partition("="))
    if equals:
        return _with_field(organization, field, value, at)
    path = find_node(organization, name)
    if path is None:
        close = close_accounts(organization, name)
        hint = f"; did you mean {' or '.join(close)}?" if close else ""
        raise ClaimProblem(f"{name!r} is no account or OU of this organization{hint}", "accounts", at)
    return tuple(one for one in everyone if path[-1] in path_to(organization, one))


def _with_field(organization: Organization, field: str, value: str, at: int) -> tuple[Account, ...]:
    """Return the accounts with a field of that value; ClaimProblem where no account has the field."""
    fields = {one.name: dict(_scalars(one)) for one in every_account(organization)}
    if not any(field in found for found in fields.values()):
        known = ", ".join(sorted({name for found in fields.values() for name in found}))
        raise ClaimProblem(f"no account has the field {field!r}; there are {known}", "accounts", at)
    return tuple(one for one in every_account(organization)[1:] if fields[one.name].get(field) == value)


def _scalars(account: Account) -> Iterator[tuple[str, str]]:
    yield "status", account.status.value
    for field, value in account.entry.values.items():
        if isinstance(value, bool):
            yield field, "true" if value else "false"
        elif isinstance(value, str | int | float):
            yield field, str(value)


def scene_of(project: Project, account: Account) -> Scene:
    """Return what requests of an account carry, and the principals, Regions and accounts to make witnesses of."""
    organization = project.organization
    settings = organization.settings
    everyone = [one for one in members(organization, planned=True) if one.id]
    home, dr = settings.text("home_region", "us-east-1"), settings.text("dr_region")
    return Scene(
        account=account.name,
        account_id=account.id or NO_ID,
        organization_id=settings.text("organization_id"),
        partition=settings.text("partition", "aws"),
        regions=tuple(dict.fromkeys(one for one in (home, dr, *settings.texts("allowed_regions")) if one)),
        callers=tuple(dict.fromkeys(_callers(organization, account))),
        accounts=tuple(one.id for one in everyone),
        management_id=organization.management.id,
        rcps={one.id: _documents(project.rcp_levels(one)) for one in everyone},
    )


def _callers(organization: Organization, account: Account) -> Iterator[str]:
    """Yield ARNs of principals of an account, the likeliest first: witnesses are made of these where they can be."""
    partition, own = organization.settings.text("partition", "aws"), account.id or NO_ID
    yield f"arn:{partition}:iam::{own}:role/Developer"
    for patterns in organization.principals.values():
        for pattern in patterns:
            fields = pattern.split(":", 5)
            if len(fields) == 6 and "*" not in fields[5] and "?" not in fields[5] and fields[4] in ("*", own):
                yield ":".join((*fields[:4], own, fields[5]))
    yield f"arn:{partition}:iam::{own}:user/alice"
    yield f"arn:{partition}:iam::{own}:root"


def policies_of(project: Project, account: Account, invariant: Invariant) -> PolicySet:
    """Return the SCP and RCP levels over an account, with the permissions boundary that an invariant names.

    Raises ClaimProblem for a boundary that cannot be read.
    """
    return PolicySet(
        scps=_documents(project.levels(account)),
        rcps=_documents(project.rcp_levels(account)),
        boundary=_boundary(project, invariant.boundary) if invariant.boundary else None,
    )


def _documents(levels: tuple[Level, ...]) -> tuple[tuple[PolicyDocument, ...], ...]:
    return tuple(level.policies for level in levels)


def _boundary(project: Project, path: str) -> PolicyDocument:
    from guardrails.files.reading import MAX_DOCUMENT_BYTES, read_text
    from guardrails.model.finding import Severity
    from guardrails.model.policy.parse import parse_policy

    text = read_text(project.root / path, project.root, path, MAX_DOCUMENT_BYTES)
    if not isinstance(text, str):
        raise ClaimProblem(text.message, "boundary")
    parsed = parse_policy(text, PolicyType.BOUNDARY, path)
    problems = [one for one in parsed.problems if one.severity is Severity.ERROR]
    if parsed.document is None or problems:
        raise ClaimProblem(f"{path}: {problems[0].message if problems else 'is no policy'}", "boundary")
    return parsed.document
