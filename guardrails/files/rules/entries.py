"""What the organization file says in sections that have no noun (delegations, access, VPCs, ...): plain values.

The form of the file is known to be right when a rule runs, so a section has the types of `sections.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from guardrails.files.loaded import Project
from guardrails.model.organization.levels import every_account
from guardrails.model.organization.tree import Account, Status
from guardrails.model.source import Pointer


def at(project: Project, *pointer: str | int) -> Any:
    """Return the value at a pointer into the organization file; None where there is none."""
    value: Any = project.source.value
    for part in pointer:
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return None
    return value


def mapping(project: Project, *pointer: str | int) -> Mapping[str, Any]:
    """Return the mapping at a pointer; an empty one where there is none."""
    return at(project, *pointer) or {}


def entry(project: Project, account: Account) -> Mapping[str, Any]:
    """Return what the file says of an account: its entry, or the use of the template that made it."""
    return mapping(project, *account.pointer)


def existing(project: Project) -> tuple[Account, ...]:
    """Return all accounts, management first, but those that are being closed or are suspended."""
    gone = (Status.SUSPENDED, Status.CLOSING)
    return tuple(account for account in every_account(project.organization) if account.status not in gone)


def by_name(project: Project) -> Mapping[str, Account]:
    """Return every account by its name in lower case and by its id, for looking up many of them."""
    accounts = every_account(project.organization)
    return {**{one.id: one for one in accounts if one.id}, **{one.name.casefold(): one for one in accounts}}


def joined(words: list[str] | tuple[str, ...]) -> str:
    """Return the words as a list in a sentence: `a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))


class Vpc(NamedTuple):
    """One VPC of an account as it is written; `pointer` is its place, `subnets` pair each text with its place.

    `endpoint_zones` is the number of zones with interface endpoints, None where the file does not say.
    """

    account: Account
    cidr: str
    region: str
    nat: str
    private: int
    public: int
    topology_of: str
    endpoint_zones: int | None
    subnets: tuple[tuple[str, Pointer], ...]
    reserved: tuple[tuple[str, Pointer], ...]
    pointer: Pointer


def vpcs(project: Project) -> Iterator[Vpc]:
    """Yield the VPCs of all accounts that exist or are planned, in the file's order."""
    for account in existing(project)[1:]:
        if account.template:
            continue
        for at, raw in enumerate(entry(project, account).get("vpcs") or ()):
            yield _vpc(account, raw, (*account.pointer, "vpcs", at))


def _vpc(account: Account, raw: Mapping[str, Any], pointer: Pointer) -> Vpc:
    public, private = raw.get("public") or (), raw.get("private") or ()
    subnets = [(text, (*pointer, "public", at)) for at, text in enumerate(public)]
    subnets += [(text, (*pointer, "private", at)) for at, text in enumerate(private)]
    return Vpc(
        account,
        cidr=raw["cidr"],
        region=raw["region"],
        nat=raw.get("nat") or "none",
        private=len(private),
        public=len(public),
        topology_of=raw.get("topology_of") or "",
        endpoint_zones=raw.get("endpoint_zones"),
        subnets=tuple(subnets),
        reserved=tuple((text, (*pointer, "reserved", at)) for at, text in enumerate(raw.get("reserved") or ())),
        pointer=pointer,
    )
