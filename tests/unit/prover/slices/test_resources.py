"""ARNs that an authorization can be on: wide enough for everything that AWS could send."""

from __future__ import annotations

import pytest

from guardrails.model.proof import Scene
from guardrails.prover.slices.resources import resources_of

OWN, OTHER = "111122223333", "444455556666"
SCENE = Scene("prod", OWN)


def stands_for(action: str, resource_type: str, arn: str) -> bool:
    variable = resources_of(action, resource_type, SCENE, ("us-east-1",), (OWN,)).variable()
    values = variable.values
    return arn in values.finite or (values.formats is not None and values.formats.has(arn))


@pytest.mark.parametrize("action", ["ec2:RunInstances", "ec2:CreateFleet"])
@pytest.mark.parametrize("name", ["*", "eni-0a1b2c3d4e5f60718"])
def test_a_launch_makes_a_network_interface_or_takes_one_that_exists(action: str, name: str) -> None:
    assert stands_for(action, "network-interface", f"arn:aws:ec2:us-east-1:{OWN}:network-interface/{name}")


def test_a_launch_makes_its_instance() -> None:
    assert stands_for("ec2:RunInstances", "instance", f"arn:aws:ec2:us-east-1:{OWN}:instance/*")
    assert not stands_for("ec2:RunInstances", "instance", f"arn:aws:ec2:us-east-1:{OWN}:instance/i-0a1b")
    assert stands_for("ec2:StartInstances", "instance", f"arn:aws:ec2:us-east-1:{OWN}:instance/i-0a1b")


@pytest.mark.parametrize(
    ("action", "resource_type", "arn"),
    [
        ("rds:CopyDBSnapshot", "snapshot", f"arn:aws:rds:eu-west-1:{OWN}:snapshot:orders"),
        ("rds:CreateDBInstanceReadReplica", "db", f"arn:aws:rds:eu-west-1:{OWN}:db:orders"),
        ("cloudtrail:StopLogging", "trail", f"arn:aws:cloudtrail:eu-west-1:{OWN}:trail/all"),
        ("bedrock:InvokeModel", "foundation-model", "arn:aws:bedrock:us-west-2::foundation-model/m"),
    ],
)
def test_what_is_copied_may_be_in_another_region(action: str, resource_type: str, arn: str) -> None:
    assert stands_for(action, resource_type, arn)


def test_other_resources_are_in_the_region_that_is_called() -> None:
    assert not stands_for("sqs:SendMessage", "queue", f"arn:aws:sqs:eu-west-1:{OWN}:orders")
    assert not stands_for("sqs:SendMessage", "queue", f"arn:aws:sqs:us-east-1:{OTHER}:orders")
