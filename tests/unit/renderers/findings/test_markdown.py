"""Findings as Markdown: what a reader sees, and that nothing in a finding leaves its place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from guardrails.model.finding import Edit, Fix
from guardrails.model.report import CheckedFile, CheckReport, FileStatus
from guardrails.renderers.findings.markdown import LIMIT, MARKER, render
from tests.unit.renderers.findings.page import rows, strange, tokens
from tests.unit.renderers.findings.reports import ATTACK, CLEAN, HUGE, INJECTION, NO_SPAN, RICH


def test_rich_report(snapshot: SnapshotAssertion) -> None:
    assert render(RICH) == snapshot


def test_the_marker_comes_first() -> None:
    assert render(CLEAN).startswith(f"{MARKER}\n### guardrails check: 0 errors, 0 warnings, 0 notes\n")


def test_a_row_for_each_finding_and_nothing_strange() -> None:
    assert rows(render(RICH)) == len(RICH.findings)
    assert strange(render(RICH)) == []


@pytest.mark.parametrize(
    "text",
    [
        INJECTION,
        "a | b \\| c",
        "`code` and `half",
        "``two``",
        "<script>alert(1)</script>",
        "&lt;script&gt;",
        "[x][y] ![i](http://evil) <http://evil>",
        "</code></details>",
        "**bold** __bold__ ~~gone~~ *it*",
        "\\",
        "`\\`",
    ],
)
def test_hostile_texts_stay_text(text: str) -> None:
    fix = Fix(text, (Edit(("a",), text, text + "`" * 9),))
    found = replace(NO_SPAN, rule=text, message=text, help=text, witness=text, fix=fix)
    page = render(CheckReport((found,), (CheckedFile(text, FileStatus.UNREADABLE, text),)))
    assert strange(page) == []
    assert rows(page) == 1
    assert [token.type for token in tokens(page)].count("fence") == 1


def test_nobody_is_notified() -> None:
    page = render(CheckReport((replace(NO_SPAN, message="cc @octocat, org/repo#12 and me@example.com"),)))
    assert "@&#8203;octocat" in page
    assert "#&#8203;12" in page
    assert "me@&#8203;example.com" in page


def test_bare_addresses_become_no_links() -> None:
    page = render(CheckReport((replace(NO_SPAN, message="https://evil.example and www.evil.example"),)))
    assert "https://" not in page
    assert "www." not in page


def test_backticks_become_code() -> None:
    page = render(CheckReport((replace(NO_SPAN, message="denies `ec2:*` in `a` `"),)))
    assert "denies <code>ec2:&#42;</code> in <code>a</code> &#96; |" in page


def test_a_comment_stays_within_its_limit_and_says_what_was_cut() -> None:
    page = render(HUGE)
    assert LIMIT - 500 < len(page) <= LIMIT
    shown = rows(page)
    assert f"**Cut:** {25_006 - shown} more findings are not shown" in page.split("\n")[-2]
    assert strange(page) == []


def test_rows_go_before_details() -> None:
    many = CheckReport(tuple(replace(ATTACK, message=f"m{n}") for n in range(200)))
    page = render(many)
    assert len(page) <= LIMIT
    assert rows(page) == 200
    assert 0 < page.count("````diff") < 200
    assert strange(page) == []


def test_thousands_of_unreadable_files() -> None:
    files = tuple(CheckedFile(f"{n}.json", FileStatus.UNREADABLE, "broken") for n in range(9_000))
    page = render(CheckReport(RICH.findings, files))
    assert len(page) <= LIMIT
    assert "more unreadable files are not shown" in page


def test_entities_in_a_text_are_shown_as_they_are() -> None:
    assert "&#38;lt;b&#38;gt;" in render(CheckReport((replace(NO_SPAN, message="&lt;b&gt;"),)))
