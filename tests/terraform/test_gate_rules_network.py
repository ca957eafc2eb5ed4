"""The rules on networks, cost and exposure on real plans: each fixture gives what it names, each live root nothing."""

from __future__ import annotations

import copy
import json
import re
from functools import cache
from typing import Any

import pytest
import yaml

from guardrails.gate.rules import (
    address_plan_kept,
    internet_exposure,
    nat_topology,
    private_endpoints,
    reachability,
    static_cost,
)
from guardrails.model.finding import Finding
from guardrails.model.plan.plan import Plan
from guardrails.terraform.placement.placing import placements_of
from guardrails.terraform.reading.plan_file import plan_of as read_bytes
from guardrails.terraform.references.resolver import resolver_of
from tests.terraform.plan_reading import FIXTURES, PLANS, plan_of
from tests.unit.gate.building import committed, inspect

RULES = (address_plan_kept, reachability, nat_topology, static_cost, internet_exposure, private_endpoints)
IDS = {one.RULE.id for one in RULES}
TOLD = {file.parent.name: yaml.safe_load(file.read_text("utf-8")) for file in sorted(FIXTURES.glob("*/fixture.yaml"))}
JUDGED = sorted(name for name, one in TOLD.items() if not one.get("refuse"))
LIVE = sorted(file.stem for file in PLANS.glob("live-*.json"))
Pairs = set[tuple[str, str]]


@cache
def found(name: str, account: str) -> tuple[Finding, ...]:
    """All findings of these rules on a committed plan."""
    return judge(committed(name), account)


def judge(plan: Plan, account: str) -> tuple[Finding, ...]:
    """All findings of these rules on a plan."""
    inspection = inspect(plan, account, references=resolver_of(plan), placements=placements_of(plan))
    return tuple(one for rule in RULES for one in rule.check(inspection))


def named(name: str, key: str) -> Pairs:
    """What a fixture says of these rules."""
    rows: list[dict[str, Any]] = TOLD[name].get(key) or []
    return {(one["address"], rule) for one in rows for rule in one["rules"] if rule in IDS}


@pytest.mark.parametrize("name", JUDGED)
def test_a_fixture_gives_what_it_names(name: str) -> None:
    findings = found(name, TOLD[name]["account"])
    assert {(one.address, one.rule) for one in findings if not one.undecided} == named(name, "wrong")
    assert {(one.address, one.rule) for one in findings if one.undecided} == named(name, "undecided")


@pytest.mark.parametrize("name", LIVE)
def test_a_live_root_gives_nothing(name: str) -> None:
    assert found(name, name.split("-")[1].capitalize()) == ()


def test_every_rule_finds_something_in_some_fixture() -> None:
    assert {rule for name in JUDGED for _, rule in named(name, "wrong")} == IDS


@pytest.mark.parametrize("name", JUDGED)
def test_findings_say_what_was_found_and_how_to_mend_it(name: str) -> None:
    for one in found(name, TOLD[name]["account"]):
        assert one.message and not one.message.endswith(".")
        assert one.address not in one.message.split(":")[0] or one.rule == "PG-011"
        if one.undecided:
            assert one.hangs_on
        else:
            assert one.help and one.expected


def hidden(name: str, address: str, attribute: str) -> Plan:
    """A fixture's plan in which one attribute of one resource is known only after apply."""
    document = copy.deepcopy(plan_of(name))
    for one in document["resource_changes"]:
        if one["address"] == address:
            one["change"]["after"].pop(attribute, None)
            one["change"]["after_unknown"][attribute] = True
    return read_bytes(json.dumps(document).encode(), name)


@pytest.mark.parametrize("name", [name for name in JUDGED if named(name, "wrong")])
def test_what_is_not_known_never_turns_into_a_pass(name: str) -> None:
    account = TOLD[name]["account"]
    for one in found(name, account):
        if one.undecided or not one.attribute:
            continue
        plan = hidden(name, one.address, re.split(r"[.\[]", one.attribute)[0])
        again = {(each.address, each.rule) for each in judge(plan, account)}
        assert (one.address, one.rule) in again, f"{one.address} is silent without {one.attribute}"


def test_a_plan_of_prod_is_no_plan_of_dev() -> None:
    # The same network in the other account: its ranges and its gateways are not those of the organization file.
    rules = {one.rule for one in found("live-prod-networking", "Dev")}
    assert {"PG-010", "PG-013", "PG-015"} <= rules
    assert "PG-010" in {one.rule for one in found("live-dev-networking", "Prod")}
