"""Capabilities: every name exists, nothing that reaches the end is forgotten, and placeholders become calls."""

from __future__ import annotations

from datetime import date
from fnmatch import fnmatchcase

import pytest

from guardrails.catalog.capabilities import (
    PLACEHOLDERS,
    Capability,
    Route,
    accelerated_patterns,
    calls_of,
    capabilities,
    capability,
    close_capabilities,
)
from guardrails.catalog.instance_types import accelerated_types, instance_type_names
from guardrails.catalog.keys import condition_key
from guardrails.catalog.regions import HOME_REGIONS
from guardrails.catalog.services import AccessLevel, action, expand, keys_on, service
from guardrails.model.policy.document import SetOperator

OWN = {"$accelerated", "$accelerated_ml", "$over_types", "$over_ml_types", "$global_services"}
MEANINGS = {name: (f"arn:aws:s3:::{name[1:]}",) for name in PLACEHOLDERS}
READING = (AccessLevel.READ, AccessLevel.LIST)
ASKED = {
    "act-outside-regions",
    "become-exempt-principal",
    "create-static-credentials",
    "disable-threat-detection",
    "do-anything",
    "leave-organization",
    "make-data-public",
    "start-accelerator",
    "stop-audit-trail",
    "write-terraform-state",
}


def named(name: str) -> Capability:
    found = capability(name)
    assert found is not None
    return found


def actions_of(one: Capability, *, left_out: bool = True) -> set[str]:
    """Every action that a path of a capability names, or (with `left_out`) that it leaves out on purpose."""
    patterns = [text for route in one.routes if not route.action.negated for text in route.action.patterns]
    patterns += [text for ignored in one.ignored for text in ignored.actions] if left_out else []
    return {name for text in patterns for name in expand(text)}


def writing(prefix: str) -> set[str]:
    found = service(prefix)
    assert found is not None
    return {one.name for one in found.actions.values() if one.level not in READING}


def test_the_capabilities_are_in_order_and_all_there() -> None:
    names = [one.name for one in capabilities()]
    assert names == sorted(set(names)) and set(names) >= ASKED


@pytest.mark.parametrize("one", capabilities(), ids=lambda one: one.name)
def test_every_action_exists_in_the_spelling_of_aws(one: Capability) -> None:
    patterns = [text for route in one.routes for text in route.action.patterns]
    patterns += [text for ignored in one.ignored for text in ignored.actions]
    for text in patterns:
        if text != "*" and not text.startswith("$"):
            assert expand(text), text
            assert "*" in text or expand(text) == (text,)


@pytest.mark.parametrize("one", capabilities(), ids=lambda one: one.name)
def test_every_condition_can_hold_of_the_actions_that_it_is_about(one: Capability) -> None:
    for route in one.routes:
        for row in route.conditions:
            assert condition_key(row.key), row.key
            for name in route.action.patterns if not route.action.negated else ():
                assert row.key.startswith("aws:") or carries(name, row.key), (name, row.key)


def carries(name: str, key: str) -> bool:
    found = action(name)
    assert found is not None
    keys = {*found.keys, *(key for use in found.resources for key in keys_on(name, use.type))}
    return key.lower() in {one.lower() for one in keys} or any(
        fnmatchcase(key.lower(), one.lower().partition("${")[0] + "*") for one in keys if "${" in one
    )


@pytest.mark.parametrize("one", capabilities(), ids=lambda one: one.name)
def test_every_capability_says_why_what_it_misses_and_where_it_is_from(one: Capability) -> None:
    assert one.title and len(one.description) > 20 and not one.description.endswith(".")
    assert one.routes and all(len(route.name) > 2 and len(route.why) > 10 for route in one.routes)
    assert len({route.name for route in one.routes}) == len(one.routes)
    assert date(2026, 1, 1) <= date.fromisoformat(one.date)
    for url in (*one.sources, *(gap.source for gap in one.gaps)):
        assert url.startswith("https://docs.aws.amazon.com/")
    assert all(gap.calls and gap.why and gap.covered_by for gap in one.gaps)
    assert all(len(ignored.reason) > 10 for ignored in one.ignored)


@pytest.mark.parametrize(
    ("one", "prefix"),
    [(one, prefix) for one in capabilities() for prefix in one.services],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_no_writing_action_of_a_service_is_forgotten(one: Capability, prefix: str) -> None:
    assert writing(prefix) - actions_of(one) == set(), "a path, or ignored with a reason"


def test_the_services_that_a_guardrail_rests_on_are_classified() -> None:
    whole = {prefix for one in capabilities() for prefix in one.services}
    assert whole >= {"cloudtrail", "guardduty", "securityhub", "config", "organizations", "account", "iam"}
    assert whole >= {"macie2", "inspector2", "access-analyzer"}


@pytest.mark.parametrize(("prefix", "types"), [("s3", {"bucket", "object"}), ("dynamodb", {"table"})])
def test_no_call_on_the_state_or_its_lock_is_forgotten(prefix: str, types: set[str]) -> None:
    found = service(prefix)
    assert found is not None
    about = {one.name for one in found.actions.values() if {use.type for use in one.resources} & types}
    assert (about & writing(prefix)) - actions_of(named("write-terraform-state")) == set()


def test_no_call_that_carries_the_type_of_what_it_makes_is_forgotten() -> None:
    """Calls on an instance that is there carry its type as well: of these only starting and resizing matter."""
    keys = ("ec2:InstanceType", "autoscaling:InstanceType", "autoscaling:InstanceTypes", "sagemaker:InstanceTypes")
    making = {
        name
        for prefix in ("ec2", "autoscaling", "sagemaker", "cloud9")
        for name in writing(prefix)
        if name.partition(":")[2].startswith(("Create", "Run", "Start", "Allocate", "Purchase", "Request", "Update"))
        and any(carries(name, key) for key in (*keys, "cloud9:InstanceType"))
    }
    on_what_is_there = {
        name
        for name in making
        if name.startswith("ec2:Create") and ("Image" in name or "Snapshot" in name or "Task" in name)
    } | {"ec2:CreateTags", "ec2:CreateNetworkInsightsPath"}
    assert making - on_what_is_there - actions_of(named("start-accelerator")) == set()


def test_no_launch_is_forgotten() -> None:
    launches = [
        name
        for name in writing("ec2")
        if any(word in name for word in ("Run", "Spot", "Fleet", "CapacityBlock", "LaunchTemplate", "Scheduled"))
        and not any(word in name for word in ("Delete", "Cancel", "Datafeed", "Interruptions", "VpcBlock"))
    ]
    assert set(launches) - actions_of(named("start-accelerator")) == set()


def test_accelerated_means_what_aws_sells_today_and_its_names_for_tomorrow() -> None:
    known = {one.name for one in accelerated_types()}
    matched = {name for name in instance_type_names() if any(fnmatchcase(name, one) for one in accelerated_patterns())}
    assert matched == known
    for future in ("p9.48xlarge", "p3.metal", "g8e.xlarge", "trn3.48xlarge", "inf3.xlarge", "p6e-gb400.36xlarge"):
        assert any(fnmatchcase(future, one) for one in accelerated_patterns())


def test_a_capability_has_the_paths_of_those_that_it_includes() -> None:
    whole = actions_of(named("start-accelerator"))
    for part in ("start-accelerator-by-type", "start-compute-without-type", "reserve-accelerator"):
        assert actions_of(named(part)) <= whole
    assert {"config:StopConfigurationRecorder", "guardduty:DeleteDetector"} <= actions_of(
        named("disable-threat-detection"), left_out=False
    )


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("start accelerator outside settings.accelerators.allow", "start-accelerator"),
        ("any  regional action outside of settings.allowed_regions", "act-outside-regions"),
        ("Stop-Audit-Trail", "stop-audit-trail"),
    ],
)
def test_names_and_the_older_sentences_are_understood(words: str, name: str) -> None:
    assert named(words).name == name


def test_what_is_no_capability_is_none_and_a_mistyped_one_has_a_suggestion() -> None:
    assert capability("ec2:RunInstances") is None
    assert close_capabilities("stop-audit-trial") == ("stop-audit-trail",)


@pytest.mark.parametrize("one", capabilities(), ids=lambda one: one.name)
def test_only_known_placeholders_are_used_and_each_becomes_calls(one: Capability) -> None:
    for route in one.routes:
        texts = (*route.action.patterns, *route.resource.patterns, *(v for row in route.conditions for v in row.values))
        assert {text for text in texts if text.startswith("$")} <= {*PLACEHOLDERS, *OWN}
        calls = calls_of(route, MEANINGS)
        assert calls is not None and calls.name == route.name
        assert not any(text.startswith("$") for row in calls.conditions for text in row.values)
        assert not any(text.startswith("$") for text in (*calls.action.patterns, *calls.resource.patterns))


def test_what_an_organization_has_not_makes_no_calls_and_an_empty_list_of_exceptions_makes_more() -> None:
    lock = next(route for route in named("write-terraform-state").routes if route.name == "Lock")
    assert calls_of(lock, {**MEANINGS, "$lock_table": ()}) is None
    launch = route_of("start-accelerator-by-type", "ec2:RunInstances")
    strict = calls_of(launch, {**MEANINGS, "$allowed_types": ()})
    assert strict is not None and [row.operator for row in strict.conditions] == ["StringLike"]
    with pytest.raises(KeyError):
        calls_of(launch, {})


def route_of(name: str, call: str) -> Route:
    return next(route for route in named(name).routes if call in route.action.patterns)


def test_keys_with_several_values_are_asked_with_two_rows() -> None:
    by_name = {route.name: route for route in named("start-accelerator-by-type").routes}
    for name in ("SageMaker", "Auto Scaling overrides"):
        rows = by_name[name].conditions
        assert [row.set_operator for row in rows] == [SetOperator.FOR_ANY_VALUE, SetOperator.FOR_ALL_VALUES]


def test_a_type_over_the_cap_counts_beside_an_allowed_one() -> None:
    route = next(one for one in named("start-accelerator-by-type").routes if one.name == "SageMaker, several types")
    calls = calls_of(route, {**MEANINGS, "$allowed_types": ("g5.xlarge",)})
    assert calls is not None
    values = calls.conditions[0].values
    assert "ml.p4d.24xlarge" in values and "ml.g5.xlarge" not in values and "ml.m5.large" not in values


def test_services_with_one_endpoint_are_not_outside() -> None:
    calls = calls_of(named("act-outside-regions").routes[0], MEANINGS)
    assert calls is not None and calls.action.negated
    assert {f"{prefix}:*" for prefix in HOME_REGIONS if prefix != "chime"} <= set(calls.action.patterns)
    assert "chime:*" not in calls.action.patterns  # the Chime SDK has endpoints in many Regions
    assert not {"kms:*", "config:*", "acm:*", "wafv2:*", "sts:*"} & set(calls.action.patterns)
