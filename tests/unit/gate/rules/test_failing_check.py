"""Checks that fail or end in an error are findings; those that pass or are not known yet are none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guardrails.gate.rules import failing_check
from guardrails.model.plan.plan import CheckResult
from tests.unit.gate.building import inspect, made


@pytest.mark.parametrize(("status", "count"), [("fail", 1), ("error", 1), ("pass", 0), ("unknown", 0)])
def test_what_becomes_of_a_check(status: str, count: int) -> None:
    plan = replace(made(), checks=(CheckResult("check.retention", "check", status, ("Logs are kept for 14 days.",)),))
    found = list(failing_check.check(inspect(plan)))
    assert len(found) == count
    for one in found:
        assert (one.rule, one.address) == ("PG-030", "check.retention")
        assert "Logs are kept for 14 days." in one.message
        assert not one.undecided
