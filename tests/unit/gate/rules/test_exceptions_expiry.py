"""Exceptions that ended, and those that end soon."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from guardrails.gate.rules.exceptions_expiry import findings_of
from guardrails.model.finding import Severity
from guardrails.model.organization.tree import Mechanism, PolicyException
from guardrails.model.source import Location, Pointer
from tests.unit.gate.building import TODAY, inspect, made, organization


def place(pointer: Pointer) -> Location:
    return Location("scps/organization.yaml", pointer)


def with_exception(days: int, policy: str = "gpu-cap") -> object:
    one = PolicyException("EX-1", policy, Mechanism.ACCOUNT, TODAY + timedelta(days=days), pointer=("exceptions", 0))
    return replace(organization(), exceptions=(one,))


@pytest.mark.parametrize(
    ("days", "severity"),
    [(-1, Severity.ERROR), (0, Severity.WARNING), (14, Severity.WARNING), (15, None)],
)
def test_an_exception_holds_until_its_day_and_is_announced(days: int, severity: Severity | None) -> None:
    found = list(findings_of(inspect(made(), organization=with_exception(days)), place))
    assert [one.severity for one in found] == ([severity] if severity else [])
    assert all((one.rule, one.address, one.location.file) == ("PG-024", "", "scps/organization.yaml") for one in found)


def test_an_exception_of_no_policy_opens_nothing() -> None:
    assert not list(findings_of(inspect(made(), organization=with_exception(-1, "gone")), place))


def test_it_is_said_once_in_a_run() -> None:
    first = inspect(made(), organization=with_exception(-1))
    earlier = (replace(made(), file="a.json"), first.account)
    assert not list(findings_of(replace(first, siblings=(earlier,)), place))
    assert list(findings_of(replace(first, siblings=((replace(made(), file="z.json"), first.account),)), place))
