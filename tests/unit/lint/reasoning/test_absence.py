"""What rows and statements say about requests that lack a key."""

from __future__ import annotations

import pytest

from guardrails.lint.reasoning.absence import asks_for_absence, denies_absence
from guardrails.model.policy.document import Statement
from tests.unit.lint.build import subject


def _statement(effect: str, condition: object) -> Statement:
    statement = {"Effect": effect, "Action": "s3:GetObject", "Resource": "*", "Condition": condition}
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
    assert asks_for_absence(_statement("Deny", condition).conditions[0]) is asks


@pytest.mark.parametrize(
    ("effect", "condition", "denies"),
    [
        ("Deny", {"Null": {"aws:SourceVpce": "true"}}, True),
        ("Deny", {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}, True),
        ("Deny", {"StringEquals": {"aws:SourceVpce": "vpce-1"}}, False),
        ("Deny", {"Bool": {"aws:SecureTransport": "false"}}, False),
        ("Allow", {"Null": {"aws:SourceVpce": "true"}}, False),
    ],
)
def test_a_deny_that_tests_the_key_may_deny_its_absence(effect: str, condition: object, denies: bool) -> None:
    assert denies_absence(_statement(effect, condition), "aws:sourcevpce") is denies
