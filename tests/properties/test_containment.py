"""Containment of statements is sound: what it claims holds of every request."""

from __future__ import annotations

import os
from dataclasses import replace

from hypothesis import event, given, settings
from hypothesis import strategies as st

from guardrails.evaluation.conditions import condition_holds
from guardrails.evaluation.decide import statement_matches
from guardrails.evaluation.matching import action_element_matches, resource_element_matches
from guardrails.lint.reasoning.containment import contains, implies
from guardrails.model.decision import Truth
from guardrails.model.policy.document import Condition, Element, Statement
from tests.properties.strategies import (
    ACTION_PATTERNS,
    PATTERNS,
    RESOURCE_PATTERNS,
    blurred_contexts,
    conditions,
    requests,
    statements,
)

many = settings(max_examples=int(os.environ.get("GUARDRAILS_EXAMPLES", "600")))


@st.composite
def relatives(draw: st.DrawFn) -> tuple[Statement, Statement]:
    """A statement, and one that was made from it by small changes, so that containment is common."""
    broad = draw(statements())
    narrow = replace(
        broad,
        action=draw(_changed(broad.action, ACTION_PATTERNS)),
        resource=draw(_changed(broad.resource, RESOURCE_PATTERNS)),
        conditions=(*(draw(_row_like(row)) for row in broad.conditions), *draw(st.lists(conditions(), max_size=1))),
    )
    return broad, narrow


def _changed(element: Element, patterns: tuple[str, ...]) -> st.SearchStrategy[Element]:
    others = st.lists(st.sampled_from((*patterns, *element.patterns)), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.just(element), st.builds(Element, others, st.sampled_from([element.negated, not element.negated]))
    )


def _row_like(row: Condition) -> st.SearchStrategy[Condition]:
    values = ("true", "false") if row.operator == "Null" else (*row.values, *PATTERNS)
    changed = st.lists(st.sampled_from(values), min_size=1, max_size=3).map(
        lambda each: replace(row, values=tuple(each))
    )
    return st.one_of(st.just(row), changed, conditions().map(lambda other: replace(other, key=row.key)))


@many
@given(relatives(), st.lists(requests(blurred_contexts), min_size=1, max_size=4), st.booleans())
def test_a_statement_that_contains_another_matches_all_that_the_other_matches(pair, calls, variables):
    broad, narrow = pair
    claimed = contains(broad, narrow)
    event(f"contains: {claimed}")
    for request in calls if claimed else ():
        if statement_matches(narrow, request, variables=variables) is Truth.TRUE:
            assert statement_matches(broad, request, variables=variables) is Truth.TRUE


@many
@given(conditions(), st.data(), blurred_contexts, st.booleans())
def test_a_row_that_implies_another_never_holds_without_it(row, data, context, variables):
    wanted = data.draw(_row_like(row))
    if implies(row, wanted) and condition_holds(row, context, variables=variables) is Truth.TRUE:
        assert condition_holds(wanted, context, variables=variables) is Truth.TRUE


@many
@given(
    conditions(),
    st.lists(st.sampled_from(["true", "false", "True"]), min_size=1, max_size=2),
    requests(blurred_contexts),
)
def test_what_a_row_on_presence_implies_holds_with_it(wanted, values, request):
    row = Condition("Null", wanted.key, tuple(values))
    if implies(row, wanted):
        for context in ({}, request.context):
            if condition_holds(row, context) is Truth.TRUE:
                assert condition_holds(wanted, context) is Truth.TRUE


@many
@given(conditions())
def test_an_absent_key_implies_all_rows_that_hold_without_it(wanted):
    assert implies(Condition("Null", wanted.key, ("true",)), wanted) is (condition_holds(wanted, {}) is Truth.TRUE)


@many
@given(relatives(), requests(blurred_contexts))
def test_the_elements_of_a_contained_statement_are_contained(pair, request):
    broad, narrow = pair
    one, other = replace(broad, conditions=()), replace(narrow, conditions=())
    if contains(one, other) and action_element_matches(narrow.action, request.action):
        assert action_element_matches(broad.action, request.action)
        if resource_element_matches(narrow.resource, request.resource, request.context) is Truth.TRUE:
            assert resource_element_matches(broad.resource, request.resource, request.context) is Truth.TRUE


@given(statements())
def test_a_statement_contains_itself_and_its_narrower_forms(statement):
    assert contains(statement, statement)
    assert contains(replace(statement, conditions=()), statement)
    assert contains(Statement(statement.effect, Element(("*",)), Element(("*",)), ()), statement)
