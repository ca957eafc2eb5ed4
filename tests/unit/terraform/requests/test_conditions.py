"""When a request is made: `if`, `unless` and `changed`, also where the plan cannot say."""

from __future__ import annotations

import pytest

from guardrails.model.plan.values import COMPUTED, SENSITIVE, UNKNOWN
from guardrails.model.prediction import Step
from guardrails.terraform.requests.conditions import condition_of, differs, only_tags
from tests.unit.terraform.requests.building import change, scene

VALUES: dict[str, object] = {
    "on": True,
    "off": False,
    "zero": 0,
    "text": "a",
    "empty": "",
    "blocks": [{"a": 1}],
    "no_blocks": [],
    "later": UNKNOWN,
    "secret": SENSITIVE,
    "decided": COMPUTED,
}


@pytest.mark.parametrize(
    ("wanted", "unwanted", "answer"),
    [
        ("on", "", True),
        ("off", "", False),
        ("zero", "", False),
        ("text", "", True),
        ("empty", "", False),
        ("absent", "", False),
        ("decided", "", False),
        ("blocks", "", True),
        ("no_blocks", "", False),
        ("later", "", None),
        ("secret", "", None),
        ("off|on", "", True),
        ("off|later", "", None),
        ("later|on", "", True),
        ("off|empty", "", False),
        ("text==a", "", True),
        ("text==b", "", False),
        ("text==b,a", "", True),
        ("on==true", "", True),
        ("off==false", "", True),
        ("absent==false", "", False),
        ("zero==0", "", True),
        ("later==a", "", None),
        ("", "on", False),
        ("", "off", True),
        ("", "later", None),
        ("", "absent", True),
        ("on", "off", True),
        ("on", "on", False),
        ("later", "on", False),
        ("on", "later", None),
        ("later", "off", None),
        ("off", "later", False),
    ],
)
def test_if_and_unless(wanted: str, unwanted: str, answer: bool | None) -> None:
    condition = condition_of(wanted, unwanted)
    assert condition is not None
    assert condition(scene(change("aws_x", VALUES)), None) is answer


def test_without_conditions_there_is_none() -> None:
    assert condition_of("", "") is None


def test_an_unknown_reference_to_an_object_of_the_plan_is_set() -> None:
    one, key = change("aws_x", {"kms_key_id": UNKNOWN}), change("aws_kms_key")
    condition = condition_of("kms_key_id", "")
    assert condition is not None
    assert condition(scene(one, key, told={(one.address, "kms_key_id"): (key.address,)}), None) is True
    assert condition(scene(one, key), None) is None


@pytest.mark.parametrize(
    ("old", "new", "answer"),
    [
        ("a", "a", False),
        ("a", "b", True),
        ("a", None, True),
        (None, "a", True),
        (None, "", False),
        ([], None, False),
        (None, False, False),
        ("a", UNKNOWN, None),
        ("a", COMPUTED, None),
        (SENSITIVE, SENSITIVE, False),
        (SENSITIVE, "a", None),
        ({"a": 1}, {"a": 1}, False),
        ({"a": 1}, {"a": 2}, True),
        ({"a": 1, "b": None}, {"a": 1}, False),
        ({"a": 1}, {"a": UNKNOWN}, None),
        ({"a": 1, "b": 1}, {"a": UNKNOWN, "b": 2}, True),
        ([{"a": 1}], [{"a": UNKNOWN}], None),
        ([{"a": 1}], [{"a": 1}, {"a": 2}], True),
    ],
)
def test_whether_an_attribute_changes(old: object, new: object, answer: bool | None) -> None:
    one = change("aws_x", {"name": "n", "it": new}, {"name": "n", "it": old})
    assert differs(scene(one, step=Step.UPDATE), ("it",)) is answer


def test_one_change_of_several_is_enough() -> None:
    one = change("aws_x", {"a": UNKNOWN, "b": 2}, {"a": 1, "b": 1})
    assert differs(scene(one, step=Step.UPDATE), ("a", "b")) is True
    assert differs(scene(one, step=Step.UPDATE), ("a",)) is None


@pytest.mark.parametrize(
    ("before", "after", "only"),
    [
        ({"tags_all": {"a": "1"}, "n": 1}, {"tags_all": {"a": "2"}, "n": 1}, True),
        ({"tags_all": {"a": "1"}, "n": 1}, {"tags_all": {"a": "2"}, "n": 2}, False),
        ({"tags_all": {"a": "1"}, "n": 1}, {"tags_all": {"a": "2"}, "n": COMPUTED}, True),
        ({"tags_all": {"a": "1"}, "n": 1}, {"tags_all": {"a": "1"}, "n": 2}, False),
    ],
)
def test_updates_of_tags_alone(before: dict[str, object], after: dict[str, object], only: bool) -> None:
    assert only_tags(scene(change("aws_x", after, before), step=Step.UPDATE)) is only


def test_masked_values_differ_where_the_reader_says_so() -> None:
    one = change("aws_x", {"it": SENSITIVE}, {"it": SENSITIVE}, differing=frozenset({"it"}))
    assert differs(scene(one, step=Step.UPDATE), ("it",)) is True
    assert not only_tags(scene(one, step=Step.UPDATE))
