"""The rules that other tools run, read from their table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guardrails.files.tool_rules import Skip, page_in, stock_page, tool_rules
from guardrails.model.finding import Confidence, Severity

OURS: dict[str, Any] = {
    "id": "CKV_LZ_005",
    "slug": "accelerator-cap",
    "title": "No accelerated type above the cap",
    "summary": "No instance type with accelerators.",
    "severity": "CRITICAL",
    "rows": ["A13"],
    "pillar": "cost",
    "tool": "checkov",
    "file": "checkov/guardrail_accelerator_cap.py",
    "help": "Take an allowed type.",
    "stock": False,
}
STOCK: dict[str, Any] = {"id": "CKV2_AWS_35", "title": "NAT", "severity": "LOW", "stock": True, "graph": True}
SKIPS = [
    {"id": "CKV2_AWS_35", "title": "NAT", "reason": "dev has an instance", "where": {"environment": "dev"}},
    {"id": "CKV_AWS_338", "title": "A year", "reason": "14 days", "instead": ["CKV_LZ_013"], "where": {}},
]


def folder_with(folder: Path, **changed: object) -> Path:
    told = {"version": 1, "checkov": "3.3.30", "rules": [OURS, STOCK], "skips": SKIPS, **changed}
    (folder / "rules.json").write_text(json.dumps(told), "utf-8")
    return folder


def test_a_rule_of_ours_and_a_stock_check(tmp_path: Path) -> None:
    known = tool_rules(folder_with(tmp_path))
    own = known.rules["CKV_LZ_005"]
    assert (own.slug, own.summary, own.severity) == (
        "accelerator-cap",
        "No instance type with accelerators.",
        Severity.ERROR,
    )
    assert (own.rows, own.confidence) == (("A13",), Confidence.HIGH)
    assert (known.about[own.id].tool, known.about[own.id].help) == ("checkov", "Take an allowed type.")
    stock = known.stock["CKV2_AWS_35"]
    assert (stock.severity, stock.slug, known.about[stock.id].graph) == (Severity.NOTE, "stock-checks", True)
    assert known.rules.keys().isdisjoint(known.stock)


def test_a_page_is_the_docstring_of_the_file(tmp_path: Path) -> None:
    known = tool_rules(folder_with(tmp_path))
    (tmp_path / "checkov").mkdir()
    (tmp_path / OURS["file"]).write_text('"""No type.\n\n## How to fix\nTake another.\n"""\nimport nowhere\n', "utf-8")
    assert known.page_of("CKV_LZ_005") == "No type.\n\n## How to fix\nTake another.\n"
    assert known.page_of("CKV_LZ_999") is None
    assert page_in("x = 1") == "\n"


def test_a_table_of_another_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="version 1"):
        tool_rules(folder_with(tmp_path, version=2))


@pytest.mark.parametrize(
    ("skip", "left_out"),
    [
        (Skip("X", "why"), True),
        (Skip("X", "why", environment="dev"), True),
        (Skip("X", "why", environment="prod"), False),
        (Skip("X", "why", account="Dev"), True),
        (Skip("X", "why", account="Prod", environment="dev"), False),
        (Skip("X", "why", address="module.a.*"), False),
        (Skip("X", "why", absent=("aws_vpc",)), True),
        (Skip("X", "why", absent=("aws_vpc", "aws_subnet")), False),
    ],
)
def test_a_check_need_not_run_where_a_skip_holds_for_the_whole_input(skip: Skip, left_out: bool) -> None:
    assert skip.whole("dev", "Dev", frozenset({"aws_subnet"})) is left_out


def test_what_types_there_are_is_not_guessed() -> None:
    assert not Skip("X", "why", absent=("aws_vpc",)).whole("dev", "Dev", None)


@pytest.mark.parametrize(
    ("pattern", "address", "covered"),
    [
        ("module.a.*", "module.a.aws_vpc.main", True),
        ("module.a.*", "module.ab.aws_vpc.main", False),
        ('*aws_x.this["A/B"]', 'module.a[0].aws_x.this["A/B"]', True),
        ('*aws_x.this["A/B"]', 'module.a[0].aws_x.this["A/C"]', False),
        ("*aws_iam_policy.boundary", "aws_iam_policy.boundary_2", False),
        ("module.[ab].x", "module.a.x", False),
        ("a?c", "abc", False),
        ("", "aws_vpc.main", False),
    ],
)
def test_only_the_star_means_something_in_an_address(pattern: str, address: str, covered: bool) -> None:
    assert Skip("X", "why", address=pattern).covers("dev", "Dev", address) is covered


def test_a_skip_of_addresses_can_be_for_an_environment() -> None:
    assert Skip("X", "why", environment="dev", address="a*").covers("dev", "Dev", "a.b")
    assert not Skip("X", "why", environment="dev", address="a*").covers("prod", "Prod", "a.b")


def test_the_page_of_a_stock_check_says_what_was_decided(tmp_path: Path) -> None:
    known = tool_rules(folder_with(tmp_path))
    kept = stock_page(known, "CKV2_AWS_35") or ""
    assert "findings are of severity note (LOW)" in kept
    assert "left out in the environment dev: dev has an instance." in kept
    gone = stock_page(known, "CKV_AWS_338") or ""
    assert "left out: 14 days. Instead: CKV_LZ_013." in gone
    assert "It runs" not in gone
    assert stock_page(known, "CKV_AWS_1") is None


def test_what_ships_is_whole() -> None:
    known = tool_rules()
    assert len(known.stock) > 350
    for id, rule in known.rules.items():
        page = known.page_of(id) or ""
        assert page.startswith(rule.summary.split()[0]), id
        assert rule.rows, f"{id} is for no requirement"
    named = {id for one in known.skips for id in one.instead if not id.startswith("PG-")}
    missing = sorted(named - known.rules.keys() - known.stock.keys())
    assert not missing, "the baseline leaves out checks for the sake of these"
