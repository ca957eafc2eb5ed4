"""The cheap check of form never accepts what pydantic refuses, and published schemas are current."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from guardrails.files.organization import Organization
from guardrails.files.project import library
from guardrails.files.schemas import MODELS, schema_text, stale
from guardrails.files.structure import conforms
from guardrails.files.yaml_text import read_yaml

FILES = sorted(library().rglob("organization.yaml"))
WHOLE: list[Any] = [read_yaml(file.read_text(encoding="utf-8"), file.name).value for file in FILES]


def places(value: Any) -> list[tuple[Any, Any]]:
    """Return (container, key) of every value below."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = []
    for key, item in pairs:
        found += [(value, key), *places(item)]
    return found


odd = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.floats(-2, 2), st.text(max_size=5), st.just([]), st.just({}),
    st.just([{}]), st.just({"x": 1}), st.just(["x"]), st.just("123456789012\n"), st.just("2026-01-01\n"),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_the_cheap_check_accepts_nothing_that_pydantic_refuses(data: st.DataObject) -> None:
    value = copy.deepcopy(data.draw(st.sampled_from(WHOLE)))
    for _ in range(data.draw(st.integers(0, 2))):
        container, key = data.draw(st.sampled_from(places(value)))
        how = data.draw(st.sampled_from(["replace", "remove", "add"]))
        if how == "add" and isinstance(container, dict):
            container[data.draw(st.sampled_from(["template", "scps", "x", "teams", "env"]))] = copy.deepcopy(
                data.draw(odd)
            )
        elif how == "remove" and isinstance(container, dict):
            container.pop(key, None)
        else:
            container[key] = copy.deepcopy(data.draw(odd))
    if conforms(value, "organization"):
        Organization.model_validate(value)


def test_what_we_ship_takes_the_cheap_way() -> None:
    assert len(WHOLE) == 3 and all(conforms(value, "organization") for value in WHOLE)


def test_an_unknown_schema_or_keyword_is_a_no(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not conforms({}, "none")
    (tmp_path / "odd.schema.json").write_text('{"surprise": 1}')
    monkeypatch.setattr("guardrails.files.structure.SCHEMAS", tmp_path)
    assert not conforms({}, "odd")


def test_published_schemas_are_current_and_valid() -> None:
    assert stale() == ()
    import json

    for name in MODELS:
        Draft202012Validator.check_schema(json.loads(schema_text(name)))


def test_pydantic_itself_converts_nothing() -> None:
    value = copy.deepcopy(WHOLE[0])
    value["management"]["id"] = 1
    with pytest.raises(ValidationError):
        Organization.model_validate(value)
