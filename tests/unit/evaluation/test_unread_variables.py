"""Policy variables whose value nobody can read: an answer hangs on them unless no value would do."""

from __future__ import annotations

import pytest

from guardrails.evaluation.conditions import condition_holds
from guardrails.model.decision import Truth
from guardrails.model.policy.document import Condition
from guardrails.model.request import UNKNOWN

TAG = "${aws:PrincipalTag/x}"


@pytest.mark.parametrize(
    ("pattern", "caller", "truth"),
    [
        (f"arn:aws:iam::1:role/{TAG}", "arn:aws:iam::1:role/a", Truth.UNKNOWN),
        (f"arn:aws:iam::1:role/{TAG}", "arn:aws:iam::2:role/a", Truth.FALSE),
        (f"arn:aws:iam::{TAG}", "arn:aws:iam::1:role/a", Truth.UNKNOWN),
        (f"arn:aws:iam::{TAG}:role/a", "arn:aws:iam::1:role/b:role/a", Truth.UNKNOWN),
    ],
)
def test_a_value_may_hold_colons(pattern: str, caller: str, truth: Truth) -> None:
    context = {"aws:principalarn": caller, "aws:principaltag/x": UNKNOWN}
    assert condition_holds(Condition("ArnLike", "aws:PrincipalArn", (pattern,)), context) is truth
    assert condition_holds(Condition("ArnNotLike", "aws:PrincipalArn", (pattern,)), context) is ~truth
