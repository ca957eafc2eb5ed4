"""Moves, imports, and what is let go of."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.gate.rules.objects_keep_their_account import check
from guardrails.model.organization.levels import find_account
from guardrails.model.organization.tree import Account
from tests.unit.gate.building import made, organization, row, tags
from tests.unit.gate.rules.judging import judged, said

GROUP = "aws_cloudwatch_log_group.flow"


def arn(account: str) -> str:
    return f"arn:aws:logs:us-east-1:{account}:log-group:flow"


def group(actions: str, account: str = "222222222222", environment: str = "dev", **more: Any) -> dict[str, Any]:
    values = {"arn": arn(account), "id": "flow", "retention_in_days": 14, "tags_all": tags(environment)}
    after = None if actions in ("delete", "forget") else {**values, "tags_all": tags(), **more.pop("changed", {})}
    return row(GROUP, actions, before={**values, **more.pop("was", {})}, after=after, **more)


def account(name: str) -> Account:
    found = find_account(organization(), name)
    assert found is not None
    return found


def test_a_move_alone_is_fine() -> None:
    assert judged(check, [group("no-op", previous_address="aws_cloudwatch_log_group.old")], "Dev") == []


def test_a_change_alone_is_fine() -> None:
    assert judged(check, [group("update", changed={"retention_in_days": 30})], "Dev") == []


def test_a_move_with_a_change_is_a_warning() -> None:
    old = "aws_cloudwatch_log_group.old"
    (one,) = judged(check, [group("update", changed={"retention_in_days": 30}, previous_address=old)], "Dev")
    assert (one.severity.value, one.attribute) == ("warning", "retention_in_days")
    assert old in one.message


def test_a_move_with_a_replacement_is_an_error() -> None:
    row_ = group("update", previous_address="aws_cloudwatch_log_group.old")
    row_["change"]["actions"] = ["delete", "create"]
    assert said(judged(check, [row_], "Dev")) == {(GROUP, "error")}


@pytest.mark.parametrize("more", [{"previous_address": "aws_cloudwatch_log_group.old"}, {"importing": {"id": "flow"}}])
def test_an_object_of_another_account_is_an_error(more: dict[str, Any]) -> None:
    (one,) = judged(check, [group("no-op", "333333333333", **more)], "Dev")
    assert (one.severity.value, one.found, one.expected) == ("error", "333333333333", "222222222222")


def test_the_owner_says_the_account_too() -> None:
    values = {"owner_id": "333333333333"}
    (one,) = judged(check, [row("aws_vpc.a", "no-op", before=values, after=values, importing={"id": "vpc-1"})], "Dev")
    assert one.attribute == "before.owner_id"


def test_an_import_of_another_environment_is_an_error() -> None:
    assert judged(check, [group("update", importing={"id": "flow"})], "Dev") == []
    (one,) = judged(check, [group("update", environment="prod", importing={"id": "flow"})], "Dev")
    assert one.attribute == "before.tags_all.Environment"


def test_what_is_forgotten_goes_on_living() -> None:
    assert said(judged(check, [group("forget")], "Dev")) == {(GROUP, "warning")}


def test_what_aws_keeps_is_let_go_of() -> None:
    (one,) = judged(check, [group("delete", was={"skip_destroy": True})], "Dev")
    assert "skip_destroy" in one.message
    assert judged(check, [group("delete")], "Dev") == []


def test_another_root_of_the_account_may_take_it_over() -> None:
    taker = made(group("no-op", importing={"id": "flow"}))
    assert judged(check, [group("forget")], "Dev", siblings=((taker, account("Dev")),)) == []
    other = made(group("no-op", "222222222223", importing={"id": "flow"}))
    assert said(judged(check, [group("forget")], "Dev", siblings=((other, account("Dev")),))) == {(GROUP, "warning")}


def test_another_account_may_not() -> None:
    taker = made(group("no-op", importing={"id": "flow"}))
    (one,) = judged(check, [group("forget")], "Dev", siblings=((taker, account("Prod")),))
    assert one.severity.value == "error" and "Prod" in one.message
