"""Everything that a change can be, in rows made by hand and in plans of real Terraform."""

from __future__ import annotations

from typing import Any

import pytest

from guardrails.model.plan.change import Verb
from guardrails.model.plan.values import SENSITIVE, UNKNOWN, UNSET
from guardrails.terraform.reading.plan_file import read_plan
from tests.unit.terraform.reading.documents import PLANS, block, configured, document, only, read, row

VERBS: dict[tuple[str, ...], Verb] = {
    ("no-op",): Verb.NO_OP,
    ("create",): Verb.CREATE,
    ("read",): Verb.READ,
    ("update",): Verb.UPDATE,
    ("delete",): Verb.DELETE,
    ("delete", "create"): Verb.DELETE_THEN_CREATE,
    ("create", "delete"): Verb.CREATE_THEN_DELETE,
    ("forget",): Verb.FORGET,
    ("create", "forget"): Verb.CREATE_THEN_FORGET,
    ("explode",): Verb.UNKNOWN,
    ("create", "update"): Verb.UNKNOWN,
    ("delete", "delete"): Verb.UNKNOWN,
}


@pytest.mark.parametrize(("actions", "verb"), VERBS.items(), ids=["+".join(one) for one in VERBS])
def test_verbs(actions: tuple[str, ...], verb: Verb) -> None:
    more = {"mode": "data"} if verb is Verb.READ else {}
    address = "data.aws_sqs_queue.jobs" if more else "aws_sqs_queue.jobs"
    plan = read(document(row(address, actions, **more)))
    assert plan.changes[0].verb is verb
    assert bool(plan.warnings) == (verb is Verb.UNKNOWN)


def test_a_row_with_all_that_it_may_have() -> None:
    found = only(
        row(
            'module.a["x.y"].aws_sqs_queue.jobs[2]',
            ["delete", "create"],
            before={"name": "old"},
            after={"name": "new"},
            replace_paths=[["name"], ["rule", 0, "x"]],
            index=2,
            module_address='module.a["x.y"]',
            previous_address="aws_sqs_queue.before",
            action_reason="replace_because_cannot_update",
            deposed="a1b2c3d4",
            provider_name="registry.opentofu.org/hashicorp/aws",
            importing={"id": "x"},
        )
    )
    assert (found.key, found.module, found.module_path) == (2, 'module.a["x.y"]', ("a",))
    assert found.config_address == "module.a.aws_sqs_queue.jobs"
    assert (found.old("name"), found.get("name")) == ("old", "new")
    assert found.replace_paths == (("name",), ("rule", 0, "x"))
    assert (found.previous_address, found.deposed) == ("aws_sqs_queue.before", "a1b2c3d4")
    assert found.reason == "replace_because_cannot_update"
    assert found.provider == "registry.opentofu.org/hashicorp/aws"
    assert found.importing


@pytest.mark.parametrize(("change", "importing"), [({"importing": {"id": "x"}}, True), ({"importing": None}, False)])
def test_imports(change: dict[str, Any], importing: bool) -> None:
    assert only(row(**change)).importing is importing


def test_an_import_of_an_unknown_id_is_an_import() -> None:
    assert only(row(importing={"unknown": True})).importing


def test_nothing_before_and_nothing_after_are_empty() -> None:
    created, gone = only(row(after={"name": "x"})), only(row(before={"name": "x"}, after=None))
    assert (dict(created.before), dict(gone.after)) == ({}, {})
    assert gone.settled == {"name": "x"}


def test_an_object_of_which_nothing_is_known_is_unknown_in_all_that_is_configured() -> None:
    found = only(
        row(after=None, after_unknown=True), configuration=configured(block("aws_sqs_queue.jobs", name="x", fifo=True))
    )
    assert (found.get("name"), found.get("fifo"), found.get("other")) == (UNKNOWN, UNKNOWN, UNSET)
    assert found.verb is Verb.CREATE


def test_an_object_of_which_nothing_is_known_at_all_cannot_be_judged() -> None:
    plan = read(document(row(after=None, after_unknown=True), configuration=None))
    assert plan.changes[0].verb is Verb.UNKNOWN
    assert any("aws_sqs_queue.jobs" in one for one in plan.warnings)


def test_an_object_that_is_hidden_as_a_whole_is_hidden_in_each_attribute() -> None:
    found = only(row(before={"a": "1"}, after={"a": "2", "b": None}, before_sensitive=True, after_sensitive=True))
    assert (found.old("a"), found.get("a"), found.get("b")) == (SENSITIVE, SENSITIVE, UNSET)


def test_hidden_values_that_differ_count_as_changed() -> None:
    masks = {"before_sensitive": {"password": True, "token": True}, "after_sensitive": {"password": True}}
    found = only(
        row(
            "aws_db_instance.main",
            ["update"],
            before={"password": "a", "token": "t", "size": 1},
            after={"password": "b", "token": "t", "size": 1},
            **masks,
        )
    )
    assert found.old("password") is found.get("password") is SENSITIVE
    assert found.changes("password")
    assert found.differing == {"password"}
    assert not found.changes("size")


def test_the_provider_of_a_row_is_that_of_its_block() -> None:
    queue = {**block("aws_sqs_queue.jobs"), "provider_config_key": "aws.dr"}
    providers = {"aws.dr": {"name": "aws", "alias": "dr", "expressions": {"region": {"constant_value": "us-west-2"}}}}
    plan = read(document(row(), configuration=configured(queue, provider_config=providers)))
    assert plan.changes[0].provider_key == "aws.dr"
    assert plan.providers["aws.dr"].expressions["region"].constant == "us-west-2"


REAL = {
    "drift": ("drift", lambda plan: [one.address for one in plan.drift]),
    "moved": ("moved", lambda plan: [one.previous_address for one in plan.changes if one.previous_address]),
    "import": ("import", lambda plan: [one.address for one in plan.changes if one.importing]),
    "deposed": ("replaced-objects", lambda plan: [one.deposed for one in plan.changes if one.deposed]),
    "forgotten": ("removed", lambda plan: [one.address for one in plan.changes if one.verb is Verb.FORGET]),
}


@pytest.mark.parametrize(("name", "find"), REAL.values(), ids=list(REAL))
def test_each_kind_of_row_stands_in_a_real_plan(name: str, find: Any) -> None:
    assert find(read_plan(PLANS / f"{name}.json"))


def test_the_large_tables_of_a_real_plan_agree() -> None:
    plan = read_plan(PLANS / "live-prod-networking.json")
    managed = [one for one in plan.changes if one.managed]
    assert len(plan.by_address) == len(managed) > 50
    assert sum(map(len, plan.by_type.values())) == len(managed)
    assert [one.position for one in plan.changes] == list(range(len(plan.changes)))
    assert all(plan.configured(one) for one in managed)
