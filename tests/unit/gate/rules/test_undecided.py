"""Changes that nobody can judge are undecided, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

from guardrails.gate.rules import undecided
from tests.unit.gate.building import inspect, made, row


def test_an_action_that_nobody_knows_is_undecided() -> None:
    (found,) = undecided.check(inspect([row("aws_vpc.main", ["teleport"], before={}, after={})]))
    assert found.undecided
    assert (found.rule, found.address) == ("PG-019", "aws_vpc.main")


def test_a_data_source_with_such_an_action_is_not_asked() -> None:
    assert not list(undecided.check(inspect([row("data.aws_vpc.main", ["teleport"], mode="data", after={})])))


def test_a_deferred_change_is_undecided() -> None:
    plan = made(row("aws_vpc.main", after={"cidr_block": "10.1.0.0/16"}))
    put_off = replace(plan, deferred=(replace(plan.changes[0], deferred="instance_count_unknown"),), changes=())
    (found,) = undecided.check(inspect(put_off))
    assert found.undecided
    assert "instance_count_unknown" in found.message


def test_known_actions_are_decided() -> None:
    assert not list(undecided.check(inspect("clean")))
