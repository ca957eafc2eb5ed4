"""Rules on accounts, tags and what lives on, on all committed plans: exactly what the fixtures name, nothing live."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import pytest
import yaml

from guardrails.gate.table import PLAN_RULES
from guardrails.model.finding import Finding
from guardrails.model.organization.levels import find_account
from guardrails.terraform.placement.placing import placements_of
from guardrails.terraform.references.resolver import resolver_of
from tests.terraform.plan_reading import FIXTURES, PLANS
from tests.unit.gate.building import committed, inspect, organization

IDS: Final = frozenset(f"PG-{number:03}" for number in (1, 2, 3, 4, 5, 12, 14, 18, 20, 21, 25, 26, 28))
RULES = [one for one in PLAN_RULES if one.rule.id in IDS]
TOLD: dict[str, dict[str, Any]] = {
    file.parent.name: yaml.safe_load(file.read_text("utf-8")) for file in sorted(FIXTURES.glob("*/fixture.yaml"))
}
READ = sorted(TOLD.keys() - {"errored"})
LIVE = sorted(file.stem for file in PLANS.glob("live-*.json"))
NOT_IN_A_FIXTURE: Final = frozenset({"PG-018"})
"""It compares the states of several plans."""

Pairs = set[tuple[str, str]]


@cache
def found_in(name: str, account: str) -> tuple[Finding, ...]:
    """What the rules find in a committed plan, with real references and places."""
    plan = committed(name)
    target = find_account(organization(), account)
    assert target is not None
    inspection = inspect(plan, account, references=resolver_of(plan), placements=placements_of(plan, target.id))
    return tuple(finding for one in RULES for finding in one.check(inspection))


def named(name: str, key: str) -> Pairs:
    """The pairs of address and rule that a fixture's description names, of these rules."""
    rows: list[dict[str, Any]] = TOLD[name].get(key) or []
    return {(one["address"], rule) for one in rows for rule in one["rules"] if rule in IDS}


def test_all_rules_are_in_the_table_and_find_something_somewhere() -> None:
    assert {one.rule.id for one in RULES} == IDS
    assert {rule for name in READ for _, rule in named(name, "wrong")} == IDS - NOT_IN_A_FIXTURE


@pytest.mark.parametrize("name", READ)
def test_a_fixture_gives_exactly_what_it_names(name: str) -> None:
    findings = found_in(name, TOLD[name]["account"])
    assert {(one.address, one.rule) for one in findings if not one.undecided} == named(name, "wrong")
    assert {(one.address, one.rule) for one in findings if one.undecided} == named(name, "undecided")


@pytest.mark.parametrize("name", LIVE)
def test_a_live_root_gives_nothing(name: str) -> None:
    found = found_in(name, name.split("-")[1].title())
    assert [(one.rule, one.address, one.message) for one in found] == []


@pytest.mark.parametrize("name", READ)
def test_every_finding_says_what_to_do(name: str) -> None:
    for one in found_in(name, TOLD[name]["account"]):
        assert one.help and "\n" not in one.help
        assert one.message and not one.message.endswith(".")
        assert one.hangs_on if one.undecided else one.found and one.expected


def test_deletes_of_foreign_things_are_notes_and_drift_that_is_put_back_a_warning() -> None:
    (stray,) = [one for one in found_in("environment-clean-up", "Prod") if one.rule == "PG-001"]
    assert stray.severity.value == "note"
    assert {one.severity.value for one in found_in("drift", "Dev")} == {"warning"}
    assert {one.severity.value for one in found_in("refresh-only", "Dev")} == {"error"}


def test_the_same_plan_for_another_account_is_full_of_findings() -> None:
    """A plan of Dev that is judged for Prod: every environment tag is foreign, and so is every account."""
    rules = {one.rule for one in found_in("live-dev-networking", "Prod")}
    assert {"PG-001", "PG-002"} <= rules
    tagged = sum(1 for one in committed("live-dev-networking").changes if one.managed and "tags_all" in one.after)
    assert sum(one.rule == "PG-001" for one in found_in("live-dev-networking", "Prod")) >= tagged
