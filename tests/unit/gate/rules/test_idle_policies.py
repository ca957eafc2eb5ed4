"""Policies that bind nobody after the apply."""

from __future__ import annotations

from typing import Any

from guardrails.gate.rules.idle_policies import check
from guardrails.terraform.references.resolver import resolver_of
from tests.unit.gate.building import committed, inspect, made, row

NAME = "aws_organizations_policy.p"
ATTACHMENT = "aws_organizations_policy_attachment.a"


def found(*rows: Any) -> list[tuple[str, bool]]:
    plan = made(*rows)
    return [(one.address, one.undecided) for one in check(inspect(plan, "Management", references=resolver_of(plan)))]


def policy(name: str = "own", actions: str = "create", type: str = "SERVICE_CONTROL_POLICY") -> dict[str, Any]:
    values = {"name": name, "type": type, "content": "{}"}
    sides = (
        {"after": values}
        if actions == "create"
        else {"before": {"id": "p-1", **values}, "after": {"id": "p-1", **values}}
    )
    return row(NAME, actions, **sides)


def attachment(target: str, actions: str = "create", policy: str = "p-1") -> dict[str, Any]:
    side = "before" if actions == "delete" else "after"
    return row(ATTACHMENT, actions, **{side: {"policy_id": policy, "target_id": target}})


def test_the_fixture_has_one_of_each_kind() -> None:
    plan = committed("policy-attachments")
    findings = check(inspect(plan, "Management", references=resolver_of(plan)))
    assert {one.address for one in findings} == {
        "aws_organizations_policy.nowhere",
        "aws_organizations_policy.misspelled",
        "aws_organizations_policy_attachment.management",
        "aws_organizations_policy_attachment.workloads",
    }


def test_a_new_policy_without_attachment_is_found() -> None:
    assert found(policy()) == [(NAME, False)]
    assert not found(policy(type="TAG_POLICY"))
    assert not found(policy("ml-guard")), "a draft of the organization file"


def test_a_policy_that_another_root_may_attach_is_left_alone() -> None:
    assert not found(policy(actions="update"))


def test_the_last_attachment_that_goes_away_is_found() -> None:
    assert found(policy(actions="no-op"), attachment("ou-ab12-workload1", "delete")) == [(ATTACHMENT, False)]
    assert not found(policy(actions="no-op"), attachment("ou-ab12-workload1"))


def test_management_alone_is_nobody() -> None:
    assert found(policy(actions="no-op"), attachment("111111111111")) == [(ATTACHMENT, False)]
    assert not found(policy(actions="no-op"), attachment("222222222222"))


def test_an_attachment_of_an_unknown_policy_leaves_it_open() -> None:
    hidden = row(ATTACHMENT, after={"target_id": "222222222222"}, after_unknown={"policy_id": True})
    assert found(policy(), hidden) == [(NAME, True)]


def test_a_new_policy_whose_name_is_hidden_is_found() -> None:
    values = {"type": "SERVICE_CONTROL_POLICY", "content": "{}"}
    assert found(row(NAME, after=values, after_unknown={"name": True})) == [(NAME, False)]


def test_where_the_only_node_is_hidden_it_is_undecided() -> None:
    hidden = row(ATTACHMENT, after={"policy_id": "p-1"}, after_unknown={"target_id": True})
    assert found(policy(actions="no-op"), hidden) == [(ATTACHMENT, True)]
    there = {**attachment("ou-ab12-workload1"), "address": "aws_organizations_policy_attachment.b", "name": "b"}
    assert not found(policy(actions="no-op"), hidden, there)
