"""The comment on a pull request: what a reader sees, that it fits, and that nothing in a plan leaves its cell."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from guardrails.model.gate_report import GateReport
from guardrails.renderers.comment import LIMIT
from guardrails.renderers.gate.markdown import marker, render
from tests.unit.renderers.findings.page import rows, strange, tokens
from tests.unit.renderers.gate.sample import CLEAN, DEV, EMPTY, HOSTILE, INJECTION, PROD, RICH, huge


def blocks(report: GateReport) -> set[str]:
    """Return the lines of HTML that a comment may have."""
    summary = re.compile(r"<details><summary>(?:Notes|Waived) \(\d+\)</summary>")
    ours = {line for line in render(report).split("\n") if summary.fullmatch(line)}
    return ours | {marker(report), "<details><summary>What shows it, and how to mend it</summary>", "</details>"}


def test_rich_report(snapshot: SnapshotAssertion) -> None:
    assert render(RICH) == snapshot


def test_clean_report(snapshot: SnapshotAssertion) -> None:
    assert render(CLEAN) == snapshot


@pytest.mark.parametrize(
    ("report", "line"),
    [
        (replace(RICH, plans=(DEV,)), "<!-- guardrails:Dev -->"),
        (RICH, "<!-- guardrails:Dev+Prod -->"),
        (replace(RICH, plans=(DEV, DEV)), "<!-- guardrails:Dev -->"),
        (EMPTY, "<!-- guardrails:gate -->"),
        (replace(RICH, plans=(replace(DEV, account="a--><script>"),)), "<!-- guardrails:a-script -->"),
    ],
)
def test_the_marker_is_the_first_line(report: GateReport, line: str) -> None:
    assert render(report).split("\n")[0] == line


@pytest.mark.parametrize("report", [RICH, CLEAN, EMPTY, HOSTILE], ids=["rich", "clean", "empty", "hostile"])
def test_a_reader_sees_only_text_and_tables(report: GateReport) -> None:
    assert strange(render(report), blocks(report)) == []


def test_every_finding_plan_scenario_and_waiver_has_its_row() -> None:
    assert rows(render(RICH)) == len(RICH.findings) + len(RICH.plans) + 1 + 1
    assert rows(render(HOSTILE)) == len(HOSTILE.findings) + len(HOSTILE.plans) + 1 + 1


def test_details_open_and_close() -> None:
    html = [token.content for token in tokens(render(RICH)) if token.type == "html_block"]
    assert sum("<details>" in one for one in html) == sum("</details>" in one for one in html) == 3


def test_nobody_is_notified() -> None:
    page = render(HOSTILE)
    assert "@octocat" not in re.sub("<code>.*?</code>", "", page)
    assert not re.search(r"https?:", page)


def test_what_does_not_fit_is_counted_and_the_worst_is_there() -> None:
    page = render(huge(3000))
    left = int(re.findall(r"\*\*Cut:\*\* ([\d,]+) more rows are not shown", page)[0].replace(",", ""))
    assert LIMIT - 1000 < len(page) <= LIMIT
    assert rows(page) + left == 3000 + 1 + 1 + 1
    assert "number 2999" not in page
    assert "number 2000 " in page
    assert "#### Errors (1000)" in page


def test_reasons_alone_cannot_burst_it() -> None:
    page = render(replace(HOSTILE, reasons=(INJECTION * 9,) * 999, plans=HOSTILE.plans * 30))
    assert len(page) <= LIMIT
    assert "more rows are not shown" in page


def test_one_account_needs_no_column_for_it() -> None:
    assert "| Plan | Resource |" in render(RICH)
    assert "\n| Dev | <code>" in render(RICH)
    assert "| Plan | Resource |" not in render(replace(RICH, plans=(DEV,)))
    twice = render(replace(RICH, plans=(DEV, replace(PROD, account="Dev"))))
    assert "\n| Dev: plans/dev.tfplan.json | <code>" in twice
    assert "no findings" in render(replace(RICH, plans=(PROD,)))
