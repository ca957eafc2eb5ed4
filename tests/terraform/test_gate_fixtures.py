"""The gate on real plans: each fixture gives exactly the findings that its description names, each live root none."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from guardrails.commands.gating.options import Options
from guardrails.commands.gating.run import judge_plans
from guardrails.commands.outcomes import Undecided
from guardrails.files.loaded import Project
from guardrails.files.project import load_project
from guardrails.model.gate_report import Conclusion, PlanVerdict
from tests.terraform.plan_reading import FIXTURES, PLANS

REPOSITORY = Path(__file__).parents[2]
TODAY = datetime(2026, 11, 21)
ACCOUNTS = {"management": "Management", "dev": "Dev", "prod": "Prod"}
TOLD = {file.parent.name: yaml.safe_load(file.read_text("utf-8")) for file in sorted(FIXTURES.glob("*/fixture.yaml"))}
JUDGED = sorted(name for name, one in TOLD.items() if not one.get("refuse"))
REFUSED = sorted(TOLD.keys() - set(JUDGED))
LIVE = sorted(file.stem for file in PLANS.glob("live-*.json"))

Pairs = set[tuple[str, str]]


@cache
def project() -> Project:
    """The reference organization."""
    return load_project(REPOSITORY, TODAY.date())


@cache
def verdict(name: str, account: str, caller: str) -> tuple[Conclusion, PlanVerdict]:
    """The gate's answer about a committed plan."""
    options = Options(account=account, caller=caller)
    report = judge_plans([PLANS / f"{name}.json"], project(), options, TODAY)
    return report.conclusion, report.plans[0]


def of_fixture(name: str) -> tuple[Conclusion, PlanVerdict]:
    """The gate's answer about a fixture, as whoever is to apply it."""
    return verdict(name, TOLD[name]["account"], TOLD[name].get("as", ""))


def named(name: str, key: str) -> Pairs:
    """The pairs of address and rule of the gate that a fixture's description names."""
    rows: list[dict[str, Any]] = TOLD[name].get(key) or []
    return {(one["address"], rule) for one in rows for rule in one["rules"] if rule.startswith("PG-")}


def failing_checks(name: str) -> Pairs:
    """What is to be found of the checks that a fixture's plan says have failed."""
    checks: dict[str, str] = TOLD[name].get("checks") or {}
    return {(address, "PG-030") for address, status in checks.items() if status in ("fail", "error")}


@pytest.mark.parametrize("name", JUDGED)
def test_a_fixture_gives_exactly_the_findings_that_it_names(name: str) -> None:
    _, plan = of_fixture(name)
    found = {(one.address, one.rule) for one in plan.findings if not one.undecided}
    assert found == named(name, "wrong") | failing_checks(name)


@pytest.mark.parametrize("name", JUDGED)
def test_a_fixture_leaves_undecided_exactly_what_it_names(name: str) -> None:
    _, plan = of_fixture(name)
    assert {(one.address, one.rule) for one in plan.findings if one.undecided} == named(name, "undecided")


@pytest.mark.parametrize("name", JUDGED)
def test_a_fixture_with_an_error_is_refused(name: str) -> None:
    conclusion, plan = of_fixture(name)
    closing = [one for one in plan.findings if one.severity.value == "error" and not one.undecided]
    assert (conclusion is Conclusion.REFUSED) is bool(closing)


@pytest.mark.parametrize("name", REFUSED)
def test_a_plan_that_is_not_complete_is_not_judged(name: str) -> None:
    with pytest.raises(Undecided):
        of_fixture(name)


@pytest.mark.parametrize("name", LIVE)
def test_a_live_root_passes_its_own_gate(name: str) -> None:
    conclusion, plan = verdict(name, ACCOUNTS[name.split("-")[1]], "")
    assert [(one.rule, one.address, one.message) for one in plan.findings] == []
    assert conclusion is Conclusion.PASSED
    assert plan.requests, "nothing was asked, so nothing was shown"
    assert not plan.unmapped
