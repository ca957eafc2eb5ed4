"""What needs the engine: the requests that a plan leads to, and the organization as it is after the apply."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guardrails.commands.gating.preflight import judge_requests
from guardrails.commands.gating.selecting import Selection
from guardrails.gate.rules import guardrail_gap, scp_preflight
from guardrails.gate.running import seen_by
from guardrails.model.finding import Finding
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
    judged = judge_requests(project, inspection.account, predicted, caller)
    found = (
        *scp_preflight.findings_of(plan, judged, predicted.unmapped),
        *guardrail_gap.findings_of(inspection, judged),
    )
    seen = {
        scp_preflight.RULE: (len(predicted.requests), ()),
        guardrail_gap.RULE: (seen_by(tuple(guardrail_gap.TYPES), plan), tuple(guardrail_gap.TYPES)),
    }
    runs = (RuleRun(rule, count, types, rule.id in selection.advisory) for rule, (count, types) in seen.items())
    return Asked(
        tuple(one for one in found if one.rule in selection.engine),
        judged,
        predicted.unmapped,
        tuple(one for one in runs if one.rule.id in selection.engine),
    )
