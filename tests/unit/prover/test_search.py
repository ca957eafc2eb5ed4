"""The search finds values exactly where some exist: held to trying all of them."""

from __future__ import annotations

from itertools import product

from hypothesis import event, given, settings
from hypothesis import strategies as st

from guardrails.prover.search import Search
from guardrails.prover.variables import texts
from guardrails.prover.variables.literals import Box, Literal, Problem, escape
from guardrails.prover.variables.texts import Held, TextVariable, Values

TEXTS = ("a", "b", "c")
COUNT = 4

Signs = tuple[tuple[int, str, bool], ...]
"""A box in plain words: a variable, a text, whether it holds this text."""

BOXES = st.lists(
    st.tuples(st.integers(0, COUNT - 1), st.sampled_from(TEXTS), st.booleans()), min_size=1, max_size=3
).map(tuple)
CHOICES = st.lists(st.lists(BOXES, min_size=2, max_size=3), min_size=2, max_size=8)


def _made(box: Signs, variables: list[TextVariable]) -> Box:
    return tuple(Literal(variables[at], _bit(variables[at], text), passed) for at, text, passed in box)


def _bit(variable: TextVariable, text: str) -> int:
    return variable.bit(text, lambda: texts.Test(lambda held: held == text))


def _holds(box: Signs, values: tuple[Held, ...]) -> bool:
    return all((values[at] == text) is passed for at, text, passed in box)


@settings(max_examples=250)
@given(BOXES, CHOICES)
def test_values_are_found_exactly_where_there_are_some(required: Signs, choices: list[list[Signs]]) -> None:
    variables = [TextVariable(f"v{at}", Values(finite=TEXTS)) for at in range(COUNT)]
    made = tuple(tuple(_made(box, variables) for box in choice) for choice in choices)
    search = Search()
    found = search.find(Problem(_made(required, variables), made))
    assert not search.doubts
    wanted = any(
        _holds(required, values) and all(any(_holds(box, values) for box in choice) for choice in choices)
        for values in product(TEXTS, repeat=COUNT)
    )
    event("found" if wanted else "none")
    assert (found is not None) is wanted
    if found is not None:
        values = tuple(one.value if (one := found.get(variable)) else TEXTS[0] for variable in variables)
        assert _holds(required, values)
        assert all(any(_holds(box, values) for box in choice) for choice in choices)


@given(st.lists(BOXES, min_size=1, max_size=6))
def test_out_of_some_boxes_is_where_none_holds(boxes: list[Signs]) -> None:
    variables = [TextVariable(f"v{at}", Values(finite=TEXTS)) for at in range(COUNT)]
    found = Search().find(Problem((), tuple(escape(_made(box, variables)) for box in boxes)))
    wanted = any(not any(_holds(box, values) for box in boxes) for values in product(TEXTS, repeat=COUNT))
    assert (found is not None) is wanted
