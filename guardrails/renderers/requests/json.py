"""Requests as JSON with a published schema (`schemas/requests.schema.json`); keys in a fixed order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from guardrails.model.plan.values import Mark
from guardrails.model.prediction import Predicted, Prediction
from guardrails.renderers.json_values import context_value

VERSION = 1


def render(plans: Mapping[str, Predicted]) -> str:
    """Return the document that `schemas/requests.schema.json` describes."""
    document = {"version": VERSION, "plans": [_plan(file, found) for file, found in plans.items()]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _plan(file: str, found: Predicted) -> dict[str, Any]:
    return {
        "file": file,
        "requests": [_request(one) for one in found.requests],
        "unmapped": [
            {"address": one.change.address, "type": one.change.type, "reason": one.reason} for one in found.unmapped
        ],
        "silent": [one.address for one in found.silent],
    }


def _request(one: Prediction) -> dict[str, Any]:
    return {
        "address": one.change.address,
        "step": one.step.value,
        "action": one.action,
        "resource_type": one.resource_type,
        "resource": one.resource,
        "by": one.caller.value,
        "certainty": one.certainty.value,
        "region": _known(one.region),
        "account": _known(one.account),
        "resource_account": _known(one.resource_account),
        "principal": _known(one.principal),
        "context": {key: context_value(value) for key, value in one.context.items()},
        "context_complete": one.context_complete,
        "unknown": {key: {"attribute": attribute, "mark": mark.value} for key, (attribute, mark) in one.causes.items()},
        "unsaid": sorted(one.unsaid),
        "note": one.note,
    }


def _known(value: str | Mark) -> str | None:
    return value if isinstance(value, str) else None
