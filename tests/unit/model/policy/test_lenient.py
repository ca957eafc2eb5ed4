"""Reading a faulty document as far as it makes sense: which statements can still be relied on."""

from __future__ import annotations

import json

import pytest

from guardrails.model.policy.document import PolicyType
from guardrails.model.policy.json_reader import Number
from guardrails.model.policy.parse import parse_leniently, value_leniently

TEXT = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": ["s3:*"], "Resource": "*"}]}'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TEXT.replace('"Deny",', '"Deny", // why\n'), "comment"),
        (TEXT.replace('"s3:*"]', '"s3:*",]'), "trailing-comma"),
        (TEXT.replace('"', "'"), "single-quote"),
        (TEXT.replace('"s3:*"', "“s3:*”"), "smart-quote"),
        ("\ufeff" + TEXT, "byte-order-mark"),
        (TEXT + " EOF", "trailing-text"),
    ],
)
def test_what_leaves_no_doubt_keeps_the_statement(text: str, code: str) -> None:
    read = parse_leniently(text, PolicyType.SCP)
    assert {problem.code for problem in read.problems} == {code}
    assert read.document is not None
    assert [one.action.patterns for one in read.document.statements] == [("s3:*",)]


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace('"Effect": "Deny"', '"Effect": "Deny", "Effect": "Allow"'),
        TEXT.replace('"Deny"', '"deny"'),
        TEXT.replace('["s3:*"]', "NaN"),
    ],
)
def test_what_leaves_a_doubt_drops_the_statement(text: str) -> None:
    read = parse_leniently(text, PolicyType.SCP)
    assert read.document is not None
    assert read.document.statements == ()


def test_numbers_are_those_of_python() -> None:
    condition = {"NumericLessThan": {"s3:max-keys": Number("10")}}
    value = {**json.loads(TEXT), "Statement": [{**json.loads(TEXT)["Statement"][0], "Condition": condition}]}
    read = value_leniently(value, PolicyType.SCP)
    assert isinstance(read.value, dict)
    assert read.value["Statement"][0]["Condition"] == {"NumericLessThan": {"s3:max-keys": 10}}
    assert read.document is not None
    assert read.document.statements[0].conditions[0].values == ("10",)
