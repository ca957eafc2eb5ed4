"""Calls of several parts: a Deny of a part that not every call has, or of another account, proves nothing."""

from __future__ import annotations

import pytest

from guardrails.model.policy.document import FULL_AWS_ACCESS, Condition, Effect, Element, PolicySet, Statement
from guardrails.model.policy.document import PolicyDocument as Document
from guardrails.model.proof import Calls, Claim, Property, Result, Scene, Status
from guardrails.prover.proving import prove

OWN, OTHER = "111122223333", "444455556666"
SCENE = Scene("Dev", OWN)
LAUNCH = Element(("ec2:RunInstances",))


def launches(denied_on: str, rows: tuple[Condition, ...] = (), asked: tuple[Condition, ...] = ()) -> Result:
    deny = Statement(Effect.DENY, LAUNCH, Element((denied_on,)), rows)
    policies = PolicySet(scps=((FULL_AWS_ACCESS, Document((deny,), name="p")),))
    calls = Calls("launches", LAUNCH, Element(("arn:*:ec2:*:*:instance/*",)), asked, "instance")
    return prove(policies, Property("p", Claim.DENIED, (calls,)), SCENE)


def test_an_instance_may_have_no_volume() -> None:
    result = launches("arn:aws:ec2:*:*:volume/*")
    assert result.status is Status.UNDECIDED
    assert "denied on its volume alone" in result.reason


@pytest.mark.parametrize(
    ("action", "denied_on", "about"),
    [
        ("organizations:MoveAccount", "arn:aws:organizations::*:root/*", "account"),
        ("rds:RestoreDBInstanceFromDBSnapshot", "arn:aws:rds:*:*:og:*", "db"),
    ],
)
def test_the_reference_calls_parts_required_that_not_every_call_has(action: str, denied_on: str, about: str) -> None:
    deny = Statement(Effect.DENY, Element((action,)), Element((denied_on,)))
    policies = PolicySet(scps=((FULL_AWS_ACCESS, Document((deny,), name="p")),))
    calls = Calls("calls", Element((action,)), resource_type=about)
    result = prove(policies, Property("p", Claim.DENIED, (calls,)), SCENE)
    assert result.status is Status.UNDECIDED
    assert "not every call need have one" in result.reason


@pytest.mark.parametrize("kind", ["subnet", "image", "security-group", "network-interface"])
def test_every_launch_has_the_parts_that_the_reference_requires(kind: str) -> None:
    result = launches(f"arn:aws:ec2:*:*:{kind}/*")
    assert result.status is Status.PROVEN
    assert result.notes == (f"ec2:RunInstances is denied on its {kind}, not on what it is about",)


def test_an_interface_that_exists_is_not_denied_with_new_ones() -> None:
    assert launches(f"arn:aws:ec2:*:{OWN}:network-interface/eni-0a*").status is Status.REFUTED


def test_the_image_may_belong_to_another_account_than_the_instance() -> None:
    foreign = Condition("StringNotEquals", "aws:ResourceAccount", (OTHER,))
    own = Condition("StringEquals", "aws:ResourceAccount", (OWN,))
    assert launches("arn:aws:ec2:*::image/*", (foreign,), (own,)).status is Status.REFUTED


def test_the_subnet_may_be_shared_by_another_account() -> None:
    own = Condition("StringEquals", "aws:ResourceAccount", (OWN,))
    assert launches(f"arn:aws:ec2:*:{OWN}:subnet/*", (), (own,)).status is Status.REFUTED
