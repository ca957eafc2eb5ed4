"""Calls with several authorizations: which keys they share, and that one denied authorization denies the call."""

from __future__ import annotations

import pytest

from guardrails.model.policy.document import Condition, Element, PolicySet, PolicyType
from guardrails.model.policy.parse import parse_value
from guardrails.model.proof import Breadth, Calls, Claim, Property, Result, Scene, Status
from guardrails.prover.proving import prove

SCENE = Scene("Dev", "111122223333", organization_id="o-exampleorg", management_id="999988887777")


def _asked(statement: dict[str, object], claim: Claim, calls: Calls, breadth: Breadth = Breadth.EVERY) -> Result:
    allow = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    parsed = parse_value({"Version": "2012-10-17", "Statement": [allow, statement]}, PolicyType.SCP, "p")
    assert parsed.document is not None
    return prove(PolicySet(scps=((parsed.document,),)), Property("p", claim, (calls,), breadth), SCENE)


def _deny(action: str, resource: str, **conditions: dict[str, str]) -> dict[str, object]:
    return {"Sid": "D", "Effect": "Deny", "Action": action, "Resource": resource, "Condition": conditions}


TAGGED = Calls(
    "tagged instances",
    Element(("ec2:RunInstances",)),
    conditions=(Condition("StringEquals", "aws:RequestTag/env", ("prod",)),),
    resource_type="instance",
)


def test_tags_of_one_resource_are_not_those_of_another() -> None:
    tags = {"aws:RequestTag/env": "prod"}
    on_volumes = _deny("ec2:RunInstances", "arn:aws:ec2:*:*:volume/*", StringEquals=tags)
    assert _asked(on_volumes, Claim.DENIED, TAGGED).status is Status.REFUTED
    on_instances = _deny("ec2:RunInstances", "arn:aws:ec2:*:*:instance/*", StringEquals=tags)
    assert _asked(on_instances, Claim.DENIED, TAGGED).status is Status.PROVEN


def test_a_key_of_the_action_as_a_whole_has_one_value() -> None:
    calls = Calls(
        "jobs on small machines",
        Element(("sagemaker:CreateTrainingJob",)),
        conditions=(
            Condition("Null", "sagemaker:NetworkIsolation", ("false",)),
            Condition("Bool", "sagemaker:NetworkIsolation", ("true",)),
        ),
    )
    statement = _deny("sagemaker:CreateTrainingJob", "*", Bool={"sagemaker:NetworkIsolation": "false"})
    assert _asked(statement, Claim.ALLOWED, calls, Breadth.ORDINARY).status is Status.PROVEN


@pytest.mark.parametrize("resource", ["image", "subnet", "security-group"])
def test_a_launch_that_only_another_resource_keeps_out_is_proven_with_a_note(resource: str) -> None:
    statement = _deny("ec2:RunInstances", f"arn:aws:ec2:*:*:{resource}/*")
    calls = Calls("launches", Element(("ec2:RunInstances",)), resource_type="instance")
    result = _asked(statement, Claim.DENIED, calls)
    assert result.status is Status.PROVEN
    assert result.notes == (f"ec2:RunInstances is denied on its {resource}, not on what it is about",)
