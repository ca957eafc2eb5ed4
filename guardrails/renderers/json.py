"""JSON with a published schema (`schemas/simulate.schema.json`); keys in a fixed order, two blanks of indentation."""

from __future__ import annotations

from json import dumps
from typing import Any

from guardrails.model.answer import Answer, Coverage, ScenarioReport, Simulation, Trial

VERSION = 1
"""Raised when a field changes its meaning or goes away; new fields do not raise it."""


def simulation(result: Simulation) -> str:
    """Return the document that `schemas/simulate.schema.json` describes."""
    document = {
        "version": VERSION,
        "organization": result.organization,
        "bundled": result.bundled,
        "region": result.region,
        "catalog_date": result.catalog_date,
        "notes": list(result.notes),
        "answers": [_answer(answer) for answer in result.answers],
    }
    return dumps(document, indent=2) + "\n"


def _answer(answer: Answer) -> dict[str, Any]:
    cost = answer.cost
    return {
        "account": answer.account,
        "account_id": answer.account_id,
        "action": answer.action,
        "principal": answer.principal,
        "decision": answer.outcome.value,
        "deciding": [
            {
                "node": one.node,
                "type": one.policy_type,
                "policy": one.policy,
                "sid": one.sid,
                "pointer": one.pointer,
            }
            for one in answer.deciders
        ],
        "hangs_on": list(answer.hangs_on),
        "exemption": answer.exemption,
        "exempted_from": list(answer.exempted_from),
        "assumed_absent": list(answer.assumed_absent),
        "resources": list(answer.resources),
        "notes": list(answer.notes),
        "cost": None
        if cost is None
        else {
            "instance_type": cost.instance_type,
            "accelerators": cost.accelerators,
            "usd_per_hour": cost.usd_per_hour,
            "cap_type": cost.cap_type,
            "cap_usd_per_hour": cost.cap_usd_per_hour,
            "ratio": cost.ratio,
            "budget_hours": cost.budget_hours,
        },
        "why": list(answer.why),
    }


def tests(report: ScenarioReport) -> str:
    """Return every scenario with its failures, and the coverage of each policy's statements."""
    document = {
        "version": VERSION,
        "passed": report.passed,
        "scenarios": [_trial(trial) for trial in report.trials],
        "coverage": [_coverage(one) for one in report.coverage],
        "problems": list(report.problems),
    }
    return dumps(document, indent=2) + "\n"


def _trial(trial: Trial) -> dict[str, Any]:
    return {
        "id": trial.id,
        "file": trial.file,
        "line": trial.line,
        "name": trial.name,
        "policy": trial.policy,
        "passed": not trial.failures,
        "failures": list(trial.failures),
    }


def _coverage(one: Coverage) -> dict[str, Any]:
    return {
        "policy": one.policy,
        "tested": one.tested,
        "statements": dict(one.statements),
        "never_decisive": list(one.never_decisive),
    }
