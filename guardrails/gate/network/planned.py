"""The address plan of the organization file: every VPC that an account has or will have, with its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Any

from guardrails.model.organization.levels import every_account
from guardrails.model.organization.tree import Account, Organization, Status


@dataclass(frozen=True, slots=True)
class PlannedVpc:
    """One `vpcs` entry. `reserved` are pairs of the first and last address (as numbers) and the text in the file.

    `nat` is `instance`, `gateway`, `gateway-per-az` or `none`; empty where the file does not say.
    """

    account: Account
    range: IPv4Network
    region: str
    nat: str
    public: tuple[IPv4Network, ...]
    private: tuple[IPv4Network, ...]
    reserved: tuple[tuple[int, int, str], ...]
    endpoints: tuple[str, ...]
    endpoint_zones: int
    """Zones with interface endpoints, each of which is billed."""
    zones: int


def address_plan(organization: Organization) -> tuple[PlannedVpc, ...]:
    """Return the VPCs of all accounts that are not closed or suspended, in the file's order.

    Ranges that are none are left out: the rule on address plans (ORG-017) reports them.
    """
    gone = (Status.SUSPENDED, Status.CLOSING)
    accounts = [one for one in every_account(organization) if one.status not in gone and not one.template]
    return tuple(vpc for account in accounts for vpc in _of_account(account))


def _of_account(account: Account) -> Iterator[PlannedVpc]:
    listed = account.entry.get("vpcs")
    rows: list[Mapping[str, Any]] = (
        [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    )
    by_range = {str(one.get("cidr")): one for one in rows}
    for row in rows:
        whole = network(str(row.get("cidr")))
        if whole is None:
            continue
        model = by_range.get(str(row.get("topology_of")), row)
        start = network(str(model.get("cidr"))) or whole
        shift = int(whole.network_address) - int(start.network_address)
        public, private = (_ranges(model.get(key), shift) for key in ("public", "private"))
        zones = len(private) or len(public) or 1
        named = row.get("endpoint_zones")
        yield PlannedVpc(
            account,
            whole,
            str(row.get("region") or ""),
            str(row.get("nat") or ""),
            public,
            private,
            tuple(_reserved(model.get("reserved"), shift, whole)),
            account.entry.texts("endpoints"),
            zones if named is None else int(named),
            zones,
        )


def network(text: str) -> IPv4Network | None:
    """Return the IPv4 range that a text writes, or None."""
    try:
        return IPv4Network(text.strip(), strict=False)
    except ValueError:
        return None


def _ranges(value: object, shift: int) -> tuple[IPv4Network, ...]:
    found = (network(str(one)) for one in (value if isinstance(value, list) else ()))
    return tuple(IPv4Network((int(one.network_address) + shift, one.prefixlen)) for one in found if one is not None)


def _reserved(value: object, shift: int, whole: IPv4Network) -> Iterator[tuple[int, int, str]]:
    for text in value if isinstance(value, list) else ():
        one = network(str(text).removesuffix("+"))
        if one is not None:
            first = int(one.network_address) + shift
            moved = IPv4Network((first, one.prefixlen))
            last = int(whole.broadcast_address) if str(text).endswith("+") else int(moved.broadcast_address)
            yield first, last, f"{moved} and up" if str(text).endswith("+") else str(moved)
