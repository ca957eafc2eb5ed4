"""What needs the engine: the requests that a plan leads to, and the organization as it is after the apply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guardrails.commands.gating.preflight import judge_requests
from guardrails.commands.gating.selecting import Selection
from guardrails.commands.outcomes import Misused
from guardrails.commands.principals import principal_of
from guardrails.gate.organization.attachments import TYPES
from guardrails.gate.rules import (
    exceptions_expiry,
    guardrail_gap,
    invariants_after_apply,
    policy_diff,
    scp_preflight,
)
from guardrails.gate.running import seen_by
from guardrails.model.finding import Finding, Rule
from guardrails.model.gate_report import Judged, RuleRun, ScenarioChange
from guardrails.model.prediction import Predicted, Unmapped
from guardrails.terraform.requests.predict import predict

if TYPE_CHECKING:
    from guardrails.files.loaded import Project
    from guardrails.gate.inspection import Inspection


@dataclass(frozen=True, slots=True)
class Asked:
    """What the engine said about one plan."""

    findings: tuple[Finding, ...] = ()
    requests: tuple[Judged, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()
    runs: tuple[RuleRun, ...] = ()
    scenarios: tuple[ScenarioChange, ...] = ()
    notes: tuple[str, ...] = field(default=())


def ask_engine(project: Project, inspection: Inspection, caller: str, selection: Selection) -> Asked:
    """Return what the organization's policies say to the requests of a plan, and to the organization after it."""
    plan = inspection.plan
    predicted: Predicted = predict(plan, inspection.references, inspection.placements)
    _refuse_nobody(caller, inspection)
    judged = judge_requests(project, inspection.account, predicted, caller)
    aftermath = _aftermath(project, inspection)
    found = (
        *scp_preflight.findings_of(plan, judged, predicted.unmapped),
        *guardrail_gap.findings_of(inspection, judged),
        *exceptions_expiry.findings_of(inspection, project.at),
        *aftermath.findings,
    )
    return Asked(
        tuple(one for one in found if one.rule in selection.engine),
        judged,
        predicted.unmapped,
        tuple(_runs(inspection, len(predicted.requests), selection)),
        aftermath.scenarios,
        aftermath.notes,
    )


def _refuse_nobody(caller: str, inspection: Inspection) -> None:
    """Raise Misused for a caller whom the organization does not know."""
    try:
        if caller:
            principal_of(caller, inspection.account, inspection.organization)
    except ValueError as error:
        raise Misused(f"--as: {error}") from None


def _aftermath(project: Project, inspection: Inspection) -> Asked:
    """What is said of the organization as it is after the apply; nothing where the plan does not touch it."""
    if not seen_by(TYPES, inspection.plan):
        return Asked()
    from guardrails.commands.gating.after_apply import after_apply  # few plans pay for it

    change = after_apply(project, inspection)
    return Asked(change.findings, scenarios=change.scenarios, notes=change.notes)


def _runs(inspection: Inspection, requests: int, selection: Selection) -> Iterator[RuleRun]:
    """Yield what each rule that ran saw: changes of its types, or else requests and exceptions."""
    seen: tuple[tuple[Rule, int, tuple[str, ...]], ...] = (
        (policy_diff.RULE, seen_by(TYPES, inspection.plan), TYPES),
        (invariants_after_apply.RULE, seen_by(TYPES, inspection.plan), TYPES),
        (scp_preflight.RULE, requests, ()),
        (exceptions_expiry.RULE, len(inspection.organization.exceptions), ()),
        (guardrail_gap.RULE, seen_by(tuple(guardrail_gap.TYPES), inspection.plan), tuple(guardrail_gap.TYPES)),
    )
    for rule, count, types in seen:
        if rule.id in selection.engine:
            yield RuleRun(rule, count, types, rule.id in selection.advisory)
