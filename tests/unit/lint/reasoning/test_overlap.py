"""Whether two patterns have a text in common: against trying all short texts, and against ARN formats."""

from __future__ import annotations

import time
from itertools import product

import pytest

from guardrails.evaluation.overlap import common_text, overlap
from guardrails.evaluation.patterns import Glob
from guardrails.lint.reasoning.overlap import fields_of, may_match

PATTERNS = ["".join(one) for length in range(4) for one in product("ab*?", repeat=length)]
TEXTS = ["".join(one) for length in range(7) for one in product("ab", repeat=length)]
OF_PATTERN = {pattern: {text for text in TEXTS if Glob.of(pattern).matches(text)} for pattern in PATTERNS}


def test_patterns_overlap_if_and_only_if_some_text_is_of_both() -> None:
    wrong = [(a, b) for a in PATTERNS for b in PATTERNS if overlap(a, b) is not bool(OF_PATTERN[a] & OF_PATTERN[b])]
    assert not wrong


def test_a_common_text_is_of_both_patterns_and_as_short_as_can_be() -> None:
    for a, b in product(PATTERNS, repeat=2):
        found, both = common_text(a, b), OF_PATTERN[a] & OF_PATTERN[b]
        if found is None:
            assert not both
        else:
            assert Glob.of(a).matches(found)
            assert Glob.of(b).matches(found)
            assert len(found) == min(map(len, both))


BUCKET = "arn:${Partition}:s3:::${BucketName}"
OBJECT = "arn:${Partition}:s3:::${BucketName}/${ObjectName}"
IMAGE = "arn:${Partition}:ec2:${Region}::image/${ImageId}"
INSTANCE = "arn:${Partition}:ec2:${Region}:${Account}:instance/${InstanceId}"
LOG_GROUP = "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}"
DATABASE = "arn:${Partition}:rds:${Region}:${Account}:db:${DbInstanceName}"


@pytest.mark.parametrize(
    ("pattern", "format", "expected"),
    [
        ("*", IMAGE, True),
        ("arn:aws:s3:::logs", BUCKET, True),
        ("arn:aws:s3:::logs", OBJECT, False),
        ("arn:aws:s3:::logs/*", BUCKET, False),
        ("arn:aws:s3:::logs/*", OBJECT, True),
        ("arn:aws:s3:::logs*", OBJECT, True),
        ("arn:aws:s3:::*", BUCKET, True),
        ("arn:aws:s3:::logs/a:b", OBJECT, True),
        ("arn:aws:ec2:*:*:*", IMAGE, True),
        ("arn:aws:ec2:*:222222222222:*", IMAGE, False),
        ("arn:aws:ec2:*:*:instance/*", IMAGE, False),
        ("arn:aws:ec2:*:*:instance/", INSTANCE, False),
        ("arn:aws:ec2:*:*:INSTANCE/*", INSTANCE, False),
        ("arn:*:ec2:eu-????-1:*:instance/i-*", INSTANCE, True),
        ("arn:aws:ec2:*", INSTANCE, True),
        ("arn:aws:logs:*:*:log-group:x:*", LOG_GROUP, True),
        ("arn:aws:logs:*:log-group:x", LOG_GROUP, True),
        ("arn:aws:rds:*:*:cluster:*", DATABASE, False),
        ("arn:aws:ec2:*:${aws:PrincipalAccount}:instance/${aws:username}", INSTANCE, True),
        ("arn:aws:s3:::${*}", BUCKET, True),
    ],
)
def test_an_arn_of_a_format_may_be_of_a_pattern(pattern: str, format: str, expected: bool) -> None:
    assert may_match(pattern, format) is expected


def test_what_a_call_creates_has_a_star_for_its_name() -> None:
    assert may_match("arn:aws:ec2:*:*:instance/*", INSTANCE, created=True)
    assert not may_match("arn:aws:ec2:*:*:instance/i-0*", INSTANCE, created=True)


def test_colons_in_policy_variables_divide_no_fields() -> None:
    assert fields_of("arn:aws:iam::${aws:PrincipalAccount}:role/${aws:PrincipalTag/a, 'b:c'}")[4:] == (
        "${aws:PrincipalAccount}",
        "role/${aws:PrincipalTag/a, 'b:c'}",
    )


def test_fields_of_odd_texts() -> None:
    assert fields_of("arn:aws:s3:::a:${b:c}:d") == ("arn", "aws", "s3", "", "", "a:${b:c}:d")
    assert fields_of("${a:b}:\x01${") == ("${a:b}", "\x01${")
    assert fields_of("") == ("",)


def test_hostile_patterns_take_no_long_time() -> None:
    began = time.process_time()
    for number in range(30):
        assert may_match(f"arn:aws:ec2:*:*:{'*a' * 3000}{number}", INSTANCE) in (True, False)
        overlap("*a" * 2000 + str(number), "*b" * 2000)
        common_text("*a" * 2000 + str(number), "*b" * 2000)
    assert time.process_time() - began < 2
