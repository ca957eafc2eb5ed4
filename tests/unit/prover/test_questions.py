"""Questions are asked of callers of every kind, and of what only a statement to stay out of leaves over."""

from __future__ import annotations

import pytest

from guardrails.model.policy.document import FULL_AWS_ACCESS, Condition, Effect, Element, PolicySet, Statement
from guardrails.model.policy.document import PolicyDocument as Document
from guardrails.model.proof import Calls, Claim, Property, Scene, Status
from guardrails.model.request import PrincipalKind
from guardrails.prover.dead_statements import decides
from guardrails.prover.proving import prove

SCENE = Scene("Dev", "111122223333")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (PrincipalKind.ROLE, "AssumedRole"),
        (PrincipalKind.USER, "User"),
        (PrincipalKind.ROOT, "Account"),
        (PrincipalKind.FEDERATED_USER, "FederatedUser"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_the_one_kind_of_caller_that_is_spared_is_found(kind: PrincipalKind, name: str) -> None:
    spared = Condition("StringNotEquals", "aws:PrincipalType", (name,))
    deny = Statement(Effect.DENY, Element(("sqs:*",)), conditions=(spared,))
    policies = PolicySet(scps=((FULL_AWS_ACCESS, Document((deny,), name="p")),))
    asked = Property("p", Claim.DENIED, (Calls("purges", Element(("sqs:PurgeQueue",))),))
    result = prove(policies, asked, SCENE)
    assert result.status is Status.REFUTED
    assert result.witness is not None
    assert result.witness.requests[0].principal.kind is kind


def test_what_another_statement_spares_is_left_to_decide() -> None:
    everything = Statement(
        Effect.DENY, Element(("*",)), conditions=(Condition("Bool", "aws:SecureTransport", ("false",)),)
    )
    rest = Statement(Effect.DENY, Element(("sns:*",), negated=True))
    document = Document((everything, rest), name="p")
    assert decides(everything, document, (rest,), SCENE)
    covering = Statement(Effect.DENY, Element(("sns:*",)))
    assert not decides(everything, document, (rest, covering), SCENE)


def test_a_call_that_may_not_be_asked_about_is_no_witness() -> None:
    """AWS does not say how it compares several values without a set operator, so no call is surely one of these."""
    tagged = Condition("StringEquals", "aws:TagKeys", ("team",))
    calls = Calls("tagged launches", Element(("ec2:CreateTags",)), conditions=(tagged,))
    policies = PolicySet(scps=((FULL_AWS_ACCESS,),))
    result = prove(policies, Property("p", Claim.DENIED, (calls,)), SCENE)
    assert result.status is Status.UNDECIDED
    assert result.witness is None
