"""The values that are tried on rows of one key: whenever rows can hold together, one of the values shows it."""

from __future__ import annotations

from itertools import product

import pytest

from guardrails.evaluation.patterns import Glob
from guardrails.lint.reasoning.situations import holds
from guardrails.lint.reasoning.trial_values import trial_values
from guardrails.model.decision import Truth
from guardrails.model.policy.document import Condition

PATTERNS = ["".join(one) for length in (1, 2) for one in product("ab*?", repeat=length)]
TEXTS = ["".join(one) for length in range(6) for one in product("abc", repeat=length)]


def is_possible(*rows: Condition) -> bool:
    tried = trial_values(rows)
    assert tried is not None
    return any(holds(rows, {"k": value}) is Truth.TRUE for value in tried)


def test_of_two_text_rows_one_value_is_found_if_there_is_any() -> None:
    of = {one: {text for text in TEXTS if Glob.of(one).matches(text)} for one in PATTERNS}
    for a, b in product(PATTERNS, repeat=2):
        like, other = Condition("StringLike", "k", (a,)), Condition("StringLike", "k", (b,))
        negated = Condition("StringNotLike", "k", (b,))
        assert is_possible(like, other) is bool(of[a] & of[b]), (a, b)
        assert is_possible(like, negated) is bool(of[a] - of[b]), (a, b)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((("NumericGreaterThan", "5"), ("NumericLessThan", "6")), True),
        ((("NumericGreaterThanEquals", "5"), ("NumericLessThanEquals", "5")), True),
        ((("NumericGreaterThan", "5"), ("NumericLessThanEquals", "5")), False),
        ((("DateGreaterThan", "2026-01-01"), ("DateLessThan", "2026-01-02")), True),
        ((("DateGreaterThan", "2026-01-02"), ("DateLessThan", "2026-01-01T00:00:00Z")), False),
        ((("IpAddress", "10.0.0.0/8"), ("IpAddress", "10.1.0.0/16")), True),
        ((("IpAddress", "10.0.0.0/8"), ("NotIpAddress", "10.0.0.0/9")), True),
        ((("IpAddress", "10.0.0.0/8"), ("IpAddress", "2001:db8::/32")), False),
        ((("ArnLike", "arn:aws:iam::*:role/a*"), ("ArnNotLike", "arn:aws:iam::*:role/ab*")), True),
        ((("ArnLike", "arn:aws:iam::*:role/a*"), ("ArnLike", "arn:aws:iam::222222222222:*")), True),
        ((("ArnLike", "arn:aws:iam::*:role/a*"), ("ArnLike", "arn:aws:iam::*:user/*")), False),
        ((("ArnLike", "arn:aws:iam::*:role/a*"), ("StringLike", "*:role/*z")), True),
        ((("Bool", "true"), ("Bool", "false")), False),
        ((("StringEquals", "a"), ("StringEqualsIgnoreCase", "A")), True),
        ((("StringEqualsIgnoreCase", "a"), ("StringNotEquals", "a")), True),
    ],
)
def test_rows_of_each_type(rows: tuple[tuple[str, str], ...], expected: bool) -> None:
    assert is_possible(*(Condition(operator, "k", (value,)) for operator, value in rows)) is expected


def test_too_many_values_are_not_tried_in_part() -> None:
    exact = Condition("StringEquals", "k", tuple(map(str, range(4000))))
    wild = Condition("StringLike", "k", tuple(f"*{number}*" for number in range(400)))
    assert trial_values((exact, exact)) is None
    assert trial_values((wild, wild)) is None
