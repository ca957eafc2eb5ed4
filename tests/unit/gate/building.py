"""Builds inspections for tests of whole-plan rules: of a committed plan, or of rows written by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from guardrails.files.project import load_project
from guardrails.gate.inspection import Inspection
from guardrails.model.organization.levels import find_account
from guardrails.model.organization.tree import Organization
from guardrails.model.plan.change import Change, without_keys
from guardrails.model.plan.plan import Placement, Plan, Targets
from guardrails.model.plan.values import UNKNOWN
from guardrails.model.plan.values import Path as ValuePath
from guardrails.terraform.reading.plan_file import plan_of, read_plan

REPOSITORY = Path(__file__).parents[3]
PLANS = REPOSITORY / "tests" / "terraform" / "plans"
TODAY = date(2026, 11, 21)

Row = Mapping[str, Any]


@cache
def organization() -> Organization:
    """Return the reference organization."""
    return load_project(REPOSITORY, TODAY).organization


@cache
def committed(name: str) -> Plan:
    """Return a committed plan by its name (`clean`, `live-dev-networking`), an incomplete one too."""
    return read_plan(PLANS / f"{name}.json", f"{name}.json", allow_incomplete=True)


def row(address: str, actions: str | Sequence[str] = "create", **change: Any) -> dict[str, Any]:
    """Return a row of `resource_changes`: `row("aws_vpc.main", "delete", before={...})`.

    What is no part of a `change` (`previous_address`, `action_reason`, `deposed`, `mode`) goes to the row itself.
    """
    type, name = without_keys(address).split(".")[-2:]
    module = re.match(r'(?:module\.\w+(?:\[(?:\d+|"[^"]*")\])?\.)*', address)[0].rstrip(".")  # type: ignore[index]
    outside: dict[str, Any] = {
        key: change.pop(key) for key in ("previous_address", "action_reason", "deposed", "mode") if key in change
    }
    return {
        "address": address,
        **({"module_address": module} if module else {}),
        "mode": "managed",
        "type": type,
        "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        **outside,
        "change": {
            "actions": [actions] if isinstance(actions, str) else list(actions),
            "before": None,
            "after": None,
            "after_unknown": {},
            **change,
        },
    }


def tags(environment: str = "dev", /, **changed: str) -> dict[str, str]:
    """Return all mandatory tags of the reference organization, with the values that differ from test to test."""
    named = dict.fromkeys(organization().settings.texts("tags.mandatory"), "x")
    return {**named, "Environment": environment, "BackupPolicy": "none", **changed}


def made(*rows: Row, drift: Sequence[Row] = (), configuration: Mapping[str, Any] | None = None) -> Plan:
    """Return the plan of rows made by hand. Without `configuration`, its blocks are plain and say nothing."""
    blocks = [
        {"address": f"{one['type']}.{one['name']}", "mode": one["mode"], "type": one["type"], "name": one["name"]}
        for one in rows
        if "module_address" not in one
    ]
    document = {
        "format_version": "1.2",
        "terraform_version": "1.14.0",
        "applyable": True,
        "complete": True,
        "errored": False,
        "resource_changes": list(rows),
        "resource_drift": list(drift),
        "planned_values": {"root_module": {}},
        "configuration": configuration or {"root_module": {"resources": blocks}},
        "timestamp": "2026-11-21T00:00:00Z",
    }
    return plan_of(json.dumps(document).encode(), "made.json")


def configured(*blocks: tuple[str, Mapping[str, str]]) -> dict[str, Any]:
    """Return a configuration of blocks by address, each with its attributes and the one name that each refers to."""
    resources = []
    for address, attributes in blocks:
        type, name = address.split(".")
        expressions = {key: {"references": [value]} for key, value in attributes.items()}
        block = {"address": address, "mode": "managed", "type": type, "name": name, "expressions": expressions}
        resources.append(block)
    return {"root_module": {"resources": resources}}


class NoReferences:
    """Follows nothing, and says so."""

    def targets(self, change: Change, attribute: str | ValuePath, types: tuple[str, ...] = ()) -> Targets:
        """Return nothing, for certain."""
        return Targets()

    def sources(self, change: Change, type: str, attribute: str | ValuePath) -> Targets:
        """Return nothing, for certain."""
        return Targets()


class OnePlace:
    """Every change lands in one account and Region."""

    def __init__(self, account: str, region: str = "us-east-1") -> None:
        self._place = Placement(account, region, UNKNOWN)

    def of(self, change: Change) -> Placement:
        """Return the one place."""
        return self._place


def inspect(what: str | Plan | Sequence[Row], account: str = "Dev", **changed: Any) -> Inspection:
    """Return the inspection of a committed plan (by name), a plan, or rows, for an account of the organization.

    `changed` are fields of the inspection: `references`, `placements`, `siblings`, `organization`, `module`, `today`.
    """
    plan = committed(what) if isinstance(what, str) else what if isinstance(what, Plan) else made(*what)
    held = changed.pop("organization", None) or organization()
    target = find_account(held, account)
    assert target is not None, f"the organization has no account {account}"
    found = Inspection(plan, held, target, target.env, NoReferences(), OnePlace(target.id), TODAY)
    return replace(found, **changed)
