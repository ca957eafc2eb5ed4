"""What `fixture.yaml` says of a fixture holds in its plan: what is wrong, what is fine, unknown, masked and secret."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest
import yaml

from tests.terraform.plan_reading import (
    FIXTURES,
    MISSING,
    PLANS,
    change,
    changes,
    is_sensitive,
    is_unknown,
    leaves,
    plan_of,
    value,
)

NAMES = sorted(file.parent.name for file in FIXTURES.glob("*/fixture.yaml"))
REPOSITORY = FIXTURES.parents[2]
KEYS = {
    *("title", "account", "env", "plan", "wrong", "clean", "unknown", "sensitive", "secrets", "absent", "missing"),
    *(
        "actions",
        "reasons",
        "replaced_for",
        "previous",
        "deposed",
        "outputs",
        "checks",
        "top",
        "refuse",
        "joins",
        "drift",
    ),
    *("importing", "as", "undecided"),
}
RULE = re.compile(r"PG-0(0[1-9]|1\d|2[0-9]|30)|CKV_LZ_0([0-4]\d|5[0-6])|CKV2?_AWS_\d+")
ROW = re.compile(
    r"(A([1-9]|[1-5]\d|6[0-7])|B([1-9]|[1-3]\d|4[01])|C([1-9]|1\d|2[0-7])|D([1-9]|1[0-8])|E([1-9]|[12]\d|3[01]))"
)
NOT_IN_A_PLAN = {
    "CKV_LZ_026": "the backend stands in the configuration only",
    "CKV_LZ_055": "where tags come from stands in the configuration only",
    "PG-018": "compares the state keys of several roots",
    "PG-019": "is about what other rules do with the unknown values of any fixture",
    "PG-023": "is about the pipeline that applies",
    "PG-024": "is about the exceptions of the organization file",
}
VERBS = {"no-op", "create", "read", "update", "delete", "forget"}


@cache
def told(name: str) -> dict[str, Any]:
    """What a fixture says of itself."""
    document: dict[str, Any] = yaml.safe_load((FIXTURES / name / "fixture.yaml").read_text("utf-8"))
    return document


def statements(key: str) -> list[Any]:
    """All statements of one kind, of all fixtures, each as a case of its own."""
    return [pytest.param(name, one, id=f"{name}-{_short(one)}") for name in NAMES for one in told(name).get(key) or ()]


def pairs(key: str) -> list[Any]:
    """All `address: value` statements of one kind, each as a case of its own."""
    return [
        pytest.param(name, address, expected, id=f"{name}-{address}")
        for name in NAMES
        for address, expected in (told(name).get(key) or {}).items()
    ]


def _short(one: Any) -> str:
    return f"{one['address']}-{one.get('attribute', '')}" if isinstance(one, dict) else str(one)


@pytest.mark.parametrize("name", NAMES)
def test_a_fixture_says_what_it_is(name: str) -> None:
    told_here = told(name)
    assert set(told_here) <= KEYS, "a key that no test reads"
    assert told_here["title"] and told_here["env"] in ("mgmt", "dev", "prod")
    accounts = {"mgmt": "Management", "dev": "Dev", "prod": "Prod"}
    assert told_here["account"] == accounts[told_here["env"]]
    assert told_here["wrong"] or told_here["clean"] or told_here["drift"], "neither a fault nor a good twin"


@pytest.mark.parametrize(("name", "one"), statements("wrong"))
def test_what_is_wrong_stands_in_the_plan(name: str, one: dict[str, Any]) -> None:
    assert set(one) <= {"address", "attribute", "value", "contains", "why", "rows", "rules"}
    assert one["why"]
    assert one["rows"] and all(ROW.fullmatch(row) for row in one["rows"])
    assert one["rules"] and all(RULE.fullmatch(rule) for rule in one["rules"])
    _holds(plan_of(name), one)


@pytest.mark.parametrize(("name", "one"), statements("clean"))
def test_what_is_fine_stands_beside_it(name: str, one: dict[str, Any]) -> None:
    _holds(plan_of(name), one)
    assert (one["address"], one["attribute"]) not in {
        (bad["address"], bad["attribute"]) for bad in told(name)["wrong"]
    }, "both wrong and fine"


@pytest.mark.parametrize(("name", "one"), statements("unknown"))
def test_what_is_unknown_is_marked(name: str, one: dict[str, Any]) -> None:
    assert one["why"]
    assert is_unknown(plan_of(name), one["address"], one["attribute"])
    assert value(plan_of(name), one["address"], one["attribute"]) in (MISSING, None)


@pytest.mark.parametrize(("name", "one"), statements("sensitive"))
def test_what_is_sensitive_is_masked(name: str, one: dict[str, Any]) -> None:
    assert is_sensitive(plan_of(name), one["address"], one["attribute"])


@pytest.mark.parametrize(("name", "marker"), statements("secrets"))
def test_a_secret_stands_in_the_clear(name: str, marker: str) -> None:
    # If it did not, a gate that leaks it would pass its tests.
    assert any(marker in leaf for leaf in leaves(plan_of(name)["resource_changes"]) if isinstance(leaf, str)) or any(
        marker in json.dumps(plan_of(name)[key]) for key in ("variables", "output_changes", "configuration")
    )


@pytest.mark.parametrize(("name", "marker"), statements("absent"))
def test_an_ephemeral_value_stands_nowhere(name: str, marker: str) -> None:
    assert marker not in (PLANS / f"{name}.json").read_text("utf-8")


@pytest.mark.parametrize(("name", "address"), statements("missing"))
def test_what_was_left_out_is_not_planned(name: str, address: str) -> None:
    assert not changes(plan_of(name), address)


@pytest.mark.parametrize(("name", "address", "actions"), pairs("actions"))
def test_actions(name: str, address: str, actions: list[str]) -> None:
    assert change(plan_of(name), address)["change"]["actions"] == actions


@pytest.mark.parametrize(("name", "address", "reason"), pairs("reasons"))
def test_reasons(name: str, address: str, reason: str) -> None:
    assert change(plan_of(name), address)["action_reason"] == reason


@pytest.mark.parametrize(("name", "address", "paths"), pairs("replaced_for"))
def test_what_a_replacement_is_for(name: str, address: str, paths: list[str]) -> None:
    assert sorted(path[0] for path in change(plan_of(name), address)["change"]["replace_paths"]) == sorted(paths)


@pytest.mark.parametrize(("name", "address", "previous"), pairs("previous"))
def test_where_a_moved_object_was(name: str, address: str, previous: str) -> None:
    assert change(plan_of(name), address)["previous_address"] == previous


@pytest.mark.parametrize(("name", "address", "actions"), pairs("deposed"))
def test_what_becomes_of_deposed_objects(name: str, address: str, actions: list[str]) -> None:
    (one,) = (row for row in plan_of(name)["resource_changes"] if row["address"] == address and row.get("deposed"))
    assert one["change"]["actions"] == actions


@pytest.mark.parametrize(("name", "output", "actions"), pairs("outputs"))
def test_changes_of_outputs(name: str, output: str, actions: list[str]) -> None:
    assert plan_of(name)["output_changes"][output]["actions"] == actions


@pytest.mark.parametrize(("name", "check", "status"), pairs("checks"))
def test_states_of_checks(name: str, check: str, status: str) -> None:
    (one,) = (row for row in plan_of(name)["checks"] if row["address"]["to_display"] == check)
    assert one["status"] == status


@pytest.mark.parametrize(("name", "key", "flag"), pairs("top"))
def test_what_a_plan_says_of_itself(name: str, key: str, flag: bool) -> None:
    assert plan_of(name)[key] is flag


@pytest.mark.parametrize(("name", "address", "change_of"), pairs("drift"))
def test_what_drifted(name: str, address: str, change_of: dict[str, Any]) -> None:
    (one,) = (row for row in plan_of(name)["resource_drift"] if row["address"] == address)
    assert one["change"]["actions"] == change_of["actions"]
    for attribute, (before, after) in change_of.get("attributes", {}).items():
        assert (one["change"]["before"][attribute], (one["change"]["after"] or {}).get(attribute)) == (before, after)


@pytest.mark.parametrize(("name", "address", "identifier"), pairs("importing"))
def test_what_is_imported(name: str, address: str, identifier: str) -> None:
    assert change(plan_of(name), address)["change"]["importing"] == {"id": identifier}


@pytest.mark.parametrize(("name", "address", "target"), pairs("joins"))
def test_what_a_reference_leads_to(name: str, address: str, target: str) -> None:
    # The truth that a resolver of references has to find; here only that both ends are there.
    assert change(plan_of(name), address) and change(plan_of(name), target)


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_is_of_a_known_form(name: str) -> None:
    plan = plan_of(name)
    assert plan["format_version"] == "1.2"
    verbs = {verb for row in plan.get("resource_changes", ()) for verb in row["change"]["actions"]}
    assert verbs <= VERBS
    partial = plan["errored"] or not plan["complete"]
    assert bool(told(name).get("refuse")) == partial, "a partial plan is one that a gate refuses"


def test_each_rule_that_one_plan_can_show_has_something_to_find() -> None:
    rules = {f"CKV_LZ_{number:03}" for number in range(1, 57)} | {f"PG-{number:03}" for number in range(1, 29)}
    found = {rule for name in NAMES for one in told(name)["wrong"] for rule in one["rules"]}
    assert rules - found == set(NOT_IN_A_PLAN)


def test_fixtures_show_every_kind_of_change() -> None:
    shown = {tuple(row["change"]["actions"]) for name in NAMES for row in plan_of(name).get("resource_changes", ())}
    pairs_of_verbs = {("delete", "create"), ("create", "delete")}
    assert shown == {(verb,) for verb in VERBS} | pairs_of_verbs


def _holds(plan: dict[str, Any], one: dict[str, Any]) -> None:
    """Assert that a statement `address, attribute, value or contains` holds in a plan."""
    if one["attribute"].startswith("absent:"):
        path = one["attribute"].removeprefix("absent:")
        assert value(plan, one["address"], path) is MISSING
        assert not is_unknown(plan, one["address"], path)
        return
    found = value(plan, one["address"], one["attribute"])
    assert found is not MISSING
    if "contains" in one:
        assert one["contains"] in found
    else:
        assert found == one["value"] and type(found) is type(one["value"])
