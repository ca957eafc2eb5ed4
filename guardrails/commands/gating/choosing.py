"""For which account, environment and caller a plan is judged."""

from __future__ import annotations

from dataclasses import dataclass

from guardrails.commands.gating.callers import PIPELINE
from guardrails.commands.opening import account_of
from guardrails.commands.outcomes import Misused
from guardrails.model.organization.levels import every_account
from guardrails.model.organization.tree import Account, Organization
from guardrails.model.plan.plan import Placements, Plan
from guardrails.model.plan.values import known


@dataclass(frozen=True, slots=True)
class Target:
    """Where a plan is to be applied, in which environment, and by whom (`caller`: as `--as` writes it)."""

    account: Account
    environment: str
    caller: str
    notes: tuple[str, ...] = ()


def target_of(
    plan: Plan, placements: Placements, organization: Organization, account: str, environment: str, caller: str
) -> Target:
    """Return the target: what the user said, else what the plan's provider blocks say.

    Raises Misused where neither says the account, or no role is named that applies.
    """
    chosen = account_of(organization, account) if account else _evident(plan, placements, organization)
    notes = () if account else (f"account {chosen.name}: the plan's providers say so",)
    env = environment or chosen.env
    if environment and environment not in {one.env for one in every_account(organization)}:
        known_ones = ", ".join(sorted({one.env for one in every_account(organization) if one.env}))
        raise Misused(f"--env {environment}: no account of {organization.name} is of it; there are {known_ones}")
    return Target(chosen, env, caller or _pipeline(organization), notes)


def _pipeline(organization: Organization) -> str:
    if PIPELINE not in organization.principals:
        message = f"the organization file names no principal {PIPELINE}: say with --as which role applies the plan"
        raise Misused(message)
    return PIPELINE


def _evident(plan: Plan, placements: Placements, organization: Organization) -> Account:
    """The account that the credentials of all changes belong to, where the plan says so and it is of this organization.

    A probable one counts, too: that a variable holds the id of one of the organization's accounts is no chance.
    """
    places = (placements.of(one) for one in plan.changes if one.managed and one.verb.writes)
    ids = {str(one.account) for one in places if known(one.account)}
    if len(ids) != 1:
        why = f"its providers name several: {', '.join(sorted(ids))}" if ids else "the plan does not say it"
        raise Misused(f"{plan.file}: say with --account for which account this plan is ({why})")
    (id,) = ids
    found = next((one for one in every_account(organization) if one.id == id), None)
    if found is None:
        raise Misused(f"{plan.file}: its providers work in account {id}, which is none of {organization.name}")
    return found
