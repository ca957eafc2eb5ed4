"""When the trail of a member account may go."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.gate.rules.member_trail import check
from guardrails.model.organization.levels import find_account
from tests.unit.gate.building import configured, made, organization, row
from tests.unit.gate.rules.judging import judged, said

CORE = "aws_cloudtrail.core"
GOES = row(CORE, "delete", before={"name": "core", "is_organization_trail": False})


def trail(actions: str = "no-op", **values: Any) -> dict[str, Any]:
    held = {"name": "org", "is_organization_trail": True, "enable_logging": True, **values}
    return row("aws_cloudtrail.organization", actions, before=held, after=None if actions == "delete" else held)


def beside(*rows: dict[str, Any]) -> Any:
    management = find_account(organization(), "Management")
    assert management is not None
    return ((made(*rows), management),)


@pytest.mark.parametrize("actions", ["delete", "forget"])
def test_a_trail_without_another_is_an_error(actions: str) -> None:
    assert said(judged(check, [row(CORE, actions, before={"name": "core"})], "Dev")) == {(CORE, "error")}


@pytest.mark.parametrize("actions", ["no-op", "create", "update"])
def test_the_organization_trail_of_another_plan_takes_its_place(actions: str) -> None:
    assert judged(check, [GOES], "Dev", siblings=beside(trail(actions))) == []


def test_one_in_the_same_plan_does_too() -> None:
    assert judged(check, [GOES, trail()], "Dev") == []


@pytest.mark.parametrize("other", [trail("delete"), trail(enable_logging=False), trail(is_organization_trail=False)])
def test_a_trail_that_does_not_record_all_does_not(other: dict[str, Any]) -> None:
    assert said(judged(check, [GOES], "Dev", siblings=beside(other))) == {(CORE, "error")}


def test_a_trail_that_may_be_it_is_undecided() -> None:
    plan = made(
        row("aws_cloudtrail.maybe", after={"name": "x"}, after_unknown={"is_organization_trail": True}),
        configuration=configured(("aws_cloudtrail.maybe", {"is_organization_trail": "var.whole"})),
    )
    management = find_account(organization(), "Management")
    assert management is not None
    (one,) = judged(check, [GOES], "Dev", siblings=((plan, management),))
    assert one.undecided and one.hangs_on == ("aws_cloudtrail.maybe.is_organization_trail",)


def test_replacements_and_the_management_account_are_other_matters() -> None:
    replaced = row(CORE, ("delete", "create"), before={"name": "core"}, after={"name": "core2"})
    assert judged(check, [replaced], "Dev") == []
    assert judged(check, [GOES], "Management") == []
