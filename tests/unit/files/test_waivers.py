"""Waivers: read strictly from their file and from comments; what is wrong with one is said at its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guardrails.files.answered_rules import unknown_rules
from guardrails.files.waivers import read_waivers, waiver_of_comment
from guardrails.model.finding import Finding
from guardrails.model.source import Location
from guardrails.model.waiver import Waiver

WHOLE = """
waivers:
- rule: PG-005
  address: module.network["a"].aws_vpc.main
  attribute: cidr_block
  value: 10.4.0.0/16
  owner: platform
  reason: the range moves with ADR 12
  expires: 2026-12-31
"""
PLACE = Location("main.tf")


def read(folder: Path, text: str) -> tuple[tuple[Waiver, ...], tuple[Finding, ...]]:
    file = folder / "waivers.yaml"
    file.write_text(text, encoding="utf-8")
    return read_waivers(file, folder)


def test_a_waiver_is_read_with_its_place(tmp_path: Path) -> None:
    waivers, findings = read(tmp_path, WHOLE)
    assert not findings
    (waiver,) = waivers
    assert (waiver.rule, waiver.address) == ("PG-005", 'module.network["a"].aws_vpc.main')
    assert (waiver.attribute, waiver.value) == ("cidr_block", "10.4.0.0/16")
    assert (waiver.owner, waiver.reason, waiver.expires) == (
        "platform",
        "the range moves with ADR 12",
        date(2026, 12, 31),
    )
    assert waiver.place.span is not None
    assert waiver.place.span.line == 3


@pytest.mark.parametrize("missing", ["rule", "address", "owner", "reason", "expires"])
def test_each_waiver_names_everything_that_is_needed(tmp_path: Path, missing: str) -> None:
    lines = [line for line in WHOLE.splitlines() if not line.lstrip("- ").startswith(f"{missing}:")]
    text = "\n".join(lines).replace("waivers:\n  address", "waivers:\n- address")
    waivers, findings = read(tmp_path, text)
    assert not waivers
    assert findings


@pytest.mark.parametrize(
    "text",
    [
        "",
        "waivers: {}",
        "waivers: [PG-005]",
        WHOLE.replace("2026-12-31", "2026-13-31"),
        WHOLE.replace("2026-12-31", "never"),
        WHOLE.replace("owner: platform", "owner: '  '"),
        WHOLE + "  until: 2027-01-01\n",
        WHOLE.replace("waivers:", "waiver:"),
    ],
)
def test_a_file_that_cannot_be_used_gives_no_waiver(tmp_path: Path, text: str) -> None:
    waivers, findings = read(tmp_path, text)
    assert findings
    assert not waivers


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    waivers, findings = read_waivers(tmp_path / "waivers.yaml", tmp_path)
    assert not waivers
    assert [one.rule for one in findings] == ["FILE-001"]


def test_a_comment_is_a_waiver_of_all_instances_of_its_block() -> None:
    text = 'PG-013 until=2027-01-31 owner=network reason="one zone is enough until March"'
    waiver = waiver_of_comment(text, "module.network.aws_nat_gateway.this", PLACE)
    assert waiver == Waiver(
        "PG-013",
        "module.network.aws_nat_gateway.this",
        "network",
        "one zone is enough until March",
        date(2027, 1, 31),
        PLACE,
        block=True,
    )
    assert waiver.speaks_of('module.network["a"].aws_nat_gateway.this[1]')
    assert not waiver.speaks_of("module.other.aws_nat_gateway.this")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "names no rule"),
        ('PG-013 until=2027-01-31 owner=a reason="open', "quote"),
        ("PG-013 until=2027-01-31 owner=a", "lacks reason"),
        ("PG-013 until=2027-01-31 reason=a", "lacks owner"),
        ("PG-013 owner=a reason=b", "lacks until"),
        ("PG-013 until= owner=a reason=b", "lacks until"),
        ("PG-013 until=2027-01-31 owner=a reason=b forever=yes", "does not understand 'forever'"),
        ("PG-013 until=2027-01-31 owner=a reason=b reason=c", "lacks one meaning"),
        ("PG-013 until=2027-02-30 owner=a reason=b", "is no day"),
        ("PG-013 until=2027-01-31 owner=a reason=not quoted", "does not understand 'quoted'"),
    ],
)
def test_a_comment_that_is_not_clear_is_no_waiver(text: str, said: str) -> None:
    found = waiver_of_comment(text, "aws_vpc.main", PLACE)
    assert isinstance(found, Finding)
    assert said in found.message
    assert found.location == PLACE


def test_only_rules_that_exist_may_be_waived(tmp_path: Path) -> None:
    waivers, _ = read(tmp_path, WHOLE)
    assert not unknown_rules(waivers, {"PG-005": "protected-types"}, "waived")
    (finding,) = unknown_rules(waivers, {"PG-006": "policy-diff"}, "waived")
    assert "PG-005 is no rule that can be waived" in finding.message
    assert "PG-006" in finding.help
