"""Findings as text: the whole picture by snapshot, then what must hold of lines, carets, colors and counts."""

from __future__ import annotations

from dataclasses import replace

import click
import pytest
from syrupy.assertion import SnapshotAssertion

from guardrails.model.finding import Finding, Severity
from guardrails.model.report import CheckReport
from guardrails.model.source import Location, Span
from guardrails.renderers.findings.text import render
from tests.unit.renderers.findings.reports import CLEAN, DENIES_ALL, EMPTY, HUGE, MISSPELT, RICH, RULES


def shown(text: str, span: Span, message: str = "m") -> list[str]:
    """The lines of one finding about a text, without head and counts."""
    finding = Finding("X-1", Severity.ERROR, message, Location("f", (), span))
    return render(CheckReport((finding,), sources={"f": text})).split("\n")[2:-3]


def test_rich_report(snapshot: SnapshotAssertion) -> None:
    assert render(RICH) == snapshot


def test_verbose_lists_what_was_set_aside() -> None:
    more = set(render(RICH, verbose=True).split("\n")) - set(render(RICH).split("\n"))
    assert {line.partition(":")[0] for line in more} == {"not a policy", "suppressed"}


def test_colors_change_nothing_but_the_color(snapshot: SnapshotAssertion) -> None:
    colored = render(RICH, color=True, verbose=True)
    assert click.unstyle(colored) == render(RICH, verbose=True)
    assert render(replace(RICH, findings=(MISSPELT,)), color=True) == snapshot


def test_nothing_found() -> None:
    assert render(CLEAN) == "0 errors, 0 warnings, 0 notes; 1 file checked\n"
    assert render(EMPTY) == "0 errors, 0 warnings, 0 notes; 0 files checked\n"


def test_counts() -> None:
    report = replace(RICH, findings=(DENIES_ALL,), suppressed=())
    assert render(report).endswith("\n1 error, 0 warnings, 0 notes; 3 files checked, 1 not a policy, 2 unreadable\n")


def test_carets_stand_under_the_place_after_tabs_and_wide_characters() -> None:
    _, line, carets = shown('\t"日本": "é",', Span(1, 8, 1, 11))
    assert line == ' 1 |     "日本": "é",'
    assert carets == "   |             ^^^"  # four for the tab, six for the name, two between


def test_control_characters_are_shown_and_counted() -> None:
    _, line, carets = shown("\x1b[31m!", Span(1, 6, 1, 7))
    assert line == r" 1 | \u001b[31m!"
    assert carets == "   |           ^"


def test_long_lines_are_cut_around_the_place() -> None:
    text = "a" * 500 + "HERE" + "b" * 500
    _, line, carets = shown(text, Span(1, 501, 1, 505))
    assert len(line) < 120
    assert line.startswith(" 1 | ...a")
    assert line.endswith("b...")
    assert line[carets.index("^") : carets.rindex("^") + 1] == "HERE"


def test_a_place_longer_than_the_window_is_marked_to_its_edge() -> None:
    _, line, carets = shown("a" * 500, Span(1, 1, 1, 501))
    assert line == f" 1 | {'a' * 100}..."
    assert carets == f"   | {'^' * 100}"


def test_the_end_of_a_long_line_is_shown() -> None:
    _, line, carets = shown("a" * 500 + "END", Span(1, 501, 1, 504))
    assert line.endswith("aEND")
    assert carets.endswith("^^^")
    assert len(carets) == len(line)


def test_a_place_of_several_lines_says_how_far_it_reaches() -> None:
    assert shown('{\r\n  "a": [1,\r\n    2]\r\n}\n', Span(2, 8, 3, 7)) == [
        "   |",
        ' 2 |   "a": [1,',
        "   |        ^^^ down to line 3",
    ]


def test_a_bracket_alone_shows_the_line_after_it() -> None:
    lines = shown("\n" * 8 + '{\n  "Sid": "A"\n}', Span(9, 1, 11, 2))
    assert lines == ["    |", "  9 | {", "    | ^ down to line 11", ' 10 |   "Sid": "A"']


def test_places_outside_of_the_text_show_no_line() -> None:
    assert shown("{}", Span(9, 1, 9, 2)) == []
    assert shown("{}", Span(1, 90, 1, 91)) == ["   |", " 1 | {}", "   |   ^"]
    assert shown("", Span(1, 1, 1, 1)) == ["   |", " 1 |", "   | ^"]


def test_nothing_in_a_message_starts_a_line_or_a_command() -> None:
    finding = Finding("X-1", Severity.NOTE, "a\n::error::b \x9b31m\u2028##[group]c", Location("f"))
    head = render(CheckReport((finding,))).split("\n")[0]
    assert head == r"note[X-1]: a\u000a::error::b \u009b31m\u2028##\[group]c"


def test_a_name_as_long_as_a_file_is_cut() -> None:
    finding = Finding("X-1", Severity.NOTE, "x" * 1_000_000, Location("f"))
    assert len(render(CheckReport((finding,)))) < 3_000


def test_rules_with_a_page_are_pointed_to() -> None:
    assert "\n   = guardrails explain LINT-007\n" in render(CheckReport((MISSPELT,), rules=RULES))
    assert "guardrails explain" not in render(CheckReport((MISSPELT,)))


def test_thousands_of_findings() -> None:
    assert render(HUGE).count("\n  --> scps/organization.yaml /scps/0\n") == 25_006


@pytest.mark.parametrize("columns", [20, 60, 80, 120, 300])
def test_source_lines_fit_the_terminal(columns: int) -> None:
    finding = Finding("X-1", Severity.ERROR, "m", Location("f", (), Span(1, 301, 1, 311)))
    text = "a" * 300 + "b" * 10 + "c" * 300
    _, line, carets = render(CheckReport((finding,), sources={"f": text}), columns=columns).split("\n")[2:5]
    assert len(line) <= max(columns, 54)
    assert line[carets.index("^") : carets.rindex("^") + 1] == "b" * 10


def test_many_other_places_are_counted() -> None:
    places = tuple((Location("f", (), Span(at, 1, at, 2)), "and here") for at in range(2, 14))
    finding = Finding("X-1", Severity.ERROR, "m", Location("f", (), Span(1, 1, 1, 2)), related=places)
    shown = render(CheckReport((finding,)))
    assert shown.count("and here") == 5
    assert "= see: 7 more places\n" in shown
