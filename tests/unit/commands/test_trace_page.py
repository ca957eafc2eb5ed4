"""The page that `guardrails trace` writes, and the ledger of this repository."""

from __future__ import annotations

import json
from pathlib import Path

from tests.unit.commands.ledgers import ledger, project, row, trace

PROJECT = Path(__file__).parents[3]


def test_the_page_has_a_table_per_series(tmp_path: Path) -> None:
    project(tmp_path)
    page = tmp_path / "docs/requirements.md"
    assert trace(tmp_path, "--write", str(page)).exit_code == 0
    text = page.read_text("utf-8")
    assert "## REQ: What was asked for" in text
    assert "[network/main.tf](../network/main.tf) aws\\_vpc.main" in text
    assert "LINT-011 absent-key" in text
    assert "| REQ-3 | A runbook | documented: for people |" in text
    assert "| All | 4 | 1 | 1 | 1 | 1 | 0 |" in text


def test_check_says_stale(tmp_path: Path) -> None:
    project(tmp_path)
    page = tmp_path / "docs/requirements.md"
    assert trace(tmp_path, "--write", str(page), "--check").exit_code == 1
    trace(tmp_path, "--write", str(page))
    assert trace(tmp_path, "--write", str(page), "--check").exit_code == 0
    project(tmp_path, row(0, what="Two networks"))
    stale = trace(tmp_path, "--write", str(page), "--check")
    assert stale.exit_code == 1
    assert "stale" in stale.output
    assert "One network" in page.read_text("utf-8")


def test_a_ledger_that_does_not_hold_is_not_written(tmp_path: Path) -> None:
    project(tmp_path, row(0, tests=[]))
    page = tmp_path / "docs/requirements.md"
    result = trace(tmp_path, "--write", str(page))
    assert result.exit_code == 1
    assert "names no test" in result.output
    assert not page.exists()


def test_text_cannot_break_out_of_its_cell(tmp_path: Path) -> None:
    project(tmp_path, row(0, what="a | b <script>alert(1)</script> [x](y)"))
    page = tmp_path / "docs/requirements.md"
    trace(tmp_path, "--write", str(page))
    assert "a \\| b \\<script\\>" in page.read_text("utf-8")


def test_a_title_cannot_begin_a_section(tmp_path: Path) -> None:
    project(tmp_path, ledger(title="What was asked\n\n## and more"))
    page = tmp_path / "docs/requirements.md"
    assert trace(tmp_path, "--write", str(page)).exit_code == 0
    assert page.read_text("utf-8").startswith("# What was asked ## and more\n")


def test_a_link_is_not_overwritten(tmp_path: Path) -> None:
    project(tmp_path)
    (tmp_path / "other.md").write_text("mine", "utf-8")
    (tmp_path / "page.md").symlink_to(tmp_path / "other.md")
    assert trace(tmp_path, "--write", str(tmp_path / "page.md")).exit_code == 2
    assert (tmp_path / "other.md").read_text("utf-8") == "mine"


def test_the_ledger_of_this_repository_holds() -> None:
    result = trace(PROJECT, "--format", "json")
    assert result.exit_code == 0, result.output[-3000:]


def test_the_ledger_of_this_repository_names_all_204_rows() -> None:
    ids = [one["id"] for one in json.loads(trace(PROJECT, "--format", "json").output)["rows"]]
    sizes = {"A": 67, "B": 41, "C": 27, "D": 18, "E": 31, "W": 20}
    assert ids == [f"{letter}{number}" for letter, size in sizes.items() for number in range(1, size + 1)]


def test_the_page_of_this_repository_is_current() -> None:
    assert trace(PROJECT, "--write", str(PROJECT / "docs/requirements.md"), "--check").exit_code == 0


def test_the_page_shows_what_cannot_be_seen_and_links_to_odd_paths(tmp_path: Path) -> None:
    odd = "network/a (b) <c>.md"
    project(tmp_path, row(0, what="red \x1b[31m, turned \u202e, &lt;b&gt;", artefacts=[odd]))
    (tmp_path / odd).write_text("x", "utf-8")
    page = tmp_path / "docs/requirements.md"
    assert trace(tmp_path, "--write", str(page)).exit_code == 0
    text = page.read_text("utf-8")
    assert "red \\\\u001b\\[31m, turned \\\\u202e, \\&lt;b\\&gt;" in text
    assert "(../network/a%20%28b%29%20%3Cc%3E.md)" in text
