"""Differences of more regions than anybody reads, or that take too long, end undecided; they never go on for ever."""

from __future__ import annotations

import pytest

from guardrails.model.policy.document import FULL_AWS_ACCESS, PolicySet, PolicyType
from guardrails.model.policy.parse import parse_value
from guardrails.model.proof import Scene
from guardrails.prover import comparing

SCENE = Scene("Dev", "111122223333")


def under(*actions: str) -> PolicySet:
    rows = [{"Sid": f"S{at}", "Effect": "Deny", "Action": one, "Resource": "*"} for at, one in enumerate(actions)]
    document = parse_value({"Version": "2012-10-17", "Statement": rows}, PolicyType.SCP, "p").document
    assert document is not None
    return PolicySet(scps=((FULL_AWS_ACCESS, document),))


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("MOST_REGIONS", 2, "the budget of 2 regions ran out"), ("LONGEST", -1.0, "the budget of -1 seconds ran out")],
)
def test_a_budget_that_ran_out_is_a_doubt(monkeypatch: pytest.MonkeyPatch, name: str, value: float, words: str) -> None:
    monkeypatch.setattr(comparing, name, value)
    found = comparing.compare(under("sqs:*", "sns:*", "kms:*"), under("rds:*"), SCENE)
    assert found.undecided == (words,)


def test_what_is_not_looked_at_closely_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = under("sqs:*", "sqs:Send*"), under("sqs:Send*", "kms:*")
    close = comparing.compare(before, after, SCENE)
    monkeypatch.setattr(comparing, "MOST_LOOKS", 0)
    quick = comparing.compare(before, after, SCENE)
    assert len(close.newly_allowed) == len(quick.newly_allowed) == 1
