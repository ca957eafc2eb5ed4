"""What an apply newly allows and newly denies over all requests, by the change of the plan behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guardrails.commands.chains import Compared, compared
from guardrails.commands.gating.preflight import judge_requests
from guardrails.gate.rules.policy_diff import Moved, Open
from guardrails.model.answer import Outcome
from guardrails.model.difference import Hit, Region
from guardrails.model.organization.levels import find_account
from guardrails.terraform.placement.placing import placements_of
from guardrails.terraform.references.resolver import resolver_of
from guardrails.terraform.requests.predict import predict

if TYPE_CHECKING:
    from guardrails.commands.gating.states import States
    from guardrails.gate.inspection import Inspection
    from guardrails.model.gate_report import Judged
    from guardrails.model.organization.tree import Account
    from guardrails.model.plan.change import Change
    from guardrails.model.plan.plan import Plan


@dataclass(frozen=True, slots=True)
class PolicyChanges:
    """What the prover says of both states of the organization. All empty but `notes`: nothing changes, proved."""

    allowed: tuple[Moved, ...] = ()
    denied: tuple[Moved, ...] = ()
    open: tuple[Open, ...] = ()
    notes: tuple[str, ...] = ()


def policy_changes(states: States, inspection: Inspection) -> PolicyChanges:
    """Return the requests of member accounts that get another answer after the apply."""
    found = tuple(compared(states.before, states.after))
    allowed = tuple(moved for one in found for moved in _moved(states.causes, one, one.difference.newly_allowed))
    denied = tuple(moved for one in found for moved in _moved(states.causes, one, one.difference.newly_denied))
    first = next(iter(states.causes.values()))
    open = tuple(
        Open(first, f"what changes in {one.names} is not decided: {reason}", "content")
        for one in found
        for reason in one.difference.undecided
    )
    if denied:
        hits = tuple(_hits(states, inspection))
        denied = tuple(_with_hits(states.causes, one, hits) for one in denied)
    if allowed or denied or open:
        return PolicyChanges(allowed, denied, open)
    accounts = sum(len(one.accounts) for one in found)
    note = f"proved: the change of policies changes no answer in {accounts} member accounts, over all requests"
    return PolicyChanges(notes=(note,))


def _moved(causes: Mapping[str, Change], one: Compared, regions: Iterable[Region]) -> Iterator[Moved]:
    for region in regions:
        slug = _cause(causes, (text.partition("#")[0] for text in region.causes))
        yield Moved(causes[slug], slug, one.accounts, region)


def _cause(causes: Mapping[str, Change], slugs: Iterable[str]) -> str:
    """The first of some policies that the plan changes; the first that it changes at all where none is."""
    return next((slug for slug in slugs if slug in causes), next(iter(causes)))


def _with_hits(causes: Mapping[str, Change], one: Moved, hits: Iterable[Hit]) -> Moved:
    """The same with the hits that its change is behind."""
    own = (hit for hit in hits if _cause(causes, (hit.decider.partition("#")[0],)) == one.policy)
    return Moved(one.change, one.policy, one.accounts, one.region, tuple(own))


def _hits(states: States, inspection: Inspection) -> Iterator[Hit]:
    """Yield the requests of this plan and of those beside it that are denied after the apply and were not before."""
    for plan, account in ((inspection.plan, inspection.account), *inspection.siblings):
        for before, after in _asked(states, plan, account):
            if before.outcome is not Outcome.DENY and after.outcome is Outcome.DENY:
                asked = after.prediction
                decider = next((one.statement for one in after.deciders), "")
                words = before.outcome.words, after.outcome.words
                yield Hit(plan.file, asked.change.address, asked.action, *words, decider)


def _asked(states: States, plan: Plan, account: Account) -> Iterator[tuple[Judged, Judged]]:
    predicted = predict(plan, resolver_of(plan), placements_of(plan, account=account.id))
    before, after = (
        judge_requests(one, find_account(one.organization, account.name) or account, predicted)
        for one in (states.before, states.after)
    )
    yield from zip(before, after, strict=True)
