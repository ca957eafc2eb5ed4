"""Ranges that take in the internet, whole or in a few pieces."""

from __future__ import annotations

import pytest

from guardrails.gate.network.ranges import is_wide


@pytest.mark.parametrize(
    "range", ["0.0.0.0/0", "0.0.0.0/00", "128.0.0.0/1", "64.0.0.0/2", "1.2.3.4/7", "::/0", "2000::/3", "2600::/12"]
)
def test_wide(range: str) -> None:
    assert is_wide(range)


@pytest.mark.parametrize(
    "range",
    ["10.0.0.0/8", "203.0.113.0/24", "10.0.0.1", "2001:db8::/32", "fc00::/7", "fd00::/8", "", "junk/", "/x", None, 5],
)
def test_not_wide(range: object) -> None:
    assert not is_wide(range)
