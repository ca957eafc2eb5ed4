"""What an apply does to the organization: the project's scenarios and invariants, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from guardrails.commands.calls import call_of
from guardrails.commands.gating.states import States, states_of
from guardrails.commands.scenario_states import State, asked_in
from guardrails.evaluation.call import expand
from guardrails.gate.organization.attachments import TYPES
from guardrails.gate.rules import invariants_after_apply, scenarios_after_apply
from guardrails.gate.rules.invariants_after_apply import Breach
from guardrails.gate.rules.scenarios_after_apply import Broken, Open
from guardrails.model.answer import Outcome
from guardrails.model.gate_report import ScenarioChange

if TYPE_CHECKING:
    from guardrails.files.loaded import Project
    from guardrails.gate.inspection import Inspection
    from guardrails.model.finding import Finding
    from guardrails.model.plan.change import Change


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
    broken: tuple[Broken, ...] = ()
    changes: tuple[ScenarioChange, ...] = ()
    breaches: tuple[Breach, ...] = ()
    unasked: list[str] = []
    if states.causes and not states.fresh:
        rows = tuple(_changes(states, inspection, unasked))
        changes = tuple(change for change, _ in rows)
        broken = tuple(one for _, one in rows if one is not None)
        breaches = tuple(_breaches(states, inspection))
    findings = (
        *scenarios_after_apply.findings_of(inspection.plan, broken, (*states.open, *_silent(states, unasked))),
        *invariants_after_apply.findings_of(inspection.plan, breaches),
    )
    notes = ("the plan makes the organization: nothing before it to compare scenarios with",) if states.fresh else ()
    return Aftermath(findings, changes, notes)


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
    day = inspection.today
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    for scenario, account, question in asked_in(states.before, moment, unasked):
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


def _breaches(states: States, inspection: Inspection) -> Iterator[Breach]:
    """Yield the invariants that hold before and not after, by the first change without which they would hold."""
    from guardrails.commands.checking import invariants

    def broken(project: Project) -> dict[str, Finding]:
        found = invariants.check(project, inspection.today)
        return {f"{one.token} {one.location.pointer}": one for one in found}

    known = broken(states.before)
    for key, found in broken(states.after).items():
        if key in known:
            continue
        cause = next(iter(states.causes.values()))
        if len(states.causes) > 1:
            spared = (change for slug, change in states.causes.items() if key not in broken(states.reverted(slug)))
            cause = next(spared, cause)
        yield Breach(cause, found.token, found.message, found.witness, found.severity)
