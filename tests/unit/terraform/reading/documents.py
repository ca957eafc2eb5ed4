"""Builds plan JSON for tests, and walks a whole plan in search of words that must not be in it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Plan
from guardrails.terraform.reading.plan_file import NotAPlan, plan_of

TERRAFORM = Path(__file__).parents[3] / "terraform"
PLANS = TERRAFORM / "plans"
REFUSED = TERRAFORM / "refused"
TOLD: dict[str, dict[str, Any]] = yaml.safe_load((REFUSED / "refused.yaml").read_text("utf-8"))

SECRETS: dict[str, list[str]] = {
    file.parent.name: words
    for file in sorted((TERRAFORM / "fixtures").glob("*/fixture.yaml"))
    for told in [yaml.safe_load(file.read_text("utf-8"))]
    if (words := told.get("secrets", []) + told.get("absent", []))
}
"""Name of a fixture -> the words that nothing may show."""


def document(*rows: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Return a complete plan with these rows of `resource_changes`; `more` are other parts, None takes one out."""
    found = {
        "format_version": "1.2",
        "terraform_version": "1.14.0",
        "planned_values": {"root_module": {}},
        "resource_changes": list(rows),
        "configuration": {"root_module": {}},
        "applyable": True,
        "complete": True,
        "errored": False,
        **more,
    }
    return {key: value for key, value in found.items() if value is not None}


def row(address: str = "aws_sqs_queue.jobs", actions: Any = ("create",), /, **change: Any) -> dict[str, Any]:
    """Return a row of `resource_changes`; names that are no part of a `change` go to the row."""
    type, name = address.partition("[")[0].split(".")[-2:]
    outside = {
        key: change.pop(key)
        for key in ("index", "module_address", "mode", "previous_address", "action_reason", "deposed", "provider_name")
        if key in change
    }
    body = {"actions": list(actions), **usual(actions, change), "after_unknown": {}, **change}
    return {"address": address, "mode": "managed", "type": type, "name": name, **outside, "change": body}


def usual(actions: Any, change: Mapping[str, Any]) -> dict[str, Any]:
    """Return the `before` and `after` of a row that says nothing of them: values that fit its actions."""
    if list(actions) == ["no-op"]:
        same = change.get("before", change.get("after", {}))
        return {"before": same, "after": same}
    if list(actions) == ["forget"]:
        return {"before": {}, "after": None}
    return {"before": {} if list(actions) == ["update"] else None, "after": {}}


def block(address: str, **expressions: Any) -> dict[str, Any]:
    """Return a resource of `configuration`; an expression that is no dict or list is a constant."""
    type, name = address.split(".")[-2:]
    written = {
        key: one if isinstance(one, (dict, list)) else {"constant_value": one} for key, one in expressions.items()
    }
    return {"address": address, "mode": "managed", "type": type, "name": name, "expressions": written}


def configured(*blocks: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Return a `configuration` of these resources; `more` goes to its root module, `provider_config` beside it."""
    found = {"root_module": {"resources": list(blocks), **more}}
    return {**found, "provider_config": found["root_module"].pop("provider_config", {})}


def read(found: Any) -> Plan:
    """Read a document as a plan."""
    return plan_of(json.dumps(found).encode(), "plan.json")


def only(*rows: Mapping[str, Any], **more: Any) -> Change:
    """Read a plan of one row, and return that row."""
    (found,) = read(document(*rows, **more)).changes
    return found


def refusal(data: bytes | str | Mapping[str, Any], **options: bool) -> NotAPlan:
    """Return the refusal of an input; a mapping is written as JSON first."""
    written = json.dumps(data) if isinstance(data, Mapping) else data
    try:
        plan_of(written.encode() if isinstance(written, str) else written, "plan.json", **options)
    except NotAPlan as error:
        return error
    raise AssertionError("it was read as a plan")


def words(found: Any) -> Iterator[str]:
    """Yield every text in a value, in the names and values of maps and in the fields of dataclasses."""
    if isinstance(found, str):
        yield found
    elif dataclasses.is_dataclass(found):
        for field in dataclasses.fields(found):
            yield from words(getattr(found, field.name))
    elif isinstance(found, Mapping):
        for key, value in found.items():
            yield from words(key)
            yield from words(value)
    elif isinstance(found, (list, tuple, set, frozenset)):
        for one in found:
            yield from words(one)
