"""Suppressions: read strictly, silence only what they name, and are findings when they expire or silence nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guardrails.files.answered_rules import unknown_rules
from guardrails.files.suppressions import Suppression, read_suppressions, set_aside
from guardrails.model.finding import Finding, Severity
from guardrails.model.source import Location

TODAY = date(2026, 11, 21)
FOUND = Finding("LINT-007", Severity.ERROR, "no such action", Location("scps/a.json"), sid="Cap", token="ec2:NewThing")
ENTRY = Suppression("LINT-007", "scps/*.json", "platform", "too new", date(2026, 12, 31), Location("scps/lint.yaml"))
WHOLE = """
suppressions:
- rule: LINT-007
  file: scps/a.json
  token: ec2:NewThing
  owner: platform
  reason: newer than the catalog
  expires: 2026-12-31
"""


def read(folder: Path, text: str) -> tuple[tuple[Suppression, ...], tuple[Finding, ...]]:
    file = folder / "lint.yaml"
    file.write_text(text, encoding="utf-8")
    return read_suppressions(file, folder)


def test_an_entry_is_read_with_its_place(tmp_path: Path) -> None:
    entries, findings = read(tmp_path, WHOLE)
    assert not findings
    (entry,) = entries
    assert (entry.rule, entry.file, entry.token, entry.expires) == (
        "LINT-007",
        "scps/a.json",
        "ec2:NewThing",
        date(2026, 12, 31),
    )
    assert entry.place.span is not None
    assert entry.place.span.line == 3


@pytest.mark.parametrize("missing", ["rule", "file", "owner", "reason", "expires"])
def test_each_entry_names_everything_that_is_needed(tmp_path: Path, missing: str) -> None:
    text = "\n".join(line for line in WHOLE.replace("- rule", "-\n  rule").splitlines() if f"  {missing}:" not in line)
    entries, findings = read(tmp_path, text)
    assert not entries
    assert any(missing in one.message for one in findings)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "suppressions:",
        "[]",
        "suppressions: [1]",
        WHOLE + "more: 1",
        WHOLE.replace("2026-12-31", "2026-02-30"),
        "a: [",
    ],
)
def test_what_cannot_be_used_is_said(tmp_path: Path, text: str) -> None:
    entries, findings = read(tmp_path, text)
    assert not entries
    assert findings


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    assert read_suppressions(tmp_path / "lint.yaml", tmp_path)[1]


@pytest.mark.parametrize(
    ("entry", "covered"),
    [
        (ENTRY, True),
        (replace(ENTRY, token="EC2:newthing"), True),
        (replace(ENTRY, token="ec2:Other"), False),
        (replace(ENTRY, sid="Cap"), True),
        (replace(ENTRY, sid="Other"), False),
        (replace(ENTRY, file="rcps/*.json"), False),
        (replace(ENTRY, rule="LINT-008"), False),
    ],
)
def test_an_entry_covers_only_what_it_names(entry: Suppression, covered: bool) -> None:
    assert entry.covers(FOUND) is covered


def test_a_suppressed_finding_is_set_aside_until_its_day_and_not_after() -> None:
    stay, silenced = set_aside((FOUND,), (ENTRY,), date(2026, 12, 31), whole=True)
    assert (stay, [one for one, _ in silenced]) == ((), [FOUND])
    stay, silenced = set_aside((FOUND,), (ENTRY,), date(2027, 1, 1), whole=True)
    assert [one.rule for one in stay] == ["LINT-007", "SUP-002"]
    assert not silenced


def test_an_unused_entry_is_a_finding_where_everything_was_looked_at() -> None:
    assert [one.rule for one in set_aside((), (ENTRY,), TODAY, whole=True)[0]] == ["SUP-001"]
    assert set_aside((), (ENTRY,), TODAY, whole=False)[0] == ()


@pytest.mark.parametrize("rule", ["LINT-070", "LINT-7", "lint-7", "unknown-action", "unknown-actions"])
def test_a_rule_that_does_not_exist_is_said_with_what_was_meant(rule: str) -> None:
    known = {"LINT-007": "unknown-action", "ORG-012": "security-delegation"}
    (finding,) = unknown_rules((replace(ENTRY, rule=rule),), known, "suppressed")
    assert rule in finding.message
    assert finding.help == "did you mean LINT-007?"
