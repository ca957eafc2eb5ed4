"""Proofs as JSON with a published schema (`schemas/prove.schema.json`); keys in a fixed order."""

from __future__ import annotations

import json
from typing import Any

from guardrails.model.policy.document import Condition, Element
from guardrails.model.proof import Calls, NearMiss, Proof, ProofReport, Witness
from guardrails.model.request import Request
from guardrails.renderers.json_values import context_value
from guardrails.renderers.proofs.answers import SCOPE, Answer, answers

VERSION = 1


def render(report: ProofReport) -> str:
    """Return the document that `schemas/prove.schema.json` describes."""
    document = {
        "version": VERSION,
        "organization": report.organization,
        "bundled": report.bundled,
        "catalog_date": report.catalog_date,
        "scope": SCOPE,
        "notes": list(report.notes),
        "answers": [_answer(one) for one in answers(report)],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _answer(one: Answer) -> dict[str, Any]:
    return {
        "name": one.name,
        "claim": one.claimed,
        "accounts": list(one.proofs[0].accounts),
        "status": one.status,
        "policies": list(one.chain),
        "domain": list(one.domain),
        "gaps": [{"calls": gap.calls, "why": gap.why, "covered_by": gap.covered_by} for gap in one.gaps],
        "seconds": round(one.seconds, 4),
        "paths": [_path(proof) for proof in one.proofs],
    }


def _path(proof: Proof) -> dict[str, Any]:
    result = proof.result
    return {
        "name": proof.asked.path,
        "status": result.status.value,
        "excused": proof.excused,
        "reason": result.reason,
        "witness": _witness(result.witness) if result.witness else None,
        "near_misses": [_near(one) for one in proof.near],
        "notes": list(result.notes),
        "calls": [_calls(one) for one in proof.asked.about],
        "searched": result.searched,
        "seconds": round(proof.seconds, 4),
    }


def _calls(calls: Calls) -> dict[str, Any]:
    return {
        **_element("Action", calls.action),
        **_element("Resource", calls.resource),
        "resource_type": calls.resource_type,
        "conditions": [_condition(row) for row in calls.conditions],
    }


def _element(name: str, element: Element) -> dict[str, list[str]]:
    return {f"Not{name}" if element.negated else name: list(element.patterns)}


def _condition(row: Condition) -> dict[str, Any]:
    return {"operator": row.spelled, "key": row.key, "values": list(row.values)}


def _witness(witness: Witness) -> dict[str, Any]:
    return {
        "words": witness.words,
        "outside_catalog": list(witness.outside),
        "requests": [_request(one) for one in witness.requests],
    }


def _request(request: Request) -> dict[str, Any]:
    return {
        "action": request.action,
        "resource": str(request.resource),
        "principal": request.principal.arn,
        "kind": request.principal.kind.value,
        "context": {key: context_value(value) for key, value in sorted(request.context.items())},
    }


def _near(near: NearMiss) -> dict[str, Any]:
    return {
        "node": near.node,
        "policy": near.policy,
        "statement": near.statement,
        "failed": list(near.failed),
        "suggestion": near.suggestion,
    }
