"""Waivers applied: what is set aside, what an expired one leaves open, and when an unused one is known to be so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from guardrails.gate.waiving import set_aside
from guardrails.model.finding import Finding, Severity
from guardrails.model.source import Location
from guardrails.model.waiver import Waiver

TODAY = date(2026, 11, 21)
FOUND = Finding("PG-005", Severity.ERROR, "destroyed", Location("plan.json"), address="aws_vpc.main")
WAIVER = Waiver("PG-005", "aws_vpc.main", "platform", "moves", date(2026, 11, 21), Location("waivers.yaml"))


def test_a_waiver_is_in_force_on_its_last_day() -> None:
    stay, waived = set_aside([FOUND], [WAIVER], TODAY, {"aws_vpc.main"}, {"PG-005"})
    assert not stay
    assert [(one.finding, one.owner, one.expires) for one in waived] == [(FOUND, "platform", WAIVER.expires)]


def test_an_expired_waiver_opens_its_finding_again_and_is_one_itself() -> None:
    late = replace(WAIVER, expires=date(2026, 11, 20))
    stay, waived = set_aside([FOUND], [late], TODAY, {"aws_vpc.main"}, {"PG-005"})
    assert not waived
    assert [one.rule for one in stay] == ["PG-005", "WVR-002"]


def test_an_unused_waiver_is_a_finding_where_its_address_is_in_the_plan() -> None:
    stay, _ = set_aside([], [WAIVER], TODAY, {"aws_vpc.main"}, {"PG-005"})
    assert [one.rule for one in stay] == ["WVR-001"]


def test_a_waiver_of_another_root_is_not_called_unused() -> None:
    assert set_aside([], [WAIVER], TODAY, {"aws_vpc.other"}, {"PG-005"}) == ((), ())


def test_a_waiver_of_a_rule_that_did_not_run_is_not_called_unused() -> None:
    assert set_aside([], [WAIVER], TODAY, {"aws_vpc.main"}, {"PG-010"}) == ((), ())


def test_an_undecided_finding_can_be_waived_too() -> None:
    _, waived = set_aside([replace(FOUND, undecided=True)], [WAIVER], TODAY, {"aws_vpc.main"}, {"PG-005"})
    assert len(waived) == 1
