"""Fingerprints of findings about plans: stable under `moved`, apart for accounts and values."""

from __future__ import annotations

from dataclasses import replace

from guardrails.model.finding import Finding
from guardrails.model.source import Location, Span
from guardrails.renderers.gate.marks import marks_of
from tests.unit.renderers.gate.sample import DENIED, DEV, FOREIGN, PROD, RICH, huge


def mark(finding: Finding, account: str = "222222222222") -> str:
    plan = replace(DEV, account_id=account, findings=(finding,))
    return marks_of(replace(RICH, plans=(plan,)))[0].findings[0]


def test_a_moved_resource_keeps_its_fingerprint() -> None:
    before = replace(FOREIGN, address=FOREIGN.previous_address, previous_address="")
    assert mark(before) == mark(FOREIGN)
    assert mark(replace(FOREIGN, previous_address="")) != mark(FOREIGN)


def test_places_words_and_severity_do_not_count() -> None:
    elsewhere = Location("other/plan.json", (), Span(90, 1, 91, 1))
    assert mark(replace(DENIED, location=elsewhere, message="better words", help="more")) == mark(DENIED)


def test_rule_address_attribute_value_and_account_count() -> None:
    others = [
        mark(replace(DENIED, rule="PG-001")),
        mark(replace(DENIED, address="aws_instance.other")),
        mark(replace(DENIED, attribute="ami")),
        mark(replace(DENIED, found="p4d.24xlarge")),
        mark(DENIED, "333333333333"),
    ]
    assert len({mark(DENIED), *others}) == 6


def test_no_two_findings_of_a_report_share_one() -> None:
    twice = replace(RICH, plans=(*RICH.plans, DEV, replace(DEV, account_id="9"), *huge(50).plans, PROD))
    every = [mark for marks in marks_of(twice) for mark in (*marks.findings, *marks.waived, *marks.baselined)]
    assert len(every) == 3 * (16 + 2) + 50 + 2 - 0
    assert len(set(every)) == len(every)
