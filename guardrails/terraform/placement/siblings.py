"""What the objects under a provider tell of it: the ARNs that AWS gave them, and data sources about the caller."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from guardrails.model.plan.change import Change, without_keys
from guardrails.model.plan.plan import Plan
from guardrails.terraform.placement.arns import ACCOUNT, REGION, own_arn, region_and_account


@dataclass(slots=True)
class Seen:
    """What was seen under one provider: each Region, account and caller, with the address that showed it first."""

    regions: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    current_region: tuple[str, str] | None = None
    caller: tuple[str, str, str] | None = None
    """Account, ARN and address of `data.aws_caller_identity`."""


def siblings_of(plan: Plan, key: Callable[[Change], str]) -> Mapping[str, Seen]:
    """Return what was seen, by provider key, which `key` says of a change. Looks at every change once."""
    found: dict[str, Seen] = {}
    for one in plan.changes:
        # The objects of an accepter are somebody else's.
        if one.managed and one.before and "accepter" not in one.type:
            _change(plan, one, key(one), found)
    _data(plan, found)
    return found


def _change(plan: Plan, change: Change, key: str, found: dict[str, Seen]) -> None:
    region, account = region_and_account(own_arn(change.type, change.before, plan.configured(change)))
    owner = change.before.get("owner_id")
    account = account or (owner if isinstance(owner, str) and ACCOUNT.fullmatch(owner) else "")
    if not region and not account:
        return
    seen = found.setdefault(key, Seen())
    # From version 6 of the provider a resource may name its own Region, which tells nothing of the provider's.
    if region and "region" not in change.before:
        seen.regions.setdefault(region, change.address)
    if account:
        seen.accounts.setdefault(account, change.address)


def _data(plan: Plan, found: dict[str, Seen]) -> None:
    keys = {}
    for path, config in plan.root.everywhere() if plan.root else ():
        # With an argument, aws_region describes the Region it is asked for.
        asked = {"name", "region", "endpoint"} & set(config.expressions)
        if config.mode == "data" and config.type in ("aws_region", "aws_caller_identity") and not asked:
            keys["".join(f"module.{name}." for name in path) + config.address] = config
    if not keys:
        return
    for address, values in plan.prior.items():
        config_or_none = keys.get(without_keys(address))
        if config_or_none is None:
            continue
        seen = found.setdefault(config_or_none.provider_key, Seen())
        region = next(
            (one for one in (values.get("region"), values.get("name"), values.get("id")) if _is_region(one)), None
        )
        account, arn = values.get("account_id"), values.get("arn")
        if config_or_none.type == "aws_region" and isinstance(region, str):
            seen.current_region = (region, address)
        elif isinstance(account, str) and ACCOUNT.fullmatch(account):
            seen.caller = (account, arn if isinstance(arn, str) else "", address)


def _is_region(value: object) -> bool:
    return isinstance(value, str) and REGION.fullmatch(value) is not None
