"""Classes of numbers: thresholds cut the line into points and open intervals; one number of each, written plainly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import floor


def number_points(thresholds: Iterable[Decimal]) -> tuple[str, ...]:
    """Return a number of each class, as text: whole ones that are not negative first, then by size.

    What has no sign is a class of its own, for most keys hold no negative numbers.
    """
    found = stops({Fraction(0), *map(Fraction, thresholds)})
    ordered = sorted(found, key=lambda one: (one.denominator != 1, one < 0, one))
    return tuple(map(plain, ordered))


def stops(thresholds: Iterable[Fraction]) -> tuple[Fraction, ...]:
    """Return the thresholds (one at least), a number between each two neighbours, one below and one above them all."""
    ordered = sorted(set(thresholds))
    below, above = -floor(-ordered[0]) - 1, floor(ordered[-1]) + 1
    between = [between_of(low, high) for low, high in pairwise(ordered)]
    return tuple(sorted({Fraction(below), *ordered, *between, Fraction(above)}))


def between_of(low: Fraction, high: Fraction) -> Fraction:
    """Return the number with the fewest decimal places that is over `low` and under `high`."""
    return next(number for number in _steps_over(low) if number < high)


def _steps_over(low: Fraction) -> Iterator[Fraction]:
    scale = 1
    while True:
        yield Fraction(floor(low * scale) + 1, scale)
        scale *= 10


def plain(number: Fraction) -> str:
    """Return a decimal number as digits, without exponent: `-0.25`.

    >>> plain(Fraction(-1, 4))
    '-0.25'
    """
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    digits = str(abs(int(number * 10**places))).rjust(places + 1, "0")
    whole, part = (digits[:-places], digits[-places:]) if places else (digits, "")
    return ("-" if number < 0 else "") + whole + ("." if part else "") + part
