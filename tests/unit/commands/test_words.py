"""Words are told apart by their shape, in any order, and a word nobody knows is never ignored."""

from __future__ import annotations

from itertools import permutations

import pytest

from guardrails.commands.words import WordProblem, Words, actions_named, context_values, read_words

ACCOUNTS = (("Dev", "222222222222"), ("Access Management", "333333333333"), ("Planned", ""))


def words(*given: str) -> Words:
    return read_words(given, ACCOUNTS)


def test_every_kind_of_word_in_any_order() -> None:
    given = ("ec2:RunInstances", "p3.16xlarge", "us-east-1", "arn:aws:ec2:us-east-1::image/ami-1", "Dev", "ec2:Foo=a=b")
    for order in list(permutations(given))[::37]:
        said = words(*order)
        assert said.action == "ec2:RunInstances"
        assert said.instance_types == ("p3.16xlarge",)
        assert said.region == "us-east-1"
        assert said.resources == ("arn:aws:ec2:us-east-1::image/ami-1",)
        assert said.accounts == ("Dev",)
        assert said.context == {"ec2:Foo": "a=b"}


#    word                  field             value
SHAPES = [
    ("cloudtrail:*Trail", "action", "cloudtrail:*Trail"),
    ("222222222222", "accounts", ("Dev",)),
    ("access management", "accounts", ("Access Management",)),
    ("us-gov-west-1", "region", "us-gov-west-1"),
    ("il-central-1", "region", "il-central-1"),
    ("ml.g5.xlarge", "instance_types", ("ml.g5.xlarge",)),
    ("p6-b200.48xlarge", "instance_types", ("p6-b200.48xlarge",)),
    ("u-6tb1.112xlarge", "instance_types", ("u-6tb1.112xlarge",)),
    ("c5.metal", "instance_types", ("c5.metal",)),
    ("aws:RequestTag/Env=prod", "context", {"aws:RequestTag/Env": "prod"}),
]


@pytest.mark.parametrize(("word", "field", "value"), SHAPES)
def test_shape(word: str, field: str, value: object) -> None:
    assert getattr(words(word), field) == value


#    word              suggestion
MISTYPED = [
    ("us-esat-1", "us-east-1"),
    ("eu-west-9", "eu-west-"),
    ("Dve", "Dev"),
    ("p3.16xlrage", "p3.16xlarge"),
    ("RunInstances", "ec2:RunInstances"),
    ("999999999999", "Access Management, Dev"),
]


@pytest.mark.parametrize(("word", "suggestion"), MISTYPED)
def test_an_unknown_word_gets_a_suggestion(word: str, suggestion: str) -> None:
    with pytest.raises(WordProblem, match=suggestion):
        words(word)


def test_a_type_the_catalog_lacks_is_taken_with_a_note() -> None:
    said = words("p9.48xlarge")
    assert said.instance_types == ("p9.48xlarge",)
    assert "p9.48xlarge is not in the catalog of 20" in said.notes[0]


def test_all_problems_at_once() -> None:
    with pytest.raises(WordProblem) as caught:
        words("s3:GetObject", "s3:PutObject", "us-east-1", "us-west-2", "nonsense?!")
    assert len(caught.value.problems) == 3


def test_actions_are_spelled_as_aws_does_and_wildcards_are_expanded() -> None:
    assert actions_named("EC2:runinstances") == ("ec2:RunInstances",)
    assert "cloudtrail:DeleteTrail" in actions_named("cloudtrail:*Trail")


def test_an_unknown_action_needs_leave() -> None:
    with pytest.raises(WordProblem, match="ec2:RunInstances"):
        actions_named("ec2:RunInstance")
    assert actions_named("ec2:RunInstance", allow_unknown=True) == ("ec2:RunInstance",)
    with pytest.raises(WordProblem, match="no action"):
        actions_named("ec2:Frobnicate*", allow_unknown=True)


def test_only_a_multivalued_key_is_split_at_commas() -> None:
    assert context_values({"aws:TagKeys": "a,b", "aws:RequestTag/Team": "a,b"}) == {
        "aws:tagkeys": ("a", "b"),
        "aws:requesttag/team": "a,b",
    }
