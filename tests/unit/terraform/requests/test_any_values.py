"""Whatever stands in a plan, prediction answers: every type of both tables, with values of any shape."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import guardrails.terraform
from guardrails.catalog.services import action
from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.values import COMPUTED, SENSITIVE, UNKNOWN
from guardrails.model.prediction import Step
from tests.unit.terraform.requests.building import predicted

DATA = Path(guardrails.terraform.__file__).parent / "data"


@cache
def lines(file: str) -> dict[str, str]:
    types = json.loads((DATA / file).read_text("utf-8"))["types"]
    return {name: json.dumps(row) for name, row in types.items()}


@cache
def attributes(type: str) -> tuple[str, ...]:
    """The names that the row of a type reads: words of its paths, and what each type has."""
    words = re.findall(r"[a-z][a-z0-9_]+", lines("mappings.json").get(type, ""))
    return tuple(dict.fromkeys([*words, "tags_all", "tags", "name", "id", "arn", "region"]))


leaves = st.sampled_from([None, "", "a", "arn:aws:sns:eu-west-1:1:x", "*", "$Latest", 0, 7, 1.5, True, False])
marked = st.sampled_from([UNKNOWN, SENSITIVE, COMPUTED])
values = st.recursive(
    leaves | marked,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "key", "name", "a"]), inner, max_size=3)
    ),
    max_leaves=6,
)
curated_types = st.deferred(lambda: st.sampled_from(sorted(lines("mappings.json"))))


@st.composite
def strange_changes(draw: st.DrawFn) -> Change:
    type = draw(curated_types)
    names = st.sampled_from(attributes(type))
    before, after = (draw(st.dictionaries(names, values, max_size=8)) for _ in range(2))
    verb = draw(st.sampled_from([Verb.CREATE, Verb.UPDATE, Verb.DELETE, Verb.DELETE_THEN_CREATE]))
    return Change(f"{type}.x", type, "x", verb, 0, before=before, after=after)


@settings(max_examples=500, deadline=None)
@given(strange_changes())
def test_any_value_is_answered(one: Change) -> None:
    found = predicted(one)
    told = {request.change.address for request in found.requests} | {silent.address for silent in found.silent}
    assert told | {row.change.address for row in found.unmapped} == {one.address}
    for request in found.requests:
        assert isinstance(request.resource, str) and request.resource
        told_keys = {key: value for key, value in request.context.items() if "tag/" not in key}  # a tag may be empty
        assert not [value for value in told_keys.values() if value in ("", ())]
        assert not [value for value in request.context.values() if value in (UNKNOWN, SENSITIVE, COMPUTED)]


@pytest.mark.parametrize("verb", [Verb.CREATE, Verb.UPDATE, Verb.DELETE])
def test_every_type_of_the_long_tail_is_answered(verb: Verb) -> None:
    before = {"id": "x", "name": "x", "tags_all": {"a": "1"}, "size": 1}
    after = {"id": "x", "name": "x", "tags_all": {"a": "2"}, "size": 2, "role_arn": UNKNOWN}
    for type in lines("generated.json"):
        found = predicted(Change(f"{type}.x", type, "x", verb, 0, before=before, after=after))
        assert found.requests or found.unmapped or found.silent
        for request in found.requests:
            known = action(request.action)
            assert known is not None and request.step in (Step.CREATE, Step.UPDATE, Step.DELETE)
            assert known.resources or request.resource == "*"
