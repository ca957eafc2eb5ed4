"""Classes of instants, and of texts that may be read as a number, as an instant, or as both."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import product
from math import floor
from typing import Final

from guardrails.evaluation.operators import OPERATORS, Mismatch
from guardrails.prover.variables.numbers import plain, stops

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SHIFT: Final = 86340
"""The widest zone in seconds, 23:59: it reaches instants that no date in UTC does."""
_FIRST: Final = Fraction(int((datetime(1, 1, 1, tzinfo=UTC) - _EPOCH).total_seconds()))
_LAST: Final = Fraction(int((datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC) - _EPOCH).total_seconds()) + 1)
_ENDS: Final = (_FIRST - _SHIFT, _FIRST, Fraction(0), Fraction(1767225600), _LAST, _LAST + _SHIFT)
"""Where dates with a zone, dates in UTC and seconds without sign begin and end; and an ordinary instant."""
_ORDINARY: Final = (Fraction(946684800), Fraction(4102444800))
"""2000 to 2100: dates of requests that anybody will see."""


def date_points(thresholds: Iterable[Decimal]) -> tuple[str, ...]:
    """Return an instant of each class, those of this century first: as ISO dates (`...Z`), as epoch seconds, as years.

    Each form is complete as far as it reaches, for some keys hold dates and `aws:EpochTime` holds digits.
    """
    thresholds = tuple(thresholds)
    ordered = sorted(_stops(thresholds), key=_strange)
    dates = (text for text in map(_iso, ordered) if text.endswith("Z"))
    return (*dates, *map(_epoch, ordered), *_years((), thresholds))


def both_points(numbers: Iterable[Decimal], dates: Iterable[Decimal]) -> tuple[str, ...]:
    """Return texts of each class that conditions on numbers and on dates tell apart together.

    A text is read as both (epoch seconds, years), as a number alone (short ones) or as a date alone (ISO).
    """
    numbers, dates = tuple(numbers), tuple(dates)
    epochs = map(_epoch, sorted(_stops(numbers, dates), key=_strange))
    isos = map(_iso, sorted(_stops(dates), key=_strange))
    shorts = _shorts(tuple(map(Fraction, numbers)))
    return tuple(dict.fromkeys((*epochs, *filter(None, isos), *shorts, *_years(numbers, dates))))


def _stops(*thresholds: Iterable[Decimal]) -> set[Fraction]:
    """One instant of each class, and the second before each threshold: it reads better than one long before.

    Where a way to write instants ends, another class begins.
    """
    known = {Fraction(one) for some in thresholds for one in some}
    return {*stops(known.union(_ENDS)), *(one - 1 for one in known)}


def _strange(instant: Fraction) -> tuple[bool, bool, Fraction]:
    return not _ORDINARY[0] <= instant <= _ORDINARY[1], instant.denominator != 1, instant


def _instant(text: str) -> Fraction | None:
    read: Decimal | Mismatch = OPERATORS["DateEquals"].read_found(text)
    return None if isinstance(read, Mismatch) else Fraction(read)


def _iso(instant: Fraction) -> str:
    """The ISO text that is read as exactly this instant; empty where there is none."""
    shift = _SHIFT if instant < _FIRST else -_SHIFT if instant >= _LAST else 0
    seconds = floor(instant) + shift
    try:
        day = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return ""
    zone = {0: "Z", _SHIFT: "+23:59", -_SHIFT: "-23:59"}[shift]
    part = plain(instant - floor(instant))[1:]
    text = f"{day.replace(tzinfo=None).isoformat()}{part}{zone}"
    return text if _instant(text) == instant else ""


def _epoch(instant: Fraction) -> str:
    """Epoch seconds; four characters or fewer would not be read as such."""
    text = plain(instant)
    sign = "-" if text[0] == "-" else ""
    return sign + text.removeprefix("-").rjust(5 - len(sign), "0")


def _shorts(thresholds: tuple[Fraction, ...]) -> Iterator[str]:
    """A short text, read as a number and as no date, for each class of numbers that has one."""
    values, texts = _short_numbers()
    ordered = sorted(set(thresholds))
    for threshold in ordered:
        place = bisect_left(values, threshold)
        if place < len(values) and values[place] == threshold:
            yield texts[place]
    starts = [0, *(bisect_right(values, threshold) for threshold in ordered)]
    ends = [*(bisect_left(values, threshold) for threshold in ordered), len(values)]
    yield from (texts[end - 1] for start, end in zip(starts, ends, strict=True) if start < end)


@cache
def _short_numbers() -> tuple[list[Fraction], list[str]]:
    """The numbers that can be written in four characters but not as a year, in order; and one such text of each."""
    written = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)
    found: dict[Fraction, str] = {}
    for length in range(1, 5):
        for letters in product("0123456789+-.e", repeat=length):
            text = "".join(letters)
            if written.fullmatch(text) and _instant(text) is None:
                found.setdefault(Fraction(Decimal(text)), text)
    ordered = sorted(found)
    return ordered, [found[one] for one in ordered]


def _years(numbers: Iterable[Decimal], dates: Iterable[Decimal]) -> Iterator[str]:
    """A year for each class of texts that are read as its number and as its first instant."""
    near = {1, 9999}
    for number in map(Fraction, numbers):
        near |= {floor(number) + step for step in (-1, 0, 1)}
    for instant in map(Fraction, dates):
        if _FIRST <= instant < _LAST:
            near |= {(_EPOCH + timedelta(seconds=floor(instant))).year + step for step in (-1, 0, 1)}
    yield from (f"{year:04}" for year in sorted(near) if 1 <= year <= 9999)
