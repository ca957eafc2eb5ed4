"""JSON with a published schema (`schemas/gate.schema.json`); keys in a fixed order, two blanks of indentation.

A plan's changes and findings are all there. Of the requests, those that are denied, unknown or escape the SCPs are;
the others are counted: `guardrails requests` lists them all.
"""

from __future__ import annotations

from collections import Counter
from json import dumps
from typing import Any

from guardrails.model.answer import Decider, Outcome
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.gate_report import GateReport, Judged, PlanVerdict, RuleRun, Waived
from guardrails.model.plan.values import Mark
from guardrails.model.prediction import Unmapped
from guardrails.renderers.findings.json import finding_row, location_row
from guardrails.renderers.gate.grouping import outcomes, rules_of
from guardrails.renderers.gate.marks import Marks, marks_of
from guardrails.renderers.json_values import scenario_change

VERSION = 1
"""Raised when a field changes its meaning or goes away; new fields do not raise it."""


def render(report: GateReport) -> str:
    """Return the document that `schemas/gate.schema.json` describes."""
    rules = rules_of(report)
    document = {
        "version": VERSION,
        "tool_version": report.version,
        "catalog_date": report.catalog_date,
        "conclusion": report.conclusion.value,
        "reasons": list(report.reasons),
        "organization": report.organization,
        "bundled": report.bundled,
        "fail_on": report.fail_on.value,
        "on_unknown": report.on_unknown,
        "counts": _counts(report),
        "plans": [_plan(plan, marks, rules) for plan, marks in zip(report.plans, marks_of(report), strict=True)],
    }
    return dumps(document, indent=2) + "\n"


def _counts(report: GateReport) -> dict[str, int]:
    counts = Counter(one.severity for one in report.findings if not one.undecided)
    return {
        **{severity.value: counts[severity] for severity in reversed(Severity)},
        "undecided": sum(one.undecided for one in report.findings),
        "waived": sum(len(plan.waived) for plan in report.plans),
        "baselined": sum(len(plan.baselined) for plan in report.plans),
        "requests": sum(len(plan.requests) for plan in report.plans),
        "unmapped": sum(len(plan.unmapped) for plan in report.plans),
    }


def _plan(plan: PlanVerdict, marks: Marks, rules: dict[str, Rule]) -> dict[str, Any]:
    findings = zip(plan.findings, marks.findings, strict=True)
    baselined = zip(plan.baselined, marks.baselined, strict=True)
    waived = zip(plan.waived, marks.waived, strict=True)
    return {
        "file": plan.file,
        "account": plan.account,
        "account_id": plan.account_id,
        "environment": plan.environment,
        "digest": plan.digest,
        "terraform_version": plan.terraform_version,
        "verbs": dict(plan.verbs),
        "resources": dict(plan.resources),
        "findings": [_finding(one, rules.get(one.rule), mark) for one, mark in findings],
        "waived": [_waived(one, rules.get(one.finding.rule), mark) for one, mark in waived],
        "baselined": [_finding(one, rules.get(one.rule), mark) for one, mark in baselined],
        "requests": _requests(plan),
        "unmapped": [_unmapped(one) for one in plan.unmapped],
        "scenarios": [scenario_change(one) for one in plan.scenarios],
        "rules": [_run(run) for run in plan.rules],
        "notes": list(plan.notes),
    }


def _finding(one: Finding, rule: Rule | None, mark: str) -> dict[str, Any]:
    return {
        **finding_row(one, rule, mark),
        "address": one.address,
        "previous_address": one.previous_address,
        "attribute": one.attribute,
        "found": one.found,
        "expected": one.expected,
        "undecided": one.undecided,
        "hangs_on": list(one.hangs_on),
        "node": one.node,
        "policy": one.policy,
        "rows": list(rule.rows) if rule else [],
    }


def _waived(one: Waived, rule: Rule | None, mark: str) -> dict[str, Any]:
    return {
        "finding": _finding(one.finding, rule, mark),
        "owner": one.owner,
        "reason": one.reason,
        "expires": one.expires.isoformat() if one.expires else None,
        "place": location_row(one.place),
    }


def _requests(plan: PlanVerdict) -> dict[str, Any]:
    counts = outcomes(plan.requests)
    decisive = [one for one in plan.requests if one.gap or one.outcome in (Outcome.DENY, Outcome.UNKNOWN)]
    return {
        "counts": {outcome.value: counts.get(outcome, 0) for outcome in Outcome},
        "decisive": [_request(one) for one in decisive],
    }


def _request(one: Judged) -> dict[str, Any]:
    prediction = one.prediction
    return {
        "address": prediction.change.address,
        "step": prediction.step.value,
        "action": prediction.action,
        "resource": prediction.resource,
        "region": _text(prediction.region),
        "caller": prediction.caller.value,
        "certainty": prediction.certainty.value,
        "principal": one.principal,
        "outcome": one.outcome.value,
        "deciders": [_decider(decider) for decider in one.deciders],
        "hangs_on": list(one.hangs_on),
        "causes": dict(one.causes),
        "exemption": one.exemption,
        "gap": one.gap,
        "notes": list(one.notes),
    }


def _text(value: str | Mark) -> str | None:
    return None if isinstance(value, Mark) else value


def _decider(one: Decider) -> dict[str, str]:
    return {
        "node": one.node,
        "policy": one.policy,
        "sid": one.sid,
        "policy_type": one.policy_type,
        "pointer": one.pointer,
    }


def _unmapped(one: Unmapped) -> dict[str, str]:
    change = one.change
    return {"address": change.address, "type": change.type, "verb": change.verb.value, "reason": one.reason}


def _run(run: RuleRun) -> dict[str, Any]:
    rule = run.rule
    return {"rule": rule.id, "slug": rule.slug, "seen": run.seen, "types": list(run.types), "advisory": run.advisory}
