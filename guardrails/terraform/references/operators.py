"""Operators between two values of which one may not be known."""

from __future__ import annotations

import operator
from collections.abc import Callable

from guardrails.terraform.references.values import OPAQUE, Instances, Ref, items, opaque_within, plain

_NUMBERS: dict[str, Callable[[int | float, int | float], object]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "%": operator.mod,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def binary(sign: str, left: object, right: object) -> object:
    """Return what an operator gives; OPAQUE where that hangs on something that is not known."""
    left, right = plain(left), plain(right)
    if sign in ("&&", "||"):
        # One side can be enough: false && x is false.
        enough = sign == "||"
        if left is enough or right is enough:
            return enough
        return right if isinstance(left, bool) and isinstance(right, bool) else OPAQUE
    if sign in ("==", "!="):
        return _equal(left, right, sign == "==")
    if not _number(left) or not _number(right) or (sign == "%" and not right):
        return OPAQUE
    return _NUMBERS[sign](left, right) if sign in _NUMBERS else OPAQUE  # type: ignore[arg-type]


_LARGEST = 2**53
"""The largest number that is reckoned with: sources may be made to multiply without end."""


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= _LARGEST


def _equal(left: object, right: object, wanted: bool) -> object:
    if isinstance(left, (Ref, Instances)) or isinstance(right, (Ref, Instances)):
        return OPAQUE
    if opaque_within(left) or opaque_within(right) or _holds_reference(left) or _holds_reference(right):
        return OPAQUE
    # Terraform tells true from 1, Python does not; and a number from a text.
    same = left == right and isinstance(left, bool) == isinstance(right, bool)
    return same == wanted


def _holds_reference(value: object) -> bool:
    found = items(value) if not isinstance(value, str) else None
    return any(isinstance(one, (Ref, Instances)) or _holds_reference(one) for _, one in found or ())
