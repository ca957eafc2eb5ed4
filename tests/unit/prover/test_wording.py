"""Conditions of a region in words: what two lists of patterns have in common is said exactly."""

from __future__ import annotations

import pytest

from guardrails.model.policy.document import EVERYTHING, Condition, SetOperator
from guardrails.prover.slices.shapes import Shape
from guardrails.prover.wording import conditions_in_words, in_words

KEY = "ec2:InstanceType"


@pytest.mark.parametrize(
    ("some", "more", "words"),
    [
        (("p*", "g*"), ("g*.xlarge",), (f"{KEY} is like g*.xlarge",)),
        (("g*.xlarge",), ("p*", "g*"), (f"{KEY} is like g*.xlarge",)),
        (("p*", "g*"), ("p4*", "g5*", "t*"), (f"{KEY} is like p4* or g5*",)),
        (("p*",), ("t*",), (f"{KEY} is like nothing",)),
        (("p*",), ("*.xlarge",), (f"{KEY} is like p*", f"{KEY} is like *.xlarge")),
        (("p?.xlarge",), ("p*",), (f"{KEY} is like p?.xlarge",)),
    ],
)
def test_common_patterns(some: tuple[str, ...], more: tuple[str, ...], words: tuple[str, ...]) -> None:
    rows = tuple((Condition("StringLike", KEY, values), True) for values in (some, more))
    assert conditions_in_words(Shape(((EVERYTHING, True),), ((EVERYTHING, True),), rows)) == words


def test_listed_values_are_intersected() -> None:
    rows = tuple((Condition("StringEquals", KEY, values), True) for values in (("a", "b"), ("b", "c")))
    assert conditions_in_words(Shape(((EVERYTHING, True),), ((EVERYTHING, True),), rows)) == (f"{KEY} is b",)


ABSENT, PRESENT = (Condition("Null", KEY, (value,)) for value in ("true", "false"))
IS, IS_NOT = Condition("StringEquals", KEY, ("a",)), Condition("StringNotLike", KEY, ("a*",))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (((ABSENT, True), (IS, False), (IS_NOT, True)), (f"{KEY} is absent",)),
        (((PRESENT, False), (ABSENT, True)), (f"{KEY} is absent",)),
        (((PRESENT, True), (IS, True), (PRESENT, True)), (f"{KEY} is a",)),
        (((ABSENT, False), (IS_NOT, False)), (f"{KEY} is like a*",)),
        (((PRESENT, True), (IS, False)), (f"{KEY} is present", f"{KEY} is not a")),
        (((ABSENT, True), (IS, True)), (f"{KEY} is absent", f"{KEY} is a")),
    ],
)
def test_presence_is_said_where_nothing_else_says_it(
    rows: tuple[tuple[Condition, bool], ...], words: tuple[str, ...]
) -> None:
    assert conditions_in_words(Shape(((EVERYTHING, True),), ((EVERYTHING, True),), rows)) == words


def test_sets_of_values_that_do_not_have_a_condition_read_without_two_nots() -> None:
    some = Condition("StringNotEquals", "aws:TagKeys", ("a", "b"), SetOperator.FOR_ANY_VALUE)
    assert in_words(some) == "some value of aws:TagKeys is not a or b"
    assert in_words(some, wanted=False) == "every value of aws:TagKeys is a or b, or it is absent"
    every = Condition("StringLike", "aws:TagKeys", ("a*",), SetOperator.FOR_ALL_VALUES)
    assert in_words(every) == "every value of aws:TagKeys is like a*, or it is absent"
    assert in_words(every, wanted=False) == "some value of aws:TagKeys is not like a*"
