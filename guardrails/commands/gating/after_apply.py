"""What an apply does to the organization: what it opens and closes, its scenarios and invariants, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guardrails.commands.calls import call_of
from guardrails.commands.gating.policy_changes import policy_changes
from guardrails.commands.gating.states import States, states_of
from guardrails.commands.opening import start_of
from guardrails.commands.scenario_states import State, asked_in
from guardrails.evaluation.call import expand
from guardrails.gate.organization.attachments import TYPES
from guardrails.gate.rules import invariants_after_apply, policy_diff
from guardrails.gate.rules.invariants_after_apply import Breach
from guardrails.gate.rules.policy_diff import Broken, Open
from guardrails.model.answer import Outcome
from guardrails.model.gate_report import ScenarioChange

if TYPE_CHECKING:
    from guardrails.files.loaded import Project
    from guardrails.gate.inspection import Inspection
    from guardrails.model.finding import Finding
    from guardrails.model.plan.change import Change
    from guardrails.model.proof import Property

_NOTHING_BEFORE = "the plan makes the organization: nothing before it to compare with"


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What comes of a plan that changes the organization: findings of PG-006 and PG-009, and changed scenarios."""

    findings: tuple[Finding, ...] = ()
    scenarios: tuple[ScenarioChange, ...] = ()
    notes: tuple[str, ...] = ()


def after_apply(project: Project, inspection: Inspection) -> Aftermath:
    """Return what changes in the organization when a plan is applied; nothing for a plan that leaves it alone."""
    if not any(change.verb.writes for change in inspection.plan.of(*TYPES)):
        return Aftermath()
    states = states_of(project, inspection)
    if not states.causes or states.fresh:
        findings = tuple(policy_diff.findings_of(inspection.plan, (), states.open))
        return Aftermath(findings, notes=(_NOTHING_BEFORE,) if states.fresh else ())
    unasked: list[str] = []
    rows = tuple(_changes(states, inspection, unasked))
    broken = (one for _, one in rows if one is not None)
    moved = policy_changes(states, inspection)
    open = (*states.open, *moved.open, *_silent(states, unasked))
    findings = (
        *policy_diff.findings_of(inspection.plan, broken, open),
        *policy_diff.moved_findings(inspection.plan, moved.allowed, moved.denied),
        *invariants_after_apply.findings_of(inspection.plan, _breaches(states)),
    )
    return Aftermath(findings, tuple(change for change, _ in rows), moved.notes)


def _silent(states: States, unasked: list[str]) -> Iterator[Open]:
    """Yield that some scenarios cannot say whether they still hold, at the first change of the organization."""
    if unasked:
        more = f" and {len(unasked) - 1} more" if len(unasked) > 1 else ""
        reason = f"the scenarios of {unasked[0]}{more} cannot be asked; `guardrails test` says why"
        yield Open(next(iter(states.causes.values())), reason, "scenarios")


def _changes(
    states: States, inspection: Inspection, unasked: list[str]
) -> Iterator[tuple[ScenarioChange, Broken | None]]:
    """Yield the scenarios that come out differently, with those that held before and no longer do.

    What cannot be asked, a file or a scenario, is added to `unasked`.
    """
    before, after = State(states.before), State(states.after)
    for scenario, account, question in asked_in(states.before, start_of(inspection.today), unasked):
        call = call_of(states.before, account, question)
        parts = expand(call)
        sides = tuple(one.outcome(account.name, call, parts) for one in (before, after))
        if sides[0] is sides[1]:
            continue
        name = scenario.id or scenario.note or scenario.request
        changed = ScenarioChange(name, account.name, sides[0].words, sides[1].words, Outcome(scenario.expect).words)
        if sides[0].value != scenario.expect:
            yield changed, None
            continue
        side = after if sides[1] in (Outcome.DENY, Outcome.UNKNOWN) else before
        slug, cause = _cause(states.causes, side.policies(account.name, call, parts))
        yield changed, Broken(cause, changed, f"{question.action} as {question.principal}", slug)


def _cause(causes: Mapping[str, Change], slugs: Iterator[str]) -> tuple[str, Change]:
    """The change behind a difference: that of the policy which decides, else the first one of the plan."""
    slug = next((one for one in slugs if one in causes), next(iter(causes)))
    return slug, causes[slug]


def _breaches(states: States) -> Iterator[Breach]:
    """Yield the invariants that are proved before and not after, by the first change without which they would be.

    Where no policy changes nothing is asked, and of the state before only what is not proved after.
    """
    from guardrails.commands.checking.invariants import alike, breaches_of, witness_of, words_of
    from guardrails.commands.comparing.pairing import matched

    pairs = matched(states.before, states.after).pairs
    changed = {account.name for one in pairs if not one.same for account in (one.before, one.after)}
    broken = breaches_of(states.after, changed)
    names = {one.invariant.name for one in broken}

    def keys(project: Project) -> frozenset[tuple[str, Property, str]]:
        return frozenset(key for one in breaches_of(project, changed, names) for key in one.keys)

    known = keys(states.before) if broken else frozenset()
    fresh = [left for one in broken if (left := one.without(known)).accounts]
    reverted = {slug: keys(states.reverted(slug)) for slug in states.causes} if fresh and len(states.causes) > 1 else {}
    for group in alike(fresh):
        first, own = group[0], [key for one in group for key in one.keys]
        spared = (slug for slug, still in reverted.items() if still.isdisjoint(own))
        cause = states.causes[next(spared, next(iter(states.causes)))]
        yield Breach(cause, first.invariant.name, words_of(group), witness_of(first.result), not first.refuted)
