"""Account ids in a plan: in ARNs, in names of registries, and in attributes that hold nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.gate.aws_accounts import AWS_ACCOUNTS
from guardrails.model.organization.levels import every_account, find_account
from guardrails.model.organization.tree import Account, Organization
from guardrails.model.plan.values import SENSITIVE, Mark, Path

_ARN: Final = re.compile(r"arn:aws[\w-]*:[\w-]*:[\w-]*:(\d{12}):")
_NAMED: Final = re.compile(r"arn:aws[\w-]*:[\w-]*:[\w-]*:(\d{12}):|(?<![\w.-])(\d{12})\.dkr\.ecr[.-]")
_HOLDS_ACCOUNTS: Final = re.compile(r"account|owner|principal|registry|target_id|user_ids|customer|member_id", re.I)
_HOLDS_ARNS: Final = re.compile(r"(?:^|_)(?:arns?|kms_key|kms_key_id|kms_master_key_id)\Z")
_COMMON: Final = frozenset({"mgmt", "shared"})


def account_of_arn(text: str) -> str:
    """Return the account in the first ARN that stands in a text; empty where none names one."""
    found = _ARN.search(text)
    return found[1] if found else ""


def accounts_in(text: str) -> tuple[str, ...]:
    """Return the accounts of all ARNs and registries in a text, in order, each once."""
    if "arn:" not in text and ".dkr.ecr" not in text:
        return ()
    return tuple(dict.fromkeys(one[0] or one[1] for one in _NAMED.findall(text)))


def is_account(text: str) -> bool:
    """Whether a text is twelve digits and nothing else."""
    return len(text) == 12 and text.isascii() and text.isdigit()


def counterparts(organization: Organization, account: Account) -> frozenset[str]:
    """Return the ids of the accounts that a plan for an account may name; AWS's own are among them.

    These are the account, those of its environment, and the common ones: the management account, accounts of
    environment `shared`, administrators of security services, the account of the state. A plan for a common account
    may name every account of the organization. Sandboxes are on their own.
    """
    everybody = every_account(organization)
    common = {one.id for one in everybody if one.env in _COMMON} | _named(organization)
    if account.id in common or account.env in _COMMON:
        return frozenset(one.id for one in everybody if one.id) | AWS_ACCOUNTS
    alike = {one.id for one in everybody if one.env == account.env and account.env not in ("", "sandbox")}
    return frozenset({account.id, *alike, *common} - {""}) | AWS_ACCOUNTS


def _named(organization: Organization) -> set[str]:
    """Return the ids of the accounts that have a service or the state for all."""
    delegations = organization.sections.get("delegations")
    names = list(delegations.values()) if isinstance(delegations, Mapping) else []
    found = (find_account(organization, str(name)) for name in (*names, organization.state.get("account") or ""))
    return {one.id for one in found if one is not None}


def texts(values: Mapping[str, object]) -> Iterator[tuple[Path, str | Mark]]:
    """Yield where and what every text stands among the values of a resource that may name an account; no tags.

    These are texts with an ARN or a registry, and twelve digits in an attribute whose name speaks of accounts. Where
    an attribute whose name speaks of ARNs is masked, SENSITIVE is yielded.
    """
    for name, value in values.items():
        if isinstance(value, str):
            if _may_name(name, value):
                yield (name,), value
        elif isinstance(value, list) and value:
            yield from _below(name, value, (name,))
        elif isinstance(value, dict) and value and name not in ("tags", "tags_all", "volume_tags"):
            for below, text in texts(value):
                yield (name, *below), text
        elif value is SENSITIVE and holds_arns(name):
            yield (name,), SENSITIVE


def _below(name: str, items: list[object], path: Path) -> Iterator[tuple[Path, str | Mark]]:
    for at, item in enumerate(items):
        if isinstance(item, str):
            if _may_name(name, item):
                yield (*path, at), item
        elif isinstance(item, dict):
            for below, text in texts(item):
                yield (*path, at, *below), text
        elif isinstance(item, list):
            yield from _below(name, item, (*path, at))


def holds_arns(name: str) -> bool:
    """Whether the name of an attribute speaks of ARNs."""
    return _HOLDS_ARNS.search(name) is not None


def _may_name(name: str, text: str) -> bool:
    if len(text) == 12:
        return text.isdigit() and _HOLDS_ACCOUNTS.search(name) is not None
    return "arn:" in text or ".dkr.ecr" in text
