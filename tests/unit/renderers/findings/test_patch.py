"""Fixes as the lines that change."""

from __future__ import annotations

from datetime import date

from guardrails.model.finding import Edit, Fix, Json
from guardrails.model.source import Pointer
from guardrails.renderers.findings.patch import LONGEST, patch, plain_value


def changed(old: Json, new: Json, pointer: Pointer = ("Statement", 0)) -> list[tuple[str, str]]:
    return patch(Fix("mend", (Edit(pointer, old, new),)))


def test_an_item_is_shown_alone_and_a_member_with_its_name() -> None:
    assert changed("a", "b") == [("-", '"a"'), ("+", '"b"')]
    assert changed("a", "b", ("Version",)) == [("-", '"Version": "a"'), ("+", '"Version": "b"')]


def test_added_and_removed() -> None:
    assert changed(None, "2012-10-17", ("Version",)) == [("+", '"Version": "2012-10-17"')]
    assert changed("*", None, ("Principal",)) == [("-", '"Principal": "*"')]


def test_of_a_long_value_only_the_change_and_a_line_around_it_are_shown() -> None:
    old: Json = [f"ec2:Action{n}" for n in range(40)]
    new: Json = [f"ec2:Action{n}" for n in range(40) if n != 20]
    assert changed(old, new, ("Action",)) == [
        (" ", '  "ec2:Action19",'),
        ("-", '  "ec2:Action20",'),
        (" ", '  "ec2:Action21",'),
    ]


def test_several_edits_say_where_when_they_are_apart() -> None:
    fix = Fix("mend", (Edit(("a/b", 0), "x", "y"), Edit(("a/b", 1), None, "v"), Edit(("c",), None, "z")))
    assert patch(fix) == [("@", "/a~1b"), ("-", '"x"'), ("+", '"y"'), ("+", '"v"'), ("@", "(top)"), ("+", '"c": "z"')]
    assert patch(Fix("mend", fix.edits[:2])) == [("-", '"x"'), ("+", '"y"'), ("+", '"v"')]
    assert patch(Fix("mend", (Edit((), "x", "y"),))) == [("-", '"x"'), ("+", '"y"')]


def test_long_patches_are_cut() -> None:
    old: Json = {f"k{n}": "old" * 9 for n in range(90)}
    new: Json = {f"k{n}": "new" * 9 for n in range(90)}
    lines = changed(old, new)
    assert len(lines) == LONGEST + 1
    assert lines[-1] == ("@", "...")


def test_huge_values_are_not_compared_line_by_line() -> None:
    old: Json = [f"{n}{'x' * 90}" for n in range(5_000)]
    lines = changed(old, old)
    assert {sign for sign, _ in lines} == {"-", "@"}


def test_values_that_json_cannot_hold_become_text() -> None:
    odd = {date(2012, 10, 17): (1e999, float("nan"), 1.5, True, None), 1: {"a": date(2012, 10, 17)}}
    assert plain_value(odd) == {"2012-10-17": ["inf", "nan", 1.5, True, None], "1": {"a": "2012-10-17"}}
