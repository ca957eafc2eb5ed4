"""What a row asks of its key."""

from __future__ import annotations

import pytest

from guardrails.lint.reasoning.callers import asks_for_absence
from guardrails.model.policy.document import Statement
from tests.unit.lint.build import subject


def _statement(condition: object) -> Statement:
    statement = {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": condition}
    return subject({"Version": "2012-10-17", "Statement": statement}).statements[0]


@pytest.mark.parametrize(
    ("condition", "asks"),
    [
        ({"Null": {"aws:PrincipalTag/team": "true"}}, True),
        ({"Null": {"aws:PrincipalTag/team": "True"}}, True),
        ({"Null": {"aws:PrincipalTag/team": "false"}}, False),
        ({"Null": {"aws:PrincipalTag/team": ["true", "false"]}}, False),
        ({"Bool": {"aws:SecureTransport": "true"}}, False),
    ],
)
def test_only_null_true_asks_for_absence(condition: object, asks: bool) -> None:
    assert asks_for_absence(_statement(condition).conditions[0]) is asks
