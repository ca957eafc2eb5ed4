"""What is predicted from recorded plans is what their applies called, apart from what is named with its reason."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from guardrails.terraform.mappings.table import curated

PROJECT = Path(__file__).parents[2]
# The scripts are programs, not a package; they find each other beside themselves.
sys.path.append(str(PROJECT / "scripts"))

import mapping_schema  # noqa: E402
from accuracy import Compared, compared, figures  # noqa: E402
from mapping_exceptions import EXCEPTIONS  # noqa: E402
from recorded_actions import STEPS, changes, iam_action  # noqa: E402

Key = tuple[str, str, str, str]


def differences(rows: tuple[Compared, ...]) -> dict[Key, str]:
    """Every call that was not predicted and every certain prediction that did not come true, with a place."""
    found: dict[Key, str] = {}
    for one in rows:
        for what, actions in (("missed", one.missed), ("extra", one.extra)):
            for action in actions:
                found[(one.type, one.step, what, action)] = f"{one.root}, {one.apply}: {one.address}"
    return found


def test_curated_types_predict_what_was_called_and_nothing_that_was_not() -> None:
    found = differences(tuple(one for one in compared() if curated(one.type)))
    assert {key: place for key, place in found.items() if key not in EXCEPTIONS} == {}


def test_each_exception_is_needed_and_has_a_reason() -> None:
    found = differences(compared())
    assert [key for key in EXCEPTIONS if key not in found] == []
    assert all(EXCEPTIONS.values())


def test_the_recordings_are_large_enough_to_say_something() -> None:
    rows = compared()
    assert len({one.type for one in rows if one.called}) >= 110
    assert len({(one.root, one.apply) for one in rows}) >= 60
    assert {one.step for one in rows} == {"create", "update", "delete"}
    assert figures(list(rows)).possible < figures(list(rows)).sure / 5, "nearly nothing is left open"


def test_the_generated_table_alone_is_worth_having() -> None:
    sums = figures(list(compared()), of_tail=True)
    assert sums.recall > 0.88
    assert sums.precision > 0.97


RECORDED = json.loads((PROJECT / "guardrails/terraform/data/recorded_calls.json").read_text("utf-8"))["types"]


@pytest.mark.parametrize("kind", sorted(RECORDED))
def test_a_type_has_a_row_for_each_call_that_any_recording_shows(kind: str) -> None:
    found = curated(kind)
    assert found is not None
    for step, rows in zip(STEPS, (found.create, found.update, found.delete), strict=True):
        called = {iam_action(kind, call) for call in RECORDED[kind].get(step, ()) if changes(call)}
        assert called <= {row.action for row in rows}


def test_the_committed_schema_is_that_of_the_provider(plugins: Path) -> None:
    assert plugins.is_dir()
    assert mapping_schema.from_terraform(mapping_schema.committed()) == mapping_schema.FILE.read_text("utf-8")
