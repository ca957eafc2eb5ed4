"""Statements that were only split, merged or reordered leave nothing; what says more is left."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guardrails.model.policy.document import PolicySet, PolicyType
from guardrails.model.policy.parse import parse_value
from guardrails.prover.normal import remainders
from guardrails.prover.slices.rules import Entry, entries

_CONDITION = {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "us-east-1"]}}
_WHOLE = {
    "Effect": "Deny",
    "Action": ["s3:PutObject", "s3:DeleteObject"],
    "Resource": ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"],
    "Condition": _CONDITION,
}


def _entries(*statements: dict[str, object], version: str = "2012-10-17") -> tuple[Entry, ...]:
    parsed = parse_value({"Version": "2012-10-17", "Statement": list(statements)}, PolicyType.SCP, "p")
    assert parsed.document is not None
    document = replace(parsed.document, version=version)
    return tuple(entries(PolicySet(scps=((document,),), identity=())))


@pytest.mark.parametrize(
    "others",
    [
        [_WHOLE | {"Sid": "Other"}],
        [_WHOLE | {"Action": "s3:DeleteObject"}, _WHOLE | {"Action": "S3:PUTObject"}],
        [_WHOLE | {"Resource": "arn:aws:s3:::b/*"}, _WHOLE | {"Resource": "arn:aws:s3:::a/*"}],
        [_WHOLE | {"Condition": {"StringNotEquals": {"AWS:requestedregion": ["us-east-1", "eu-west-1"]}}}],
    ],
)
def test_the_same_in_other_words(others: list[dict[str, object]]) -> None:
    mine, theirs = _entries(_WHOLE), _entries(*others)
    assert remainders(mine, theirs) == () == remainders(theirs, mine)


def test_what_is_left_is_put_together_again() -> None:
    (left,) = remainders(_entries(_WHOLE), _entries(_WHOLE | {"Resource": "arn:aws:s3:::a/*"}))
    assert left.shape.actions[0][0].patterns == ("s3:PutObject", "s3:DeleteObject")
    assert left.shape.resources[0][0].patterns == ("arn:aws:s3:::b/*",)


@pytest.mark.parametrize(
    "other",
    [
        _WHOLE | {"Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1"]}}},
        _WHOLE | {"Condition": {"StringNotEqualsIfExists": _CONDITION["StringNotEquals"]}},
        {"Effect": "Deny", "NotAction": _WHOLE["Action"], "Resource": _WHOLE["Resource"], "Condition": _CONDITION},
        {"Effect": "Deny", "Action": _WHOLE["Action"], "NotResource": _WHOLE["Resource"], "Condition": _CONDITION},
    ],
)
def test_what_says_something_else_stays_whole(other: dict[str, object]) -> None:
    (left,) = remainders(_entries(_WHOLE), _entries(other))
    assert left.shape is left.entry.shape


def test_a_list_with_a_star_is_a_star() -> None:
    assert (
        remainders(_entries(_WHOLE | {"Resource": ["*", "arn:aws:s3:::a/*"]}), _entries(_WHOLE | {"Resource": "*"}))
        == ()
    )


def test_a_variable_is_not_the_same_text_without_the_version_that_replaces_it() -> None:
    statement = {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::${aws:PrincipalTag/team}/*"}
    assert remainders(_entries(statement), _entries(statement, version="2008-10-17"))
