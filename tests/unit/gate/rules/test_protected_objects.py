"""What is never destroyed without a waiver."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.gate.rules.protected_objects import PROTECTED, STORES, check
from tests.unit.gate.building import row
from tests.unit.gate.rules.judging import judged, said

REPLACED = ("delete", "create")


def gone(address: str, actions: Any = "delete", **more: Any) -> dict[str, Any]:
    return row(address, actions, before={"id": "x"}, after=None if actions == "delete" else {"id": "y"}, **more)


@pytest.mark.parametrize("type", sorted(PROTECTED))
def test_a_delete_of_each_type_is_found(type: str) -> None:
    assert said(judged(check, [gone(f"{type}.one")], "Dev")) == {(f"{type}.one", "error")}


@pytest.mark.parametrize("actions", ["create", "update", "no-op", "forget"])
def test_other_actions_are_fine(actions: str) -> None:
    before = None if actions == "create" else {"id": "x"}
    after = None if actions == "forget" else {"id": "x"}
    assert judged(check, [row("aws_vpc.main", actions, before=before, after=after)], "Dev") == []


@pytest.mark.parametrize("actions", [("delete", "create"), ("create", "delete")])
def test_a_replacement_names_what_forces_it(actions: tuple[str, str]) -> None:
    (one,) = judged(check, [gone("aws_vpc.main", actions, replace_paths=[["cidr_block"]])], "Dev")
    assert "destroyed and made anew, because cidr_block changes" in one.message
    assert one.attribute == "cidr_block"


def test_the_reason_of_terraform_is_told() -> None:
    (one,) = judged(check, [gone("aws_subnet.a", action_reason="delete_because_no_resource_config")], "Dev")
    assert "because its block is gone" in one.message


@pytest.mark.parametrize("type", sorted(STORES))
def test_stores_of_data_are_protected_in_production(type: str) -> None:
    assert said(judged(check, [gone(f"{type}.one")], "Prod")) == {(f"{type}.one", "error")}
    assert judged(check, [gone(f"{type}.one")], "Dev") == []


def test_what_is_not_protected_may_go() -> None:
    assert judged(check, [gone("aws_sqs_queue.jobs"), gone("aws_security_group.a", REPLACED)], "Prod") == []


def test_what_aws_keeps_is_not_destroyed() -> None:
    kept = row("aws_cloudwatch_log_group.flow", "delete", before={"skip_destroy": True})
    assert judged(check, [kept], "Dev") == []


def test_what_an_earlier_replacement_left_over_was_judged_then() -> None:
    assert judged(check, [gone("aws_cloudwatch_log_group.flow", deposed="abcd1234")], "Dev") == []


def test_an_action_that_nobody_knows_is_undecided() -> None:
    (one,) = judged(check, [row("aws_vpc.main", "transmogrify", before={"id": "x"}, after={"id": "x"})], "Dev")
    assert one.undecided and one.hangs_on == ("actions",)
