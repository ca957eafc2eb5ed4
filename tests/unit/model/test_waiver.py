"""Which findings a waiver covers: by rule, address, attribute and value; addresses are not globs but for `*`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from guardrails.model.finding import Finding, Severity
from guardrails.model.fingerprint import plan_fingerprint
from guardrails.model.source import Location
from guardrails.model.waiver import Waiver

FOUND = Finding(
    "PG-005",
    Severity.ERROR,
    "a VPC is never replaced",
    Location("plan.json"),
    address='aws_vpc.main["a"]',
    attribute="cidr_block",
    found="10.4.0.0/16",
)
WAIVER = Waiver("PG-005", 'aws_vpc.main["a"]', "platform", "moves", date(2026, 12, 31), Location("waivers.yaml"))


@pytest.mark.parametrize(
    ("waiver", "covered"),
    [
        (WAIVER, True),
        (replace(WAIVER, rule="PG-006"), False),
        (replace(WAIVER, address="aws_vpc.main[*]"), True),
        (replace(WAIVER, address="*"), True),
        (replace(WAIVER, address="aws_vpc.*"), True),
        (replace(WAIVER, address="aws_vpc.main"), False),
        (replace(WAIVER, address='aws_vpc.main["b"]'), False),
        (replace(WAIVER, address="aws_vpc.main[abc]"), False),
        (replace(WAIVER, address="aws_vpc?main[*]"), False),
        (replace(WAIVER, attribute="cidr_block"), True),
        (replace(WAIVER, attribute="tags"), False),
        (replace(WAIVER, value="10.4.0.0/16"), True),
        (replace(WAIVER, value="10.5.0.0/16"), False),
        (replace(WAIVER, address="aws_vpc.main", block=True), True),
    ],
)
def test_what_a_waiver_covers(waiver: Waiver, covered: bool) -> None:
    assert waiver.covers(FOUND) is covered


def test_a_resource_that_moves_keeps_its_waiver() -> None:
    moved = replace(FOUND, address="module.network.aws_vpc.main", previous_address=FOUND.address)
    assert WAIVER.covers(moved)
    assert replace(WAIVER, address=moved.address).covers(moved)


def test_a_finding_without_an_address_is_not_covered_by_a_pattern() -> None:
    assert not replace(WAIVER, address="*").covers(replace(FOUND, address=""))


def test_a_fingerprint_follows_a_move_and_changes_with_the_value() -> None:
    moved = replace(FOUND, address="module.network.aws_vpc.main", previous_address=FOUND.address)
    assert plan_fingerprint(moved) == plan_fingerprint(FOUND)
    reworded = replace(FOUND, message="other words", severity=Severity.NOTE, location=Location("main.tf"))
    assert plan_fingerprint(reworded) == plan_fingerprint(FOUND)
    others = [replace(FOUND, found="10.5.0.0/16"), replace(FOUND, rule="PG-006"), replace(FOUND, attribute="tags")]
    others += [replace(FOUND, address="aws_vpc.b"), replace(FOUND, sid="Cap"), replace(FOUND, found="", expected="x")]
    assert len({plan_fingerprint(one) for one in (FOUND, *others)}) == 7
