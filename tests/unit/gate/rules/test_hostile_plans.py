"""Values of shapes that no provider sends: the rules on accounts answer, and never end in a traceback."""

from __future__ import annotations

from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.gate.table import PLAN_RULES
from guardrails.model.finding import Finding
from guardrails.terraform.references.resolver import resolver_of
from tests.unit.gate.building import inspect, made, row

IDS: Final = frozenset(f"PG-{number:03}" for number in (1, 2, 3, 4, 5, 12, 14, 18, 20, 21, 25, 26, 28))
RULES = [one for one in PLAN_RULES if one.rule.id in IDS]
TYPES = sorted({type for one in RULES for type in one.types if "*" not in type} | {"aws_sqs_queue", "terraform_data"})
NAMES = (
    *("tags", "tags_all", "volume_tags", "tag", "tag_specifications", "root_block_device", "name", "path", "role"),
    *("bucket", "policy", "assume_role_policy", "arn", "id", "owner_id", "principal", "account_id", "target_id"),
    *("principal_id", "permission_set_arn", "principal_type", "group_id", "display_name", "rule", "cidr_block"),
    *("is_organization_trail", "enable_logging", "retention_in_days", "skip_destroy", "source_dest_check", "group"),
    *("image", "kms_master_key_id", "content", "url", "config"),
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 400),
    st.sampled_from(
        ("", "dev", "prod", "*", "daily", "999999999999", "{", '{"Statement": 1}', '{"Statement": [1, {}]}')
    ),
    st.sampled_from(
        ("arn:aws:iam::999999999999:root", "arn:aws:kms:", "10.1.0.0/16", "mm-org-cloudtrail", "/guardrails/")
    ),
    st.text(max_size=5),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from((*NAMES, "key", "value")), inner, max_size=3)
    ),
    max_leaves=8,
)
HELD = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5)
ACTIONS = st.sampled_from(("no-op", "create", "update", "delete", "forget", "read", "transmogrify"))
MASKS = st.dictionaries(st.sampled_from(NAMES), st.just(True), max_size=3)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """A row of any of the rules' types with any values, masks and actions."""
    sides = {"before": draw(HELD), "after": draw(HELD), "after_unknown": draw(MASKS), "after_sensitive": draw(MASKS)}
    more: dict[str, Any] = {"previous_address": "aws_vpc.old"} if draw(st.booleans()) else {}
    if draw(st.booleans()):
        more["importing"] = {"id": "x"}
    return row(f"{draw(st.sampled_from(TYPES))}.n{draw(st.integers(0, 99))}", draw(ACTIONS), **sides, **more)


@settings(max_examples=150, deadline=None)
@given(st.lists(rows(), max_size=4), st.lists(rows(), max_size=2), st.sampled_from(("Dev", "Prod", "Management")))
def test_every_plan_gets_an_answer(changes: list[dict[str, Any]], drift: list[dict[str, Any]], account: str) -> None:
    plan = made(*changes, drift=drift)
    found = [
        finding
        for one in RULES
        for finding in one.check(inspect(plan, account, references=resolver_of(plan), repeated=True))
    ]
    assert all(isinstance(one, Finding) and one.address and one.message for one in found)


@pytest.mark.parametrize("name", NAMES)
def test_every_attribute_may_have_any_shape(name: str) -> None:
    shapes: tuple[Any, ...] = ({}, [[]], [{}], [None], {"a": []}, 7, "x", [{"key": []}, {"tags": 1}])
    for odd in shapes:
        values = {name: odd}
        changes = [
            row(f"{type}.a{at}", actions, before=values, after=values, previous_address=f"{type}.b{at}")
            for type in TYPES
            for at, actions in enumerate(("update", "delete"))
        ]
        plan = made(*changes, drift=[row(f"{type}.a0", "update", before={}, after=values) for type in TYPES])
        for one in RULES:
            assert all(found.rule == one.rule.id for found in one.check(inspect(plan, "Prod")))


@pytest.mark.parametrize("secret", ["canary-secret-7781"])
def test_what_is_masked_stands_in_no_finding(secret: str) -> None:
    """A secret in every attribute that the rules read, of every type, behind a mask."""
    values: dict[str, Any] = {name: secret for name in NAMES if not name.startswith("tag")}
    values |= {"tags": {"Environment": secret, secret: secret}, "tags_all": {"Environment": secret, secret: secret}}
    masks = dict.fromkeys(values, True)
    changes = [
        row(f"{type}.a{at}", actions, before=values, after=values, before_sensitive=masks, after_sensitive=masks)
        for type in TYPES
        for at, actions in enumerate(("create", "update", "delete", "no-op"))
    ]
    plan = made(*changes, drift=changes)
    found = [one for rule in RULES for one in rule.check(inspect(plan, "Prod", references=resolver_of(plan)))]
    assert found and secret not in repr(found)
