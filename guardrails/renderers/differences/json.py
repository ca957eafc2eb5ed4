"""JSON with a published schema (`schemas/diff.schema.json`); keys in a fixed order, two blanks of indentation."""

from __future__ import annotations

from json import dumps
from typing import Any

from guardrails.model.difference import AccountsDifference, DiffReport, Hit, Region
from guardrails.model.proof import Witness
from guardrails.model.request import UNKNOWN, Request
from guardrails.renderers.differences.wording import SCOPE, command
from guardrails.renderers.json_values import context_value, scenario_change

VERSION = 1
"""Raised when a field changes its meaning or goes away; new fields do not raise it."""


def render(report: DiffReport) -> str:
    """Return the document that `schemas/diff.schema.json` describes."""
    document = {
        "version": VERSION,
        "tool_version": report.version,
        "catalog_date": report.catalog_date,
        "before": report.before,
        "after": report.after,
        "of": report.of,
        "scope": SCOPE,
        "organization": report.organization,
        "equal": bool(report.groups)
        and not (report.open or report.appeared or report.gone)
        and all(one.difference.equal for one in report.groups),
        "undecided": report.undecided,
        "groups": [_group(one) for one in report.groups],
        "appeared": list(report.appeared),
        "gone": list(report.gone),
        "open": list(report.open),
        "scenarios": [scenario_change(one) for one in report.scenarios],
        "hits": [_hit(one) for one in report.hits],
        "notes": list(report.notes),
        "seconds": round(report.seconds, 3),
    }
    return dumps(document, indent=2) + "\n"


def _group(one: AccountsDifference) -> dict[str, Any]:
    difference = one.difference
    return {
        "accounts": list(one.accounts),
        "equal": difference.equal,
        "added": list(one.added),
        "removed": list(one.removed),
        "changed": list(one.changed),
        "newly_allowed": [_region(region) for region in difference.newly_allowed],
        "newly_denied": [_region(region) for region in difference.newly_denied],
        "undecided": list(difference.undecided),
    }


def _region(region: Region) -> dict[str, Any]:
    return {
        "actions": list(region.actions),
        "known_actions": region.known_actions,
        "resources": list(region.resources),
        "conditions": list(region.conditions),
        "causes": list(region.causes),
        "unless": list(region.unless),
        "witness": _witness(region.witness),
    }


def _witness(witness: Witness) -> dict[str, Any]:
    return {
        "command": command(witness),
        "outside": list(witness.outside),
        "requests": [_request(one) for one in witness.requests],
    }


def _request(request: Request) -> dict[str, Any]:
    return {
        "action": request.action,
        "resource": None if request.resource is UNKNOWN else str(request.resource),
        "principal": request.principal.arn,
        "principal_kind": request.principal.kind.value,
        "resource_account": request.resource_account,
        "context": {key: context_value(value) for key, value in sorted(request.context.items())},
    }


def _hit(one: Hit) -> dict[str, str]:
    return {
        "plan": one.plan,
        "address": one.address,
        "action": one.action,
        "before": one.before,
        "after": one.after,
        "decider": one.decider,
    }
