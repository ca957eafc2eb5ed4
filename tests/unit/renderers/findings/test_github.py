"""Findings as workflow commands: what the runner would read out of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from syrupy.assertion import SnapshotAssertion

from guardrails.model.report import CheckReport
from guardrails.model.source import Location, Span
from guardrails.renderers.findings.github import render
from tests.unit.renderers.findings.reports import ATTACK, BRACKET, CLEAN, HUGE, INJECTION, NO_SPAN, RICH
from tests.unit.renderers.findings.runner import Command, commands


def only(report: CheckReport) -> Command:
    (command,) = commands(render(report))
    return command


def test_rich_report(snapshot: SnapshotAssertion) -> None:
    assert render(RICH) == snapshot


def test_nothing_found_is_no_line() -> None:
    assert render(CLEAN) == ""


def test_properties_and_message_come_back() -> None:
    odd = replace(
        NO_SPAN, rule="X,1:2%", message="100% of a,b: c::d", location=Location("a,b:c%.json", (), Span(3, 4, 3, 9))
    )
    assert only(CheckReport((odd,))) == Command(
        "notice",
        {"file": "a,b:c%.json", "line": "3", "endLine": "3", "col": "4", "endColumn": "9", "title": "X,1:2%"},
        "100% of a,b: c::d",
    )


def test_columns_only_within_one_line() -> None:
    assert only(CheckReport((BRACKET,))).properties.keys() == {"file", "line", "endLine", "title"}


def test_a_hostile_text_stays_one_command() -> None:
    command = only(CheckReport((ATTACK,)))
    assert command.level == "warning"
    assert command.data.count("\n") == 2  # shows, help
    assert command.data.split("\n")[0] == INJECTION.replace("\x1b", r"\u001b").replace("\r\n", r"\u000d\u000a").replace(
        "\u2028", r"\u2028"
    ).replace("\u202e", r"\u202e").replace("\ud800", r"\ud800").replace("\x00", r"\u0000")


def test_ten_of_a_level_are_all_shown() -> None:
    ten = CheckReport(tuple(replace(NO_SPAN, message=str(n)) for n in range(10)))
    assert [one.data for one in commands(render(ten))] == [str(n) for n in range(10)]


def test_of_more_than_ten_nine_and_the_rest_as_a_number() -> None:
    found = commands(render(HUGE))
    assert Counter(one.level for one in found) == {"error": 10, "warning": 10, "notice": 10}
    assert [one.level for one in found[::10]] == ["error", "warning", "notice"]
    assert [one.data.partition(" more")[0] for one in found[9::10]] == ["8326", "8326", "8327"]


def test_unreadable_files_are_errors_and_come_first() -> None:
    first = commands(render(RICH))[0]
    assert (first.level, first.properties["file"], first.data) == ("error", "scps/broken.json", "not UTF-8 at byte 7")


def test_colons_in_a_file_name_end_no_properties() -> None:
    command = only(CheckReport((replace(NO_SPAN, location=Location("a::b.json")),)))
    assert command.properties["file"] == "a::b.json"
    assert command.data == NO_SPAN.message
