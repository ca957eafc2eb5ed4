"""Texts as numbers, instants and addresses (semantics 3.4), read without the evaluator's code."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from fractions import Fraction
from ipaddress import ip_network


def read_number(value: str) -> Fraction | None:
    """Return a decimal number, or None."""
    return Fraction(value) if re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?", value) else None


def read_instant(value: str) -> Fraction | None:
    """Return seconds since 1970 of an ISO 8601 instant or of epoch seconds, or None."""
    number = read_number(value)
    if number is not None and len(value) > 4:
        return number
    for form in ("%Y", "%Y-%m", "%Y-%m-%d"):
        try:
            return Fraction(int(datetime.strptime(value, form).replace(tzinfo=UTC).timestamp()))
        except ValueError:
            continue
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        return None
    return Fraction(str(instant.timestamp())) if instant.tzinfo else None


Block = tuple[int, int, int, int]
"""Version, first and last address, length of the prefix."""


def read_block(value: str) -> Block | None:
    """Return an address or a CIDR block, or None."""
    try:
        block = ip_network(value, strict=False)
    except ValueError:
        return None
    return block.version, int(block[0]), int(block[-1]), block.prefixlen
