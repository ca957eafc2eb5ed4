"""How many principals a pattern names, and which account it says they are of."""

from __future__ import annotations

import pytest

from guardrails.lint.reasoning.principal_patterns import account_in, breadth, has_open_account

ROLE = "arn:aws:iam::222222222222:role/"


@pytest.mark.parametrize(
    ("pattern", "says", "whole"),
    [
        ("*", "everybody", True),
        ("arn:aws:iam::*:*", "everybody", True),
        ("arn:aws:iam::222222222222:*", "everybody in account 222222222222", True),
        ("arn:aws:iam::222222222222:root", "only the root user", True),
        ("arn:aws:iam::*:role/*", "every role", True),
        ("arn:aws:iam::222222222222:user/*", "every user of account 222222222222", True),
        (f"{ROLE}*Admin", "any name that ends so", False),
        (f"{ROLE}Ops*", "every name that begins with Ops", False),
        (f"{ROLE}aws-reserved/sso.amazonaws.com/*", "every Identity Center role", False),
        ("*:role/*", "which consoles make", False),
        ("*Admin*", "in its name or path", False),
    ],
)
def test_what_names_too_many_is_said_to(pattern: str, says: str, whole: bool) -> None:
    found = breadth(pattern, is_arn_operator=False)
    assert found is not None
    assert says in found.why
    assert found.whole is whole


@pytest.mark.parametrize(
    "pattern",
    [
        f"{ROLE}Deploy",
        f"{ROLE}Deploy-*",
        f"{ROLE}AWSControlTower*",
        f"{ROLE}platform/*",
        f"{ROLE}aws-service-role/*",
        f"{ROLE}aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_*",
    ],
)
def test_one_principal_or_a_family_with_a_purpose_is_not_too_many(pattern: str) -> None:
    assert breadth(pattern, is_arn_operator=True) is None


def test_a_short_text_is_a_pattern_for_string_operators_only() -> None:
    assert breadth("arn:aws:iam:*", is_arn_operator=False) is not None
    assert breadth("arn:aws:iam:*", is_arn_operator=True) is None


def test_an_account_is_open_where_a_stranger_can_have_such_a_name() -> None:
    assert has_open_account("arn:aws:iam::*:role/Deploy")
    assert not has_open_account(f"{ROLE}Deploy")
    assert not has_open_account("arn:aws:iam::*:role/aws-service-role/*")
    assert not has_open_account("arn:aws:iam::*:role/aws:ec2-infrastructure")


def test_the_account_of_an_arn() -> None:
    assert account_in(f"{ROLE}x") == "222222222222"
    assert not account_in("arn:aws:iam::*:role/x")
    assert not account_in("arn:aws:iam")
