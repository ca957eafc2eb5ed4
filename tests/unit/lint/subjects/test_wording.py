"""How messages put names into words."""

from __future__ import annotations

import pytest

from guardrails.lint.subjects.wording import did_you_mean, in_words


@pytest.mark.parametrize(
    ("names", "most", "last", "text"),
    [
        ((), 4, "and", ""),
        (("a",), 4, "and", "`a`"),
        (("a", "b"), 4, "or", "`a` or `b`"),
        (("a", "b", "c"), 4, "and", "`a`, `b` and `c`"),
        (("a", "b", "c", "d"), 4, "and", "`a`, `b`, `c` and `d`"),
        (("a", "b", "c", "d", "e"), 4, "or", "`a`, `b`, `c` or 2 more"),
        (("a", "b", "c", "d", "e"), None, "and", "`a`, `b`, `c`, `d` and `e`"),
    ],
)
def test_names_are_joined_as_in_a_sentence(names: tuple[str, ...], most: int | None, last: str, text: str) -> None:
    assert in_words(names, most, last) == text


def test_a_name_with_a_line_break_stays_on_one_line() -> None:
    assert did_you_mean(("a\nb",)) == "did you mean `a\\nb`?"
