"""Fingerprints: they stay when lines move and messages change, and tell apart what is not the same."""

from __future__ import annotations

from dataclasses import replace

from guardrails.model.finding import Finding, Severity
from guardrails.model.fingerprint import digest
from guardrails.model.source import Location, Span
from guardrails.renderers.fingerprints import fingerprints

FOUND = Finding(
    "LINT-003",
    Severity.WARNING,
    "no such action",
    Location("scps/a.json", ("Statement", 0, "Action", 1), Span(7, 9, 7, 20)),
    sid="Deny",
    token="ec2:Run",
)


def mark(finding: Finding) -> str:
    (one,) = fingerprints([finding])
    return one


def test_lines_positions_words_and_severity_do_not_count() -> None:
    moved = Location("scps/a.json", ("Statement", 4, "Action", 0), Span(70, 1, 70, 12))
    assert mark(replace(FOUND, location=moved)) == mark(FOUND)
    assert mark(replace(FOUND, location=Location("scps/a.json", ("Statement", 0, "Action")))) == mark(FOUND)
    assert mark(replace(FOUND, message="better words", help="more", severity=Severity.ERROR)) == mark(FOUND)


def test_rule_file_sid_token_and_names_count() -> None:
    others = [
        replace(FOUND, rule="LINT-004"),
        replace(FOUND, location=Location("scps/b.json", FOUND.location.pointer)),
        replace(FOUND, sid="Other"),
        replace(FOUND, token="ec2:Stop"),
        replace(FOUND, location=Location("scps/a.json", ("Statement", 0, "NotAction", 1))),
        replace(FOUND, sid="Den", token="yec2:Run"),
    ]
    assert len({mark(FOUND), *map(mark, others)}) == 7


def test_twins_are_numbered_by_place_whatever_the_order() -> None:
    below = replace(FOUND, location=Location("scps/a.json", ("Statement", 1, "Action", 1), Span(12, 9, 12, 20)))
    first, second = fingerprints([FOUND, below])
    assert first != second
    assert fingerprints([below, FOUND]) == [second, first]
    assert mark(FOUND) == first


def test_twins_without_span_are_numbered_by_position_as_numbers() -> None:
    two, ten = (replace(FOUND, location=Location("a.yaml", ("Statement", at))) for at in (2, 10))
    assert fingerprints([two, ten]) == fingerprints([ten, two])[::-1]
    assert fingerprints([two, ten])[0] == mark(two)


def test_any_text_has_a_digest_of_its_own() -> None:
    texts = [("a", "b"), ("ab", ""), ("a\0b",), ("\ud800",), ("",), ()]
    assert len({digest(*each) for each in texts}) == len(texts)
    assert all(len(digest(*each)) == 32 for each in texts)


def test_twins_with_one_pointer_are_numbered_by_line() -> None:
    upper, lower = (
        replace(FOUND, location=Location("a.tf", (), Span(line, 1, line, 2)), message=m)
        for line, m in [(9, "z"), (10, "a")]
    )
    assert fingerprints([lower, upper]) == fingerprints([upper, lower])[::-1]
    assert fingerprints([lower, upper])[1] == mark(upper)
