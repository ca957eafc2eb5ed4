"""What a document comes to: one normal form for every way to write it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from guardrails.evaluation.operators import OPERATORS as EVALUATED
from guardrails.model.policy.document import (
    FULL_AWS_ACCESS,
    RCP_FULL_AWS_ACCESS,
    Condition,
    Effect,
    Element,
    PolicyDocument,
    PolicyType,
    PrincipalElement,
    SetOperator,
    Statement,
)
from guardrails.model.policy.locate import locate
from guardrails.model.policy.operators import OPERATORS, read_operator
from guardrails.model.policy.parse import parse_policy, parse_value
from guardrails.model.policy.render import render
from guardrails.model.source import Span


def read(value: object, type: PolicyType = PolicyType.SCP) -> PolicyDocument:
    document = parse_policy(json.dumps(value), type).document
    assert document is not None
    return document


def only_statement(type: PolicyType = PolicyType.SCP, **elements: object) -> Statement:
    raw = {"Effect": "Deny", "Action": "s3:*", "Resource": "*", **elements}
    return read({"Version": "2012-10-17", "Statement": raw}, type).statements[0]


def test_the_name_and_the_version_are_kept() -> None:
    text = '{"Version":"2012-10-17","Id":"i","Statement":{"Effect":"Deny","Principal":"*","Action":"*"}}'
    document = parse_policy(text, PolicyType.RESOURCE, "scps/x.json").document
    assert document is not None
    assert (document.name, document.version, document.id) == ("scps/x.json", "2012-10-17", "i")


def test_a_document_without_version_is_read_by_the_rules_of_2008() -> None:
    document = read({"Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}})
    assert document.version == "" and not document.variables


def test_one_value_and_a_list_of_one_are_the_same() -> None:
    one = {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:x": "true"}}}
    lists = {"Effect": "Deny", "Action": ["s3:*"], "Resource": ["*"], "Condition": {"Bool": {"aws:x": ["true"]}}}
    top = {"Version": "2012-10-17"}
    assert read({**top, "Statement": one}) == read({**top, "Statement": [lists]})


def test_statements_and_rows_know_where_they_stand() -> None:
    raw = {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"bool": {"aws:x": True}}}
    document = read({"Version": "2012-10-17", "Statement": [raw, raw]})
    assert document.statements[1].pointer == ("Statement", 1)
    assert document.statements[1].conditions[0].pointer == ("Statement", 1, "Condition", "bool", "aws:x")
    assert read({"Version": "2012-10-17", "Statement": raw}).statements[0].pointer == ("Statement",)


def test_not_twins_become_negated_elements() -> None:
    raw = {"Effect": "Deny", "NotAction": "s3:*", "NotResource": ["arn:aws:s3:::a", "arn:aws:s3:::b"]}
    statement = read({"Version": "2012-10-17", "Statement": raw}).statements[0]
    assert statement.action == Element(("s3:*",), negated=True)
    assert statement.resource == Element(("arn:aws:s3:::a", "arn:aws:s3:::b"), negated=True)


def test_principals_become_pairs() -> None:
    value = {"AWS": ["111122223333", "*"], "Service": "s3.amazonaws.com"}
    entries = (("AWS", "111122223333"), ("AWS", "*"), ("Service", "s3.amazonaws.com"))
    assert only_statement(PolicyType.RESOURCE, Principal=value).principal == PrincipalElement(entries)
    assert only_statement(PolicyType.RESOURCE, Principal="*").principal == PrincipalElement((("*", "*"),))
    raw = {"Effect": "Deny", "Action": "s3:*", "NotPrincipal": value}
    statement = read({"Version": "2012-10-17", "Statement": raw}, PolicyType.RESOURCE).statements[0]
    assert statement.principal == PrincipalElement(entries, negated=True)


#   as written in JSON        as compared
VALUES = [
    ("true", ("true",)),
    ("false", ("false",)),
    ("1.20", ("1.20",)),
    ("1e3", ("1e3",)),
    ("-0", ("-0",)),
    ("123456789012345678901234567890", ("123456789012345678901234567890",)),
    ('[1, "1", true]', ("1", "1", "true")),
    ('""', ("",)),
    ('"\\ud83d\\ude00"', ("😀",)),
]


@pytest.mark.parametrize(("written", "values"), VALUES)
def test_condition_values_are_their_json_text(written: str, values: tuple[str, ...]) -> None:
    text = (
        '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*",'
        '"Condition":{"StringEquals":{"aws:x":' + written + "}}}}"
    )
    document = parse_policy(text, PolicyType.SCP).document
    assert document is not None and document.statements[0].conditions[0].values == values


@pytest.mark.parametrize(("value", "text"), [(True, "true"), (12, "12"), (1.5, "1.5"), ("x", "x")])
def test_decoded_condition_values_are_their_json_text(value: object, text: str) -> None:
    raw = {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:x": value}}}
    document = parse_value({"Version": "2012-10-17", "Statement": raw}, PolicyType.SCP).document
    assert document is not None and document.statements[0].conditions[0].values == (text,)


#   spelling                               operator             set operator                  IfExists
SPELLINGS = [
    ("StringEquals",                       "StringEquals",      SetOperator.NONE,             False),
    ("StringEqualsIfExists",               "StringEquals",      SetOperator.NONE,             True),
    ("stringequalsifexists",               "StringEquals",      SetOperator.NONE,             True),
    ("ForAllValues:StringNotLike",         "StringNotLike",     SetOperator.FOR_ALL_VALUES,   False),
    ("FORANYVALUE:ArnLikeIFEXISTS",        "ArnLike",           SetOperator.FOR_ANY_VALUE,    True),
    ("Null",                               "Null",              SetOperator.NONE,             False),
]  # fmt: skip


@pytest.mark.parametrize(("spelling", "name", "set_operator", "if_exists"), SPELLINGS)
def test_spellings_of_operators(spelling: str, name: str, set_operator: SetOperator, if_exists: bool) -> None:
    spelled = read_operator(spelling)
    assert spelled is not None
    assert (spelled.operator.name, spelled.set_operator, spelled.if_exists) == (name, set_operator, if_exists)
    row = Condition(name, "aws:x", ("true",), set_operator, if_exists)
    assert str(spelled) == row.spelled


@pytest.mark.parametrize("spelling", ["", ":", "IfExists", "ForAnyValue:", "NotABool", "For:Bool", "Bool:ForAnyValue"])
def test_what_is_not_an_operator(spelling: str) -> None:
    assert read_operator(spelling) is None


def test_the_parser_and_the_evaluator_know_the_same_operators() -> None:
    known = {name: (each.negated, each.takes_variables) for name, each in OPERATORS.items() if name != "Null"}
    assert known == {name: (each.negated, each.variables) for name, each in EVALUATED.items()}


@pytest.mark.parametrize("type", PolicyType)
def test_the_managed_policies_are_what_they_print(type: PolicyType) -> None:
    managed = RCP_FULL_AWS_ACCESS if type in (PolicyType.RCP, PolicyType.RESOURCE) else FULL_AWS_ACCESS
    assert parse_policy(render(managed), type).document == managed


def test_the_print_is_minified_and_spells_each_meaning_one_way() -> None:
    rows = (
        Condition("StringLike", "aws:x", ("ä",), SetOperator.FOR_ANY_VALUE, if_exists=True),
        Condition("Null", "aws:y", ("true", "false")),
    )
    deny = Statement(Effect.DENY, Element(("s3:*",)), Element(("arn:aws:s3:::b",), negated=True), rows, sid="S")
    assert render(PolicyDocument((deny,), version="")) == (
        '{"Statement":[{"Sid":"S","Effect":"Deny","Action":"s3:*","NotResource":"arn:aws:s3:::b","Condition":'
        '{"ForAnyValue:StringLikeIfExists":{"aws:x":"ä"},"Null":{"aws:y":["true","false"]}}}]}'
    )


def test_what_json_cannot_say_is_not_printed() -> None:
    row = Condition("Bool", "aws:x", ("true",))
    with pytest.raises(ValueError, match="twice"):
        render(PolicyDocument((Statement(Effect.DENY, Element(("*",)), conditions=(row, row)),)))


TEXT = '{\n  "a": [1, {"b": "x"}],\n  "c": null\n}'
#   pointer             name     line, column, end
PLACES: list[tuple[Any, bool, Span]] = [
    ((),                False,   Span(1, 1, 4, 2)),
    (("a",),            False,   Span(2, 8, 2, 23)),
    (("a",),            True,    Span(2, 3, 2, 6)),
    (("a", 0),          False,   Span(2, 9, 2, 10)),
    (("a", 1, "b"),     False,   Span(2, 18, 2, 21)),
    (("a", 1, "b"),     True,    Span(2, 13, 2, 16)),
    (("c",),            False,   Span(3, 8, 3, 12)),
    (("a", 1, "z", 3),  False,   Span(2, 12, 2, 22)),
    (("z",),            True,    Span(1, 1, 4, 2)),
]  # fmt: skip


@pytest.mark.parametrize(("pointer", "name", "span"), PLACES)
def test_where_a_pointer_points(pointer: tuple[str | int, ...], name: bool, span: Span) -> None:
    assert locate(TEXT, pointer, name=name) == span


def test_in_a_broken_text_a_pointer_points_to_what_was_read() -> None:
    assert locate('{"a": 1, "b": ', ("a",)) == Span(1, 7, 1, 8)
    assert locate('{"a": 1, "b": ', ("b",)) == Span(1, 1, 1, 1)
    assert locate("", ("b",)) == Span(1, 1, 1, 1)
