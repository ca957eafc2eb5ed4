"""Decides where each change lands, from the best evidence that the plan has.

Order of evidence for the Region: the resource's own, its ARN, the provider's constant, what siblings show, the
provider's variable, what the user says. For the account of the credentials: the caller that was asked for, the role
that is assumed, the only account allowed, ARNs of siblings, parts of the role's ARN, what the user says.
"""

from __future__ import annotations

import re

from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Placement, Placements, Plan
from guardrails.model.plan.values import UNKNOWN, Mark
from guardrails.terraform.placement.arns import ACCOUNT, REGION, ROLE, own_arn, region_and_account
from guardrails.terraform.placement.providers import Arguments, Said
from guardrails.terraform.placement.siblings import Seen, siblings_of

__all__ = ["placements_of"]

_REGION_OF_SOMETHING_ELSE = {
    "aws_cloudformation_stack_set_instance",
    "aws_config_aggregate_authorization",
    "aws_dx_hosted_connection",
    "aws_opsworks_stack",
}
"""Types with an attribute `region` before version 6 of the provider that is not where the object is managed.

Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade (2026-11)
"""
_SESSION = re.compile(r"arn:([\w-]+):sts::(\d{12}):assumed-role/([^/]+)/.+")
_USER = "given by the user"
_NOWHERE = Placement(UNKNOWN, UNKNOWN, UNKNOWN)


def placements_of(plan: Plan, account: str = "", region: str = "", principal: str = "") -> Placements:
    """Return what says where changes land.

    Args:
        account: id of the account whose credentials run Terraform, as the user says; used where the plan says nothing.
        region: the Region of the environment.
        principal: ARN of the role that runs Terraform.
    """
    return _Placing(plan, account, region, principal)


class _Placing:
    """Places by provider key, and by provider and Region for the changes that name their own; both are made once."""

    def __init__(self, plan: Plan, account: str, region: str, principal: str) -> None:
        self._plan = plan
        self._user = (account, region, principal)
        self._siblings: dict[str, Seen] | None = None
        self._by_key: dict[tuple[str, bool], Placement] = {}
        self._only = _only_keys(plan)
        self._in_region: dict[tuple[str, str, str, bool], Placement] = {}

    def of(self, change: Change) -> Placement:
        """Return the place of one change; UNKNOWN for everything of a provider that is not AWS's."""
        if not _is_aws(change):
            return _NOWHERE
        key, guessed = self._key(change), not change.provider_key
        place = self._by_key.get((key, guessed))
        if place is None:
            place = self._by_key[key, guessed] = self._place(key, guessed)
        region, evidence = self._own_region(change)
        if not region or (region == place.region and "region" not in place.likely):
            return place
        known = self._in_region.get((key, region, evidence, guessed))
        if known is None:
            known = Placement(
                place.account,
                region,
                place.principal,
                {**place.evidence, "region": f"{evidence} of the resource"},
                place.likely - {"region"},
            )
            self._in_region[key, region, evidence, guessed] = known
        return known

    def _own_region(self, change: Change) -> tuple[str, str]:
        for values in (change.after, change.before):
            own = values.get("region")
            if isinstance(own, str) and change.type not in _REGION_OF_SOMETHING_ELSE and REGION.fullmatch(own):
                return own, "attribute region"
        if not change.before:
            return "", ""
        arn = own_arn(change.type, change.before, self._plan.configured(change))
        return region_and_account(arn)[0], "ARN"

    def _key(self, change: Change) -> str:
        """The key of the provider block; for what is in the configuration no more, that of the only block there is."""
        return change.provider_key or self._only.get(change.provider, "")

    def _place(self, key: str, guessed: bool) -> Placement:
        if self._siblings is None:
            self._siblings = dict(siblings_of(self._plan, self._key))
        provider = self._plan.providers.get(key)
        arguments = Arguments(self._plan, provider) if provider else None
        seen = self._siblings.get(key, Seen())
        account = self._account(arguments, seen)
        found = {
            "account": account,
            "region": self._region(arguments, seen),
            "principal": self._principal(arguments, seen, account),
        }
        value: dict[str, str | Mark] = {name: said.value if said else UNKNOWN for name, said in found.items()}
        # What is only probable and what the user says too is sure.
        given = dict(zip(("account", "region", "principal"), self._user, strict=True))
        doubted = {name: said for name, said in found.items() if said and (said.likely or (guessed and provider))}
        likely = {name for name, said in doubted.items() if said.evidence == _USER or said.value != given[name]}
        return Placement(
            value["account"],
            value["region"],
            value["principal"],
            {name: said.evidence for name, said in found.items() if said},
            frozenset(likely),
        )

    def _region(self, arguments: Arguments | None, seen: Seen) -> Said | None:
        said = arguments.region() if arguments else None
        if said and not said.likely:
            return said
        if seen.current_region:
            region, address = seen.current_region
            return Said(region, address)
        if len(seen.regions) == 1:
            ((region, address),) = seen.regions.items()
            return Said(region, f"ARN of {address}, under the same provider")
        if said or not self._user[1]:
            return said
        # What the user says is the Region of the environment, so of a block that names none.
        if arguments is None or not arguments.given("region"):
            return Said(self._user[1], _USER, arguments is None)
        return None if arguments.provider.alias else Said(self._user[1], _USER, True)

    def _account(self, arguments: Arguments | None, seen: Seen) -> Said | None:
        if seen.caller:
            return Said(seen.caller[0], seen.caller[2])
        role = arguments.role() if arguments else None
        if role and (match := ROLE.fullmatch(role.value)):
            return Said(match[1], role.evidence)
        allowed = arguments.allowed_account() if arguments else None
        if allowed and not allowed.likely:
            return allowed
        if len(seen.accounts) == 1:
            ((account, address),) = seen.accounts.items()
            return Said(account, f"ARN or owner of {address}, under the same provider")
        said = (arguments.account_of_role() if arguments else None) or allowed
        return said or self._users_account(arguments)

    def _users_account(self, arguments: Arguments | None) -> Said | None:
        if not self._user[0]:
            return None
        # A role that cannot be read, or another profile, may belong to another account.
        if arguments is not None and arguments.profile() not in ("", self._usual_profile()):
            return None
        unread = arguments is None or arguments.assumes()
        # A second block is there to work elsewhere: its role is not that of the account the plan is for.
        if arguments is not None and arguments.provider.alias and arguments.assumes():
            return None
        return Said(self._user[0], _USER, unread)

    def _usual_profile(self) -> str:
        usual = self._plan.providers.get("aws")
        return Arguments(self._plan, usual).profile() if usual else ""

    def _principal(self, arguments: Arguments | None, seen: Seen, account: Said | None) -> Said | None:
        role = arguments.role() if arguments else None
        if role:
            return role
        if seen.caller:
            arn, address = seen.caller[1:]
            if ROLE.fullmatch(arn):
                return Said(arn, address)
            if session := _SESSION.fullmatch(arn):
                # The path of the role is not in the ARN of its session.
                return Said(f"arn:{session[1]}:iam::{session[2]}:role/{session[3]}", address, True)
        principal = self._user[2]
        owner = region_and_account(principal)[1]
        # A principal of another account than the one that calls is not who calls.
        if not principal or (account and ACCOUNT.fullmatch(owner) and owner != account.value):
            return None
        return Said(principal, _USER, arguments is None or arguments.assumes())


def _only_keys(plan: Plan) -> dict[str, str]:
    """Full name of a provider -> key of its block, for those that have only one."""
    names = [one.full_name for one in plan.providers.values()]
    return {one.full_name: key for key, one in plan.providers.items() if names.count(one.full_name) == 1}


def _is_aws(change: Change) -> bool:
    return change.type.startswith(("aws_", "awscc_")) or change.provider.endswith(("/aws", "/awscc"))
