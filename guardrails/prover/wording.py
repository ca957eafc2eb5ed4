"""Shapes in words: actions, resources, and conditions as short sentences, those about one key put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Final

from guardrails.catalog.services import names_of, prefixes
from guardrails.evaluation.overlap import overlap
from guardrails.evaluation.patterns import Glob
from guardrails.model.policy.document import Condition, Element, SetOperator
from guardrails.prover.slices.naming import naming
from guardrails.prover.slices.shapes import Shape

_PHRASES: Final = {
    "StringEquals": ("is", "is not"),
    "StringNotEquals": ("is not", "is"),
    "StringEqualsIgnoreCase": ("is, in any case,", "is not, in any case,"),
    "StringNotEqualsIgnoreCase": ("is not, in any case,", "is, in any case,"),
    "StringLike": ("is like", "is not like"),
    "StringNotLike": ("is not like", "is like"),
    "ArnEquals": ("is like", "is not like"),
    "ArnLike": ("is like", "is not like"),
    "ArnNotEquals": ("is not like", "is like"),
    "ArnNotLike": ("is not like", "is like"),
    "NumericEquals": ("=", "is not ="),
    "NumericNotEquals": ("is not =", "="),
    "NumericLessThan": ("<", "is not <"),
    "NumericLessThanEquals": ("<=", "is not <="),
    "NumericGreaterThan": (">", "is not >"),
    "NumericGreaterThanEquals": (">=", "is not >="),
    "DateEquals": ("is at", "is not at"),
    "DateNotEquals": ("is not at", "is at"),
    "DateLessThan": ("is before", "is not before"),
    "DateLessThanEquals": ("is not after", "is after"),
    "DateGreaterThan": ("is after", "is not after"),
    "DateGreaterThanEquals": ("is not before", "is before"),
    "Bool": ("is", "is not"),
    "BinaryEquals": ("is", "is not"),
    "IpAddress": ("is in", "is not in"),
    "NotIpAddress": ("is not in", "is in"),
}
"""Operator -> how it reads where it holds, and where it does not."""

_EXACT: Final = {"StringEquals": True, "StringNotEquals": False}
_LIKE: Final = {"ArnLike": True, "ArnEquals": True, "ArnNotLike": False, "ArnNotEquals": False}
_LIKE_TEXT: Final = {"StringLike": True, "StringNotLike": False}


def actions_in_words(shape: Shape) -> tuple[str, ...]:
    """Return the action patterns of a shape; those that it leaves out begin with `not `."""
    return _elements(shape.actions)


def resources_in_words(shape: Shape) -> tuple[str, ...]:
    """Return the resource patterns of a shape; those that it leaves out begin with `not `."""
    return _elements(shape.resources) or ("*",)


def _elements(parts: Sequence[tuple[Element, bool]]) -> tuple[str, ...]:
    named = [one for element, wanted in parts if wanted is not element.negated for one in element.patterns]
    left_out = [f"not {one}" for element, wanted in parts if wanted is element.negated for one in element.patterns]
    if len(named) > 1 and "*" in named:
        named = [one for one in named if one != "*"] or ["*"]
    kept = [one for one in named if f"not {one}" not in left_out]
    if named and named != ["*"]:
        left_out = [one for one in left_out if one.removeprefix("not ") not in named]
        left_out = [one for one in left_out if any(_may_meet(one.removeprefix("not "), each) for each in kept)]
    return tuple(dict.fromkeys((*(kept or ["*"]), *left_out)))


def _may_meet(one: str, other: str) -> bool:
    return overlap(one.lower(), other.lower())


def known_actions(shape: Shape) -> int:
    """Return how many actions of the catalog a shape names."""
    mentioned = {prefix for element, _ in shape.actions for prefix in naming(element).services}
    found = 0
    for prefix in prefixes():
        names = names_of(prefix)
        if prefix in mentioned:
            found += sum(shape.names(name) for name in names)
        elif names and shape.names(names[0]):
            found += len(names)
    return found


def conditions_in_words(shape: Shape) -> tuple[str, ...]:
    """Return the conditions of a shape as sentences: `aws:RequestedRegion is eu-west-1`."""
    rows: dict[tuple[str, str], list[tuple[Condition, bool]]] = {}
    for row, wanted in _telling(dict.fromkeys(shape.conditions)):
        rows.setdefault((row.key.lower(), _kind(row)), []).append((row, wanted))
    told = {key for (key, kind), some in rows.items() if kind == "exact" and _is_listed(some)}
    sentences = (
        sentence
        for (key, kind), some in rows.items()
        if not (key in told and kind == "like text" and _implied(rows[key, "exact"], some))
        for sentence in _sentences(kind, some)
    )
    return tuple(dict.fromkeys(sentences))


def _telling(rows: Iterable[tuple[Condition, bool]]) -> Iterable[tuple[Condition, bool]]:
    """Return the rows without those that another one on the same key says already.

    Where a key is absent, what holds of absent keys need not be said; where a value is asked for, nor that it is there.
    """
    listed = list(rows)
    nulls = {(row.key.lower(), _absent(row, wanted)) for row, wanted in listed if row.operator == "Null"}
    there = {row.key.lower() for row, wanted in listed if row.operator != "Null" and _of_absent(row) is not wanted}
    for row, wanted in listed:
        key = row.key.lower()
        if row.operator == "Null":
            implied = not _absent(row, wanted) and key in there
        else:
            implied = (key, True) in nulls and _of_absent(row) is wanted
        if not implied:
            yield row, wanted


def _absent(row: Condition, wanted: bool) -> bool:
    return any(one.lower() == "true" for one in row.values) is wanted


def _of_absent(row: Condition) -> bool:
    """Whether a condition holds where its key is absent."""
    if row.if_exists or row.set_operator is not SetOperator.NONE:
        return row.if_exists or row.set_operator is SetOperator.FOR_ALL_VALUES
    return "Not" in row.operator


def _is_listed(rows: Sequence[tuple[Condition, bool]]) -> bool:
    return any(_EXACT[row.operator] is wanted for row, wanted in rows)


def _implied(exact: Sequence[tuple[Condition, bool]], like: Sequence[tuple[Condition, bool]]) -> bool:
    """Whether listed values have the patterns anyway, so that these need not be said."""
    listed = next(row.values for row, wanted in exact if _EXACT[row.operator] is wanted)
    return all(
        any(Glob.of(pattern).matches(value) for pattern in row.values) is (_LIKE_TEXT[row.operator] is wanted)
        for row, wanted in like
        for value in listed
    )


def _kind(row: Condition) -> str:
    """Which rows on one key can be put together."""
    if row.set_operator is not SetOperator.NONE or row.if_exists:
        return row.spelled
    for kind, table in (("exact", _EXACT), ("like", _LIKE), ("like text", _LIKE_TEXT)):
        if row.operator in table:
            return kind
    return row.spelled


def _sentences(kind: str, rows: Sequence[tuple[Condition, bool]]) -> Iterable[str]:
    table = {"exact": _EXACT, "like": _LIKE, "like text": _LIKE_TEXT}.get(kind)
    if table is None:
        return [in_words(row, wanted) for row, wanted in rows]
    within: list[tuple[str, ...]] = []
    outside: list[str] = []
    for row, wanted in rows:
        if table[row.operator] is not wanted:
            outside += row.values
        else:
            both = _common(kind, within[-1], row.values) if within else None
            within = [*within, row.values] if both is None else [*within[:-1], both]
    key = rows[0][0].key
    further = [f"{key} is like {_list(values)}" for values in within[:-1]]
    return [*further, _membership(key, kind, within[-1] if within else None, outside)]


def _common(kind: str, some: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...] | None:
    """What is of both lists, as a list; None where patterns meet in a way that no pattern says."""
    if kind == "exact":
        return tuple(one for one in some if one in more)
    found: dict[str, None] = {}
    for one, other in product(some, more):
        if _covers(one, other) or _covers(other, one):
            found[other if _covers(one, other) else one] = None
        elif overlap(one, other):
            return None
    return tuple(found)


def _covers(wide: str, narrow: str) -> bool:
    return wide == narrow or ("?" not in wide and Glob.of(wide).matches(narrow))


def _membership(key: str, kind: str, within: tuple[str, ...] | None, outside: list[str]) -> str:
    verb = "is" if kind == "exact" else "is like"
    left_out = [one for one in dict.fromkeys(outside) if within is None or kind != "exact" or one in within]
    if within is None:
        return f"{key} {verb.replace('is', 'is not', 1)} {_list(left_out)}"
    kept = [one for one in within if one not in left_out]
    rest = [one for one in left_out if one not in within]
    return f"{key} {verb} {_list(kept)}" + (f", not {_list(rest)}" if rest else "")


def _list(values: Sequence[str]) -> str:
    if not values:
        return "nothing"
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} or {values[-1]}"


def in_words(row: Condition, wanted: bool = True) -> str:
    """Return one condition as a sentence, turned round where it must not hold."""
    if row.operator == "Null":
        return f"{row.key} is {'absent' if _absent(row, wanted) else 'present'}"
    phrase = _PHRASES[row.operator][0 if wanted else 1]
    text = f"{row.key} {phrase} {_list(row.values)}"
    if row.set_operator is not SetOperator.NONE:
        every = (row.set_operator is SetOperator.FOR_ALL_VALUES) is wanted
        text = f"{'every' if every else 'some'} value of {row.key} {phrase} {_list(row.values)}"
        text += ", or it is absent" if every and not row.if_exists else ""
    if row.if_exists:
        return f"{text}, or it is absent" if wanted else f"{text}, and it is present"
    return text
