"""Accelerators above the cap that no SCP would stop."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.gate.rules.guardrail_gap import TYPES, findings_of, over_cap
from guardrails.model.answer import Decider, Outcome
from guardrails.model.gate_report import Judged
from guardrails.model.prediction import Caller, Prediction, Step
from tests.unit.gate.building import inspect, made, organization, row

CAP = Decider("Workloads", "gpu-cap", "CapRunInstances")
GROUP = "aws_eks_node_group.one"


def found(*rows: Any, judged: tuple[Judged, ...] = (), account: str = "Dev") -> list[tuple[str, str, bool]]:
    findings = findings_of(inspect(made(*rows), account), judged)
    return [(one.address, one.attribute, one.undecided) for one in findings]


@pytest.mark.parametrize(
    ("name", "over"),
    [
        ("p4d.24xlarge", True),
        ("g5.2xlarge", True),
        ("g5.xlarge", False),
        ("p3.2xlarge", False),
        ("t3.medium", False),
        ("ml.p3.16xlarge", True),
        ("p4d", True),
        ("g5", True),
        ("optimal", False),
        ("m5", False),
    ],
)
def test_what_is_above_the_cap(name: str, over: bool) -> None:
    assert over_cap(name, organization()) is over


def test_a_node_group_above_the_cap_is_found_and_one_at_it_is_not() -> None:
    assert found(row(GROUP, after={"instance_types": ["t3.micro", "p4d.24xlarge"]})) == [
        (GROUP, "instance_types[1]", False)
    ]
    assert not found(row(GROUP, after={"instance_types": ["g5.xlarge"]}))
    assert not found(row(GROUP, after={"instance_types": None}))


def test_a_family_of_batch_is_found() -> None:
    address = "aws_batch_compute_environment.one"
    after = {"compute_resources": [{"instance_type": ["optimal", "p4d"]}]}
    assert found(row(address, after=after)) == [(address, "compute_resources[0].instance_type[1]", False)]


def test_a_type_known_after_the_apply_is_undecided() -> None:
    blocks = [{"address": GROUP, "mode": "managed", "type": "aws_eks_node_group", "name": "one"}]
    blocks[0]["expressions"] = {"instance_types": {"references": ["var.types"]}}  # type: ignore[assignment]
    plan = made(
        row(GROUP, after={}, after_unknown={"instance_types": True}),
        configuration={"root_module": {"resources": blocks}},
    )
    (one,) = findings_of(inspect(plan), ())
    assert (one.address, one.undecided, one.hangs_on) == (GROUP, True, ("instance_types",))


def test_a_group_that_goes_away_or_keeps_its_types_is_not_asked() -> None:
    over = {"instance_types": ["p4d.24xlarge"], "tags": {}}
    assert not found(row(GROUP, "delete", before=over))
    assert not found(row(GROUP, "update", before=over, after=over | {"tags": {"a": "b"}}))
    assert found(row(GROUP, "update", before={"instance_types": ["t3.micro"]}, after=over))


def test_the_management_account_has_no_cap() -> None:
    assert not found(row(GROUP, after={"instance_types": ["p4d.24xlarge"]}), account="Management")


def test_every_type_is_read_somewhere() -> None:
    assert all(paths for paths in TYPES.values())


def launch(address: str, outcome: Outcome = Outcome.NOT_RESTRICTED, **changed: Any) -> Judged:
    change = made(row(address, after={})).changes[0]
    caller = Caller.SLR if outcome is Outcome.NOT_RESTRICTED else Caller.CHECK
    prediction = Prediction(change, Step.CREATE, "ec2:RunInstances", caller=caller)
    return Judged(prediction, outcome, "", (CAP,), **changed)


def test_a_launch_by_a_service_linked_role_is_a_gap() -> None:
    (one,) = findings_of(inspect(made()), [launch("aws_spot_thing.a", gap=True), launch("aws_spot_thing.a", gap=True)])
    assert (one.rule, one.address, one.policy, one.undecided) == ("PG-029", "aws_spot_thing.a", "gpu-cap", False)
    assert "gpu-cap#CapRunInstances would deny it" in one.message


def test_whether_there_is_a_gap_can_be_open() -> None:
    (one,) = findings_of(inspect(made()), [launch("aws_spot_thing.a", hangs_on=("ec2:InstanceType",))])
    assert (one.undecided, one.hangs_on) == (True, ("ec2:InstanceType",))


def test_what_is_denied_anyway_is_no_gap() -> None:
    denied = launch(GROUP, Outcome.DENY)
    assert not found(row(GROUP, after={"instance_types": ["p4d.24xlarge"]}), judged=(denied, launch(GROUP, gap=True)))
