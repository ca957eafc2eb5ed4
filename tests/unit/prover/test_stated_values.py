"""A value that the question itself gives a key fills policy variables, but only where the key can have it."""

from __future__ import annotations

import pytest

from guardrails.model.policy.document import FULL_AWS_ACCESS, Condition, Effect, Element, PolicySet, Statement
from guardrails.model.policy.document import PolicyDocument as Document
from guardrails.model.proof import Calls, Claim, Property, Result, Scene, Status
from guardrails.prover.proving import prove

SCENE = Scene("Dev", "111122223333")


def _asked(rows: tuple[Condition, ...], *denies: Statement) -> Result:
    policies = PolicySet(scps=((FULL_AWS_ACCESS, Document(denies, name="p")),))
    calls = Calls("purges", Element(("sqs:PurgeQueue",)), conditions=rows)
    return prove(policies, Property("p", Claim.DENIED, (calls,)), SCENE)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            (
                Condition("StringEquals", "aws:PrincipalType", ("User",)),
                Condition("ArnLike", "aws:PrincipalArn", ("arn:aws:iam::*:role/Developer",)),
            ),
            id="the type of another kind of caller",
        ),
        pytest.param((Condition("StringEquals", "aws:SecureTransport", ("perhaps",)),), id="neither true nor false"),
        pytest.param((Condition("StringEquals", "aws:SourceVpc", ("home",)),), id="no id of a VPC"),
    ],
)
def test_a_value_that_no_call_carries_makes_no_witness(rows: tuple[Condition, ...]) -> None:
    result = _asked(rows)
    assert result.status is Status.UNDECIDED
    assert result.reason.startswith("there is no such call")


@pytest.mark.parametrize(("asked", "status"), [("a", Status.PROVEN), ("b", Status.REFUTED)])
def test_a_stated_value_fills_the_variables_of_policies(asked: str, status: Status) -> None:
    own = Statement(
        Effect.DENY,
        Element(("sqs:*",)),
        conditions=(Condition("StringNotEquals", "aws:SourceVpc", ("vpc-${aws:PrincipalTag/team}",)),),
    )
    team = Condition("StringEquals", "aws:PrincipalTag/team", (asked,))
    vpc = Condition("StringEquals", "aws:SourceVpc", ("vpc-b",))
    assert _asked((team, vpc), own).status is status
