"""LINT-005: how a Sid is mended."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.lint.applied import fixed


def with_sids(*sids: str) -> dict[str, Any]:
    rows = [{"Sid": sid, "Effect": "Deny", "Action": "s3:*", "Resource": "*"} for sid in sids]
    return {"Version": "2012-10-17", "Statement": rows}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["deny all"], ["DenyAll"]),
        (["deny-s3_now"], ["DenyS3Now"]),
        (["A", "A"], ["A", "A2"]),
        (["A", "A2", "A"], ["A", "A2", "A3"]),
        (["deny all", "DenyAll"], ["DenyAll2", "DenyAll"]),
        (["a b", "a b"], ["AB", "AB2"]),
        (["---"], ["---"]),
    ],
)
def test_a_sid_is_joined_and_numbered(before: list[str], after: list[str]) -> None:
    assert [one["Sid"] for one in fixed("LINT-005", with_sids(*before))["Statement"]] == after
