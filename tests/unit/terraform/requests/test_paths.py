"""Each form of the path language, in each state that a value may have."""

from __future__ import annotations

import pytest

from guardrails.model.plan.values import COMPUTED, SENSITIVE, UNKNOWN, UNSET
from guardrails.model.prediction import Step
from guardrails.terraform.requests.paths import source_of, text_of
from guardrails.terraform.requests.scene import Item
from tests.unit.terraform.requests.building import ACCOUNT, REGION, change, scene

VALUES: dict[str, object] = {
    "name": "a",
    "path": "/team/",
    "empty": "",
    "nothing": None,
    "aws_decides": COMPUTED,
    "later": UNKNOWN,
    "secret": SENSITIVE,
    "off": False,
    "zero": 0,
    "block": [{"b": "x", "c": [1, 2]}, {"b": "y"}, {}],
    "half": [{"b": "x"}, {"b": UNKNOWN}],
    "nested": [{"in": [{"v": 1}, {"v": 2}]}, {"in": [{"v": 3}]}],
    "later_block": UNKNOWN,
    "no_block": [],
    "list": ["p", "q"],
}

FORMS: list[tuple[str, object]] = [
    ("name", "a"),
    ("off", False),
    ("zero", 0),
    ("empty", UNSET),
    ("nothing", UNSET),
    ("absent", UNSET),
    ("aws_decides", UNSET),
    ("no_block", UNSET),
    ("later", UNKNOWN),
    ("secret", SENSITIVE),
    ("block[0].b", "x"),
    ("block[0].c[1]", 2),
    ("block[1].c[1]", UNSET),
    ("block[9].b", UNSET),
    ("name[0].b", UNSET),
    ("later_block[0].b", UNKNOWN),
    ("block[].b", ["x", "y"]),
    ("half[].b", ["x", UNKNOWN]),
    ("nested[].in[].v", [1, 2, 3]),
    ("later_block[].b", UNKNOWN),
    ("no_block[].b", UNSET),
    ("block[].nope", UNSET),
    ("list[]", ["p", "q"]),
    ("list", ["p", "q"]),
    ("=text", "text"),
    ("=*", "*"),
    ("nothing|name", "a"),
    ("later|name", UNKNOWN),
    ("nothing|later", UNKNOWN),
    ("nothing|=default", "default"),
    ("aws_decides|=default", "default"),
    ("later|=default", UNKNOWN),
    ("off|=true", False),
    ("nothing|absent", UNSET),
    ("path+name", "team/a"),
    ("nothing+name", "a"),
    ("path+later", UNKNOWN),
    ("path+secret", SENSITIVE),
    ("path+nothing", UNSET),
    ("name==a", "true"),
    ("name==b", "false"),
    ("name==b,a?yes:no", "yes"),
    ("nothing==a?yes:no", "no"),
    ("zero==0?yes:no", "yes"),
    ("off==false?yes:no", "yes"),
    ("later==a?yes:no", UNKNOWN),
    ("name&list", ["a", "p", "q"]),
    ("name&nothing", ["a"]),
    ("name&later", UNKNOWN),
    ("nothing&absent", UNSET),
    ("@region", REGION),
    ("@account", ACCOUNT),
    ("@partition", "aws"),
]


@pytest.mark.parametrize(("path", "value"), FORMS)
def test_each_form(path: str, value: object) -> None:
    found, _ = source_of(path)(scene(change("aws_x", VALUES)), None)
    assert found == value and type(found) is type(value)


def test_the_attribute_behind_a_value_is_said() -> None:
    here = scene(change("aws_x", VALUES))
    assert source_of("nothing|later|name")(here, None) == (UNKNOWN, "later")
    assert source_of("path+later")(here, None) == (UNKNOWN, "later")
    assert source_of("half[].b")(here, None)[1] == "half[].b"


@pytest.mark.parametrize(
    ("path", "item", "value", "attribute"),
    [
        (".", "sg-1", "sg-1", "block[1]"),
        (".b", {"b": "x"}, "x", "block[1].b"),
        (".b[0].c", {"b": [{"c": 3}]}, 3, "block[1].b[0].c"),
        (".b", UNKNOWN, UNKNOWN, "block[1].b"),
        (".b", {"b": COMPUTED}, UNSET, "block[1].b"),
        (".b|=none", {}, "none", ""),
    ],
)
def test_paths_in_an_element(path: str, item: object, value: object, attribute: str) -> None:
    assert source_of(path)(scene(change("aws_x", VALUES)), Item(item, ("block", 1))) == (value, attribute)


def test_the_arn_is_that_of_the_state() -> None:
    one = change("aws_x", {"arn": UNKNOWN}, {"arn": "arn:aws:x:::y"})
    assert source_of("@arn")(scene(one, step=Step.UPDATE), None)[0] == "arn:aws:x:::y"


def test_a_deletion_reads_what_was() -> None:
    one = change("aws_x", {"name": "new"}, {"name": "old"})
    assert source_of("name")(scene(one, step=Step.DELETE), None)[0] == "old"
    assert source_of("name")(scene(one, step=Step.UPDATE), None)[0] == "new"


def test_an_unknown_word_is_refused() -> None:
    with pytest.raises(ValueError, match="@moon"):
        source_of("@moon")


@pytest.mark.parametrize(
    ("value", "text"), [(True, "true"), (False, "false"), (8, "8"), (8.0, "8"), (0.5, "0.5"), ("", "")]
)
def test_values_as_text(value: object, text: str) -> None:
    assert text_of(value) == text
