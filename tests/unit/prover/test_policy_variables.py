"""A policy variable that may have any value matches for certain only where the question says its value."""

from __future__ import annotations

import pytest

from guardrails.model.policy.document import (
    EVERYTHING,
    FULL_AWS_ACCESS,
    Condition,
    Effect,
    Element,
    PolicySet,
    Statement,
)
from guardrails.model.policy.document import PolicyDocument as Document
from guardrails.model.proof import Calls, Claim, Property, Scene, Status
from guardrails.prover.proving import prove

SCENE = Scene("Dev", "111122223333")
TAG = "aws:PrincipalTag/team"
TEAM = f"${{{TAG}}}"
TAGGED = Condition("Null", TAG, ("false",))
OF_A = Condition("StringEquals", TAG, ("a",))
AGENT = Condition("StringEquals", "aws:UserAgent", ("a",))

IN_RESOURCE = (Element((f"arn:aws:s3:::{TEAM}/*",)), ())
IN_VALUE = (EVERYTHING, (Condition("StringEquals", "aws:UserAgent", (TEAM,)),))
IN_PATTERN = (EVERYTHING, (Condition("StringLike", "aws:UserAgent", (f"*{TEAM}*",)),))
OPEN = pytest.mark.parametrize(
    ("resource", "rows"), [IN_RESOURCE, IN_VALUE, IN_PATTERN], ids=["resource", "value", "pattern"]
)


@pytest.mark.parametrize("claim", list(Claim), ids=lambda claim: claim.value)
@pytest.mark.parametrize(
    ("resource", "rows"), [IN_RESOURCE, IN_VALUE, IN_PATTERN], ids=["resource", "value", "pattern"]
)
def test_what_an_open_variable_decides_is_not_proven(
    resource: Element, rows: tuple[Condition, ...], claim: Claim
) -> None:
    policies = PolicySet(scps=((FULL_AWS_ACCESS, Document((_deny(resource, rows),), name="own")),))
    calls = Calls("reads of the tagged", Element(("s3:GetObject",)), Element(("arn:aws:s3:::*",)), (TAGGED,))
    assert prove(policies, Property("p", claim, (calls,)), SCENE).status is not Status.PROVEN


@pytest.mark.parametrize(
    ("resource", "rows"), [IN_RESOURCE, IN_VALUE, IN_PATTERN], ids=["resource", "value", "pattern"]
)
def test_a_variable_whose_value_is_asked_for_decides(resource: Element, rows: tuple[Condition, ...]) -> None:
    policies = PolicySet(scps=((FULL_AWS_ACCESS, Document((_deny(resource, rows),), name="own")),))
    bucket = Element(("arn:aws:s3:::a/*",))
    calls = Calls("reads of the bucket of team a", Element(("s3:GetObject",)), bucket, (OF_A, AGENT))
    assert prove(policies, Property("p", Claim.DENIED, (calls,)), SCENE).status is Status.PROVEN


def _deny(resource: Element, rows: tuple[Condition, ...]) -> Statement:
    return Statement(Effect.DENY, Element(("s3:GetObject",)), resource, rows)
