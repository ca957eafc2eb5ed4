"""Every committed plan: each request is one that AWS knows, with keys that it can carry, and without any secret."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from guardrails.catalog.keys import condition_key, global_keys
from guardrails.catalog.services import action, keys_on
from guardrails.model.plan.plan import Plan
from guardrails.model.plan.values import UNKNOWN, Mark
from guardrails.model.prediction import Predicted, Prediction
from guardrails.model.request import UNKNOWN as UNREADABLE
from guardrails.terraform.placement.placing import placements_of
from guardrails.terraform.reading.plan_file import read_plan
from guardrails.terraform.references.resolver import resolver_of
from guardrails.terraform.requests.predict import predict

PLANS = Path(__file__).parents[3] / "terraform" / "plans"
REFUSED = {"errored", "targeted"}
NAMES = sorted(path.stem for path in PLANS.glob("*.json") if path.stem not in REFUSED)
GLOBAL = {key.name.lower() for key in global_keys()}
ANY_TAG = ("aws:requesttag/*", "aws:resourcetag/*")


@cache
def plan_of(name: str) -> Plan:
    return read_plan(PLANS / f"{name}.json")


@cache
def found_in(name: str) -> Predicted:
    plan = plan_of(name)
    return predict(plan, resolver_of(plan), placements_of(plan, account="222222222222"), reads=True)


def requests_of(name: str) -> tuple[Prediction, ...]:
    return found_in(name).requests


@pytest.mark.parametrize("name", NAMES)
def test_every_change_is_accounted_for(name: str) -> None:
    found = found_in(name)
    told = {one.change.address for one in (*found.requests, *found.unmapped)} | {one.address for one in found.silent}
    assert told >= {one.address for one in plan_of(name).changes if one.managed}


@pytest.mark.parametrize("name", NAMES)
def test_every_action_and_resource_type_is_known(name: str) -> None:
    for one in requests_of(name):
        known = action(one.action)
        assert known is not None and known.name == one.action, one.action
        assert not one.resource_type or known.use(one.resource_type), (one.action, one.resource_type)
        assert one.resource == "*" or one.resource.count(":") >= 5, one.resource
        assert known.resources or one.resource == "*", (one.action, one.resource)


def carried(one: Prediction) -> set[str]:
    """The keys that AWS lists for a request, as the catalog spells them in lower case."""
    known = action(one.action)
    assert known is not None
    return {key.lower() for key in (*keys_on(one.action, one.resource_type), *known.keys)} | GLOBAL


@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_one_that_the_request_can_carry(name: str) -> None:
    for one in requests_of(name):
        listed = carried(one)
        for key in one.context:
            documented = condition_key(key.replace("/*", "/any"))
            assert documented is not None and documented.name.lower() in listed, (one.action, one.resource_type, key)


@pytest.mark.parametrize("name", NAMES)
def test_unknown_keys_have_a_cause_and_known_ones_are_text(name: str) -> None:
    for one in requests_of(name):
        for key, value in one.context.items():
            assert key == key.lower()
            if value is UNREADABLE:
                assert key in one.causes or one.region is UNKNOWN, (one.change.address, one.action, key)
            else:
                assert isinstance(value, str) or (
                    isinstance(value, tuple) and all(isinstance(item, str) for item in value)
                )
        assert not {key for key in one.causes if key != "resource"} - one.context.keys()
        assert ("resource" in one.causes) == (("*" in one.resource and one.resource != "*") or "resource" in one.causes)
        assert all(isinstance(mark, Mark) for _, mark in one.causes.values())


SECRETS = ("canary", "tskey", "hunter2", "BEGIN RSA")


def test_no_masked_value_is_in_a_prediction() -> None:
    text = "".join(f"{one.resource}{dict(one.context)}{dict(one.causes)}" for one in requests_of("sensitive-values"))
    assert "SENSITIVE" not in "".join(str(list(one.context.values())) for one in requests_of("sensitive-values"))
    assert not [word for word in SECRETS if word in text.lower()]


LIVE = [name for name in NAMES if name.startswith("live-")]


@pytest.mark.parametrize("name", LIVE)
def test_the_landing_zone_is_mapped_by_hand(name: str) -> None:
    assert not found_in(name).unmapped
    assert all(one.context_complete for one in requests_of(name))


def test_references_of_the_fixture_give_bucket_names() -> None:
    blocks = {
        one.change.address: one.resource for one in requests_of("references") if "PublicAccessBlock" in one.action
    }
    assert blocks["aws_s3_bucket_public_access_block.ct"] == "arn:aws:s3:::mm-dev-use1-ct-1"
    assert blocks['aws_s3_bucket_public_access_block.fe["b"]'] == "arn:aws:s3:::mm-dev-use1-fe-b"
    assert blocks["aws_s3_bucket_public_access_block.mc"] == "arn:aws:s3:::mm-dev-use1-mc-1"
    assert blocks["aws_s3_bucket_public_access_block.loc"] == "arn:aws:s3:::*"
