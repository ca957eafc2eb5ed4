"""Patterns of addresses: only `*` is special, and no pattern takes long."""

from __future__ import annotations

import pytest

from guardrails.model.plan.addresses import address_matches


@pytest.mark.parametrize(
    ("pattern", "address", "matches"),
    [
        ("aws_vpc.main", "aws_vpc.main", True),
        ("aws_vpc.main", "aws_vpc.main[0]", False),
        ("aws_vpc.main[*]", 'aws_vpc.main["a"]', True),
        ("aws_vpc.main[ab]", "aws_vpc.maina", False),
        ("aws_vpc.?", "aws_vpc.a", False),
        ("*", "aws_vpc.main", True),
        ("*", 'aws_vpc.main["a\nb"]', True),
        ("*", "", False),
        ("module.*.aws_vpc.*", 'module.net["a"].module.x.aws_vpc.main', True),
        ("*.main*", "aws_vpc.main", True),
        ("a*b*b", "axb", False),
        ("a*b*b", "axbb", True),
        ("a**b", "ab", True),
    ],
)
def test_what_a_pattern_matches(pattern: str, address: str, matches: bool) -> None:
    assert address_matches(pattern, address) is matches


def test_a_pattern_of_many_stars_is_no_trap() -> None:
    assert not address_matches("*a" * 40 + "b", "a" * 3000)
