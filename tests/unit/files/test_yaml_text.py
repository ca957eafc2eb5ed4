"""YAML: values as written, every hostile text refused with a place."""

from __future__ import annotations

import pytest

from guardrails.files.yaml_text import MAX_VALUES, read_yaml
from guardrails.model.source import Span


def test_only_json_types_are_read() -> None:
    text = 'a: 1\nb: 1.5\nc: true\nd: ~\ne: "1"\nf: no\ng: 2026-12-31\nh: 000000000012\ni: 1:30\nj: .nan\nk: 1.0e999\n'
    assert read_yaml(text, "x").value == {
        "a": 1, "b": 1.5, "c": True, "d": None, "e": "1", "f": "no", "g": "2026-12-31",
        "h": "000000000012", "i": "1:30", "j": ".nan", "k": "1.0e999",
    }  # fmt: skip


BOMB = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 12))
CHAIN = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 300))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "YAML-001"),
        ("# only a comment", "YAML-001"),
        ("a: [1", "YAML-001"),
        ("a: \x07", "YAML-001"),
        ("---\na: 1\n---\nb: 1\n", "YAML-001"),
        ("a: 1\na: 2", "YAML-002"),
        ("a: &x 1", "YAML-003"),
        ("&x a: 1", "YAML-003"),
        ("a: *x", "YAML-003"),
        ("a: !!python/object/apply:os.system [ls]", "YAML-003"),
        ("a: !!binary aGk=", "YAML-003"),
        ("<<: {a: 1}", "YAML-003"),
        ("? [a]\n: 1", "YAML-003"),
        ("[" * 200_000, "YAML-004"),
        ("{a: " * 50_000, "YAML-004"),
        ("- " * 20_000 + "a", "YAML-004"),
        ("[" + "1," * (MAX_VALUES + 1) + "1]", "YAML-004"),
        (BOMB, "YAML-003"),
    ],
)
def test_hostile_text_is_refused(text: str, rule: str) -> None:
    assert [finding.rule for finding in read_yaml(text, "x").findings] == [rule]


@pytest.mark.parametrize("text", [BOMB, CHAIN, "a: &a [*a]", "[" * 200_000])
def test_allowed_aliases_cannot_blow_up(text: str) -> None:
    read = read_yaml(text, "x", aliases=True)
    assert read.findings and read.value is None


def test_an_alias_repeats_its_value_where_allowed() -> None:
    assert read_yaml("a: &a [1]\nb: *a", "x", aliases=True).value == {"a": [1], "b": [1]}


def test_places_are_those_of_keys_and_values() -> None:
    read = read_yaml("a:\n  - b: hello\n    c: 1\n", "f")
    assert read.location(("a", 0, "b")).span == Span(2, 8, 2, 13)
    assert read.location(("a", 0, "c"), key=True).span == Span(3, 5, 3, 6)
    assert read.location(("a", 0, "gone")).span == read.location(("a", 0)).span


def test_tags_become_functions_of_cloudformation_where_they_are_asked_for() -> None:
    text = "a: !Sub x\nb: !Ref y\nc: !GetAtt\n- d\n- e\nf: !!str 1\n"
    found = read_yaml(text, "a.yaml", tags=True)
    assert found.findings == ()
    assert found.value == {"a": {"Fn::Sub": "x"}, "b": {"Ref": "y"}, "c": {"Fn::GetAtt": ["d", "e"]}, "f": "1"}
    assert found.location(("a", "Fn::Sub")).span == found.location(("a",)).span
    assert read_yaml(text, "a.yaml").findings
