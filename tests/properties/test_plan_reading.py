"""Laws of reading a plan: a plan or a refusal comes out, what a mask covers is gone, and all else is equal."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.model.plan.plan import Plan
from guardrails.model.plan.values import SENSITIVE, Mark
from guardrails.terraform.reading.masks import covers, hide
from guardrails.terraform.reading.plan_file import NotAPlan, plan_of
from tests.unit.terraform.reading.documents import PLANS, REFUSED, configured, document, read, row, words

many = settings(max_examples=int(os.environ.get("GUARDRAILS_EXAMPLES", "150")))

CANARY = "canary-"
NAMES = st.sampled_from(["a", "b", "tags", "tags_all", "password", "rule", "name", "references", "constant_value"])
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.sampled_from(["", "x", "text", "arn:aws:s3:::b"]))
TREES = st.recursive(
    SCALARS, lambda below: st.lists(below, max_size=3) | st.dictionaries(NAMES, below, max_size=3), max_leaves=12
)
KEYS = st.sampled_from(
    "format_version resource_changes planned_values configuration variables prior_state address type name mode change"
    " actions before after after_unknown after_sensitive before_sensitive complete errored checks output_changes"
    " resource_drift deferred_changes action_invocations relevant_attributes root_module resources expressions values"
    " module_calls module provider_config constant_value references sensitive index plan reason resource_change".split()
)
WORDS = st.sampled_from(["1.2", "1.0", "create", "delete", "aws_x.a", "aws_x", "a"])
LIKE_PLANS = st.recursive(
    SCALARS | WORDS | st.just(["create"]),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(KEYS, below, max_size=6),
    max_leaves=30,
)


def plan_or_refusal(data: bytes) -> Plan | NotAPlan:
    """Read, and return what came of it: anything else than these two is an error of the test."""
    try:
        return plan_of(data, "plan.json")
    except NotAPlan as error:
        assert error.cause
        assert str(error)
        return error


@given(st.binary(max_size=200))
def test_no_bytes_end_in_anything_but_a_plan_or_a_refusal(data: bytes) -> None:
    plan_or_refusal(data)


@given(st.text(max_size=100), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"]))
def test_no_text_is_a_plan(text: str, coding: str) -> None:
    assert isinstance(plan_or_refusal(text.encode(coding, "surrogatepass")), NotAPlan)


@many
@given(LIKE_PLANS)
def test_no_json_ends_in_anything_but_a_plan_or_a_refusal(found: Any) -> None:
    plan_or_refusal(json.dumps(found).encode())


@many
@given(st.data())
def test_no_plan_with_a_part_of_another_kind_ends_otherwise(data: st.DataObject) -> None:
    whole = json.loads((PLANS / "sensitive-values.json").read_text("utf-8"))
    at: Any = whole
    while True:
        step = data.draw(st.sampled_from(sorted(at)) if isinstance(at, dict) else st.integers(0, len(at) - 1))
        inner = at[step]
        if not isinstance(inner, (dict, list)) or not inner or data.draw(st.integers(0, 4)) == 0:
            at[step] = data.draw(LIKE_PLANS)
            break
        at = inner
    plan_or_refusal(json.dumps(whole).encode())


@cache
def data_of(name: str) -> bytes:
    """Return a committed plan as it stands, without the line's end."""
    return (PLANS / f"{name}.json").read_bytes().rstrip()


@pytest.mark.parametrize("name", ["clean", "checks", "live-dev-backup", "sensitive-values"])
@given(st.data())
def test_no_piece_of_a_real_plan_is_a_plan(name: str, data: st.DataObject) -> None:
    whole = data_of(name)
    begin = data.draw(st.sampled_from([0, 0, 0, 1, 17, len(whole) // 2]))
    end = data.draw(st.integers(begin, len(whole) - 1))
    assert isinstance(plan_or_refusal(whole[begin:end]), NotAPlan)


def test_no_beginning_of_a_small_plan_is_a_plan() -> None:
    whole = (REFUSED / "format-1-9.json").read_bytes().rstrip()
    assert isinstance(plan_or_refusal(whole), Plan)
    assert all(isinstance(plan_or_refusal(whole[:end]), NotAPlan) for end in range(len(whole)))


@many
@given(TREES, st.data())
def test_what_a_mask_covers_is_hidden_and_what_it_does_not_cover_is_equal(tree: Any, data: st.DataObject) -> None:
    mask = data.draw(masks_of(tree))
    taken: list[Any] = []
    before = json.dumps(tree)
    _compare(tree, mask, hide(tree, mask, taken))
    assert json.dumps(tree) == before
    assert bool(taken) <= covers(mask)


def _compare(value: Any, mask: Any, found: Any) -> None:
    """Check a value whose mask has its shape: covered leaves are hidden, all else is equal."""
    if mask is True:
        assert found is (SENSITIVE if value is not None else None)
    elif isinstance(mask, dict) and isinstance(value, dict):
        assert list(found) == list(value)
        for name in value:
            _compare(value[name], mask.get(name, False), found[name])
    elif isinstance(mask, list) and isinstance(value, list):
        assert len(found) == len(value)
        for item, below, one in zip(value, mask, found, strict=True):
            _compare(item, below, one)
    else:
        assert found == value
        assert not isinstance(found, Mark)


@st.composite
def masks_of(draw: st.DrawFn, tree: Any) -> Any:
    """Return a mask of the shape of a tree, as Terraform writes it: nothing for what it does not cover."""
    if draw(st.integers(0, 3)) == 0:
        return True
    if isinstance(tree, dict):
        return {name: draw(masks_of(below)) for name, below in tree.items() if draw(st.booleans())}
    if isinstance(tree, list):
        return [draw(masks_of(below)) for below in tree]
    return False


@st.composite
def with_canaries(draw: st.DrawFn, depth: int = 0, covered: bool = False) -> tuple[Any, Any]:
    """Return a tree and its mask: canaries stand under the mask, nowhere else."""
    covered = covered or draw(st.integers(0, 3)) == 0
    kind = draw(st.integers(0, 3 if depth < 3 else 1))
    if kind == 2:
        pairs = {name: draw(with_canaries(depth + 1, covered)) for name in draw(st.sets(NAMES, max_size=3))}
        tree: Any = {name: one for name, (one, _) in pairs.items()}
        mask: Any = {name: below for name, (_, below) in pairs.items()}
    elif kind == 3:
        rows = draw(st.lists(with_canaries(depth + 1, covered), max_size=3))
        tree, mask = [one for one, _ in rows], [below for _, below in rows]
    else:
        tree = (
            CANARY + draw(st.sampled_from(["4f1", "a longer one", 'with "quotes"', "ü\n"]))
            if covered
            else draw(SCALARS)
        )
        mask = False
    return tree, True if covered else mask


OBJECTS = with_canaries().filter(lambda pair: isinstance(pair[0], dict))


@many
@given(OBJECTS, OBJECTS, with_canaries(), st.sampled_from(["{}", "--key={}", '{{"a": "{}"}}', "{0}{0}"]))
def test_redaction_is_complete(before: Any, after: Any, free: Any, form: str) -> None:
    """A secret is under a mask somewhere, and embedded in a text, a default, a constant, a key, a message elsewhere."""
    secrets = sorted({word for tree in (before[0], after[0], free[0]) for word in words(tree) if CANARY in word})
    copies = [form.format(word) for word in secrets]
    written = {"text": {"constant_value": copies}, "block": [{"x": {"constant_value": one}} for one in copies]}
    found = document(
        row(
            "aws_x.a",
            ["update"],
            before=before[0],
            after=after[0],
            before_sensitive=before[1],
            after_sensitive=after[1],
        ),
        row("aws_x.b", after={"copies": copies, "keys": dict.fromkeys(copies, 1)}),
        output_changes={"o": {"actions": ["create"], "after": free[0], "after_sensitive": free[1]}},
        variables={"v": {"value": copies}},
        checks=[{"address": {}, "instances": [{"problems": [{"message": one} for one in copies]}]}],
        prior_state={"values": {"root_module": {"resources": [{"address": "aws_x.b", "values": {"c": copies}}]}}},
        configuration=configured(
            {"address": "aws_x.b", "type": "aws_x", "name": "b", "expressions": written},
            variables={"v": {"default": copies}},
            outputs={"o": {"expression": {"constant_value": copies}}},
        ),
    )
    plan = read(found)
    assert not [word for word in words(plan) if CANARY in word]
    assert CANARY not in repr(plan)
    assert CANARY not in repr((plan.changes[1].after, plan.variables, plan.prior, plan.root))
