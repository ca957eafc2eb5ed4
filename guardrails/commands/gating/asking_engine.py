"""What needs the engine: the requests that a plan leads to, and the organization as it is after the apply."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guardrails.commands.gating.preflight import judge_requests
from guardrails.commands.gating.selecting import Selection
from guardrails.gate.rules import scp_preflight
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
    findings = tuple(scp_preflight.findings_of(plan, judged, predicted.unmapped))
    runs = (RuleRun(scp_preflight.RULE, len(predicted.requests)),)
    return Asked(findings, judged, predicted.unmapped, runs)
