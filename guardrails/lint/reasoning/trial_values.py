"""The values to try on rows of one key: if any value satisfies them all, one of these does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from itertools import combinations, islice, pairwise

from guardrails.evaluation.overlap import common_text
from guardrails.evaluation.patterns import arn_fields
from guardrails.model.policy.document import Condition

_MOST = 3000
_MOST_STEPS = 300_000
"""Values to try on one set of rows, and pairs of characters to compare in search of them."""

_FRESH = "\ue000"
"""A character that no policy holds; what a wildcard reads as this is of no other pattern by accident."""


def trial_values(rows: tuple[Condition, ...]) -> tuple[str, ...] | None:
    """Return the values to try: those that the rows name or stand for, their neighbours, and one of no pattern.

    None where they would be too many to try, so that nothing can be said of the rows.
    """
    sizes = [sum(len(value) for value in row.values if _is_wild(value)) for row in rows]
    if sum(a * b for a, b in combinations(sizes, 2)) > _MOST_STEPS:
        return None
    found = tuple(dict.fromkeys(islice(_tried(rows), _MOST)))
    return found if len(found) < _MOST else None


def _is_wild(value: str) -> bool:
    return "*" in value or "?" in value


def _tried(rows: tuple[Condition, ...]) -> Iterator[str]:
    kinds = {_kind(row.operator) for row in rows}
    texts = tuple(value for row in rows if row.operator != "Null" for value in row.values)
    yield from texts
    if "number" in kinds:
        yield from _numbers(texts)
    if "date" in kinds:
        yield from _dates(texts)
    if "address" in kinds:
        yield from _addresses(texts)
    if "truth" in kinds:
        yield from ("true", "false")
    if "arn" in kinds:
        yield from _arns(rows)
    yield from _texts(rows)


def _kind(operator: str) -> str:
    for head, kind in (("Numeric", "number"), ("Date", "date"), ("Bool", "truth"), ("Arn", "arn")):
        if operator.startswith(head):
            return kind
    return "address" if operator.endswith("IpAddress") else "text"


def _texts(rows: tuple[Condition, ...]) -> Iterator[str]:
    """Texts of two patterns at once, texts of one pattern that are of as few others as possible, and of none."""
    listed = [row.values for row in rows if row.operator != "Null"]
    for one, other in combinations([tuple(filter(_is_wild, values)) for values in listed], 2):
        for a in one:
            for b in other:
                found = common_text(a, b)
                if found is not None:
                    yield found
                    yield found.replace("x", _FRESH)
    for values in listed:
        for value in values:
            yield from _of_pattern(value)
    yield from (_FRESH, _FRESH * 12)


def _of_pattern(pattern: str) -> Iterator[str]:
    if _is_wild(pattern):
        single = pattern.replace("?", _FRESH)
        yield from (single.replace("*", _FRESH * length) for length in (0, 1, 2, 60))
    yield pattern + _FRESH
    yield pattern.swapcase()


def _arns(rows: tuple[Condition, ...]) -> Iterator[str]:
    """ARNs of one pattern, and of two at once, field by field."""
    patterns = [arn_fields(value) for row in rows for value in row.values if _is_wild(value)]
    whole = [fields for fields in patterns if len(fields) == 6]
    for fields in whole:
        for filler in ("", _FRESH, "222222222222"):
            yield ":".join(field.replace("*", filler).replace("?", _FRESH) for field in fields)
    for one, other in combinations(whole, 2):
        shared = [common_text(a, b) for a, b in zip(one, other, strict=True)]
        if None not in shared:
            yield ":".join(field or "" for field in shared)


def _numbers(texts: Iterable[str]) -> Iterator[str]:
    found: set[Decimal] = set()
    for text in texts:
        try:
            found.add(Decimal(text))
        except InvalidOperation:
            continue
    ordered = sorted(number for number in found if number.is_finite() and abs(number.adjusted()) < 30)
    for number in ordered:
        yield from (str(number - 1), str(number), str(number + 1))
    yield from (str((a + b) / 2) for a, b in pairwise(ordered))


def _dates(texts: Iterable[str]) -> Iterator[str]:
    """Instants around and between the dates, as seconds since 1970."""
    from guardrails.evaluation.operators import OPERATORS

    read = OPERATORS["DateEquals"].read_found
    yield from _numbers(str(found) for found in map(read, texts) if isinstance(found, Decimal))


def _addresses(texts: Iterable[str]) -> Iterator[str]:
    """First and last address of each block, their neighbours outside, and one in the middle."""
    from guardrails.evaluation.operators import OPERATORS, Mismatch

    read = OPERATORS["IpAddress"].read_found
    for network in (read(text) for text in texts):
        if isinstance(network, Mismatch):
            continue
        first, last = int(network.network_address), int(network.broadcast_address)
        for number in (first - 1, first, (first + last) // 2, last, last + 1):
            if 0 <= number < 2**network.max_prefixlen:
                yield str(network.network_address + (number - first))
