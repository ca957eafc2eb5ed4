"""The way back from a final document to the file it was made from."""

from __future__ import annotations

import pytest

from guardrails.lint.fixes.sources import source_fix, source_pointer
from guardrails.model.finding import Edit, Fix
from guardrails.model.source import Pointer

SOURCE = {"Statement": [{"Action": ["a:One", "{{ more }}", "b:Two"], "Sid": "A"}]}
FINAL = {"Statement": [{"Action": ["a:One", "x:X", "y:Y", "b:Two"], "Sid": "A", "Condition": {"Bool": {"k": "true"}}}]}
ACTION: Pointer = ("Statement", 0, "Action")


@pytest.mark.parametrize(
    ("final", "source"),
    [
        ((*ACTION, 0), (*ACTION, 0)),
        ((*ACTION, 3), (*ACTION, 2)),  # moved by what the parameter stands for
        ((*ACTION, 1), ACTION),  # out of the parameter
        (("Statement", 0, "Condition", "Bool", "k"), ("Statement", 0)),  # added by an exception
        ((*ACTION, 9), ACTION),
        ((), ()),
    ],
)
def test_a_place_is_found_where_it_was_written_or_around_it(final: Pointer, source: Pointer) -> None:
    assert source_pointer(SOURCE, FINAL, final) == source


def test_of_twins_the_moved_one_is_not_guessed() -> None:
    source, final = ["{{ p }}", "a", "b", "a"], ["x", "y", "a", "b", "a"]
    assert source_pointer(source, final, (2,)) == ()
    assert source_pointer(source, final, (3,)) == (2,)


def fixed(*edits: Edit) -> tuple[Edit, ...] | None:
    found = source_fix(SOURCE, FINAL, Fix("mend it", edits, safe=True))
    assert found is None or (found.title, found.safe) == ("mend it", True)
    return found.edits if found else None


def test_edits_move_with_the_value_that_they_change() -> None:
    assert fixed(Edit((*ACTION, 3), "b:Two", "b:Three")) == (Edit((*ACTION, 2), "b:Two", "b:Three"),)
    assert fixed(Edit(("Version",), None, "2012-10-17")) == (Edit(("Version",), None, "2012-10-17"),)


def test_items_are_appended_at_the_end_of_the_list_in_the_file() -> None:
    both = fixed(Edit((*ACTION, 4), None, "c:C"), Edit((*ACTION, 5), None, "d:D"))
    assert both == (Edit((*ACTION, 3), None, "c:C"), Edit((*ACTION, 4), None, "d:D"))


@pytest.mark.parametrize(
    "edit",
    [
        Edit((*ACTION, 1), "x:X", "x:Z"),
        Edit(ACTION, ["a:One", "x:X", "y:Y", "b:Two"], ["a:One"]),
        Edit(("Statement", 0, "Condition", "Bool", "k"), "true", "false"),
        Edit(("Statement", 0, "Condition", "Null"), None, {}),
        Edit(("Statement", 0, "Sid"), None, "B"),
    ],
)
def test_a_fix_of_what_the_file_does_not_hold_is_none(edit: Edit) -> None:
    assert fixed(edit) is None
    assert fixed(Edit((*ACTION, 0), "a:One", "a:Three"), edit) is None
