"""What tests of the rules on networks share: findings of one rule as tuples, and rows of a network with known ids."""

from __future__ import annotations

import re
from typing import Any

from guardrails.gate.inspection import Check
from guardrails.model.finding import Finding
from guardrails.model.plan.change import without_keys
from guardrails.model.plan.plan import Plan
from guardrails.terraform.references.resolver import resolver_of
from tests.unit.gate.building import committed, inspect, made, row


def judged(
    check: Check, what: str | Plan | list[dict[str, Any]], account: str = "Prod", **changed: Any
) -> list[Finding]:
    """Return the findings of a rule on a committed plan, a plan, or rows, with references followed."""
    plan = committed(what) if isinstance(what, str) else what if isinstance(what, Plan) else planned(what)
    return list(check(inspect(plan, account, references=resolver_of(plan), **changed)))


def planned(rows: list[dict[str, Any]], references: dict[str, list[str]] | None = None) -> Plan:
    """Return the plan of rows; what is unknown in them refers to something that is not in the plan.

    `references` are those of the unknown attributes of a block in place of that: `{"aws_eip.one": ["aws_vpc.two.id"]}`.
    """
    blocks = {}
    for one in rows:
        address = without_keys(one["address"])
        names = (references or {}).get(address, ["random_id.x.hex", "random_id.x"])
        blocks[address] = {
            "address": address,
            "mode": one["mode"],
            "type": one["type"],
            "name": one["name"],
            "expressions": {name: {"references": names} for name in _unknown(one)},
            **({"for_each_expression": {"references": ["var.all"]}} if "[" in one["address"] else {}),
        }
    return made(*rows, configuration={"root_module": {"resources": list(blocks.values())}})


def _unknown(row: dict[str, Any]) -> dict[str, Any]:
    unknown: dict[str, Any] = row["change"]["after_unknown"]
    return unknown


def said(findings: list[Finding]) -> set[tuple[str, str]]:
    """Return address and severity of each finding; `undecided` stands in place of the severity."""
    return {(one.address, "undecided" if one.undecided else one.severity.value) for one in findings}


def new(address: str, unknown: tuple[str, ...] = (), **after: Any) -> dict[str, Any]:
    """Return the row of a resource that is made; `unknown` are attributes that are configured and not known yet."""
    key = re.search(r'\["([^"]+)"\]$', address)
    return {**({"index": key[1]} if key else {}), **_row(address, unknown, after)}


def _row(address: str, unknown: tuple[str, ...], after: dict[str, Any]) -> dict[str, Any]:
    return row(address, after={"tags": {}, **after}, after_unknown=dict.fromkeys(unknown, True))


def stays(address: str, **after: Any) -> dict[str, Any]:
    """Return the row of a resource that exists and stays as it is."""
    return row(address, "no-op", before=after, after=after)
