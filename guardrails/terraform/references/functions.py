"""Functions of Terraform that put references together or make keys of names. Every other one gives OPAQUE.

Source: https://developer.hashicorp.com/terraform/language/functions (2026-11)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product

from guardrails.terraform.references.values import OPAQUE, Instances, Members, Ref, items, listed, plain, text

_LARGEST = 20_000
"""Characters of a text or items of a list: no name is longer, and sources may be made to grow without end."""

Function = Callable[[Sequence[object]], object]


def call(name: str, arguments: Sequence[object]) -> object:
    """Return what a function gives; OPAQUE where an argument it needs is not known, or is not of the right kind."""
    function = FUNCTIONS.get(name.removeprefix("core::"))
    if function is None:
        return OPAQUE
    try:
        value = function(arguments)
    except (TypeError, ValueError, IndexError, KeyError):
        return OPAQUE
    large = isinstance(value, (str, list, tuple, dict)) and len(value) > _LARGEST
    return OPAQUE if large else value


def _first(arguments: Sequence[object]) -> object:
    return arguments[0]


def _set(arguments: Sequence[object]) -> object:
    found = listed(arguments[0])
    if found is None:
        return OPAQUE
    texts = [text(one) for one in found]
    if None not in texts:
        return Members(sorted({one for one in texts if one is not None}))
    kept = _distinct([found])
    return Members(kept) if isinstance(kept, list) else OPAQUE


def _distinct(arguments: Sequence[object]) -> object:
    kept: list[object] = []
    for one in listed(arguments[0]) or []:
        if one is OPAQUE:
            return OPAQUE
        if not any(_same(one, other) for other in kept):
            kept.append(one)
    return kept


def _same(one: object, other: object) -> bool:
    if isinstance(one, Ref) and isinstance(other, Ref):
        return one.change is other.change and one.path == other.path
    return not isinstance(one, Ref) and not isinstance(other, Ref) and one == other


def _values(arguments: Sequence[object]) -> object:
    found = listed(arguments[0])
    return OPAQUE if found is None else found


def _keys(arguments: Sequence[object]) -> object:
    found = items(arguments[0])
    return OPAQUE if found is None else [key for key, _ in found]


def _merge(arguments: Sequence[object]) -> object:
    merged: dict[object, object] = {}
    for one in arguments:
        if one is None:
            continue
        found = items(one)
        if found is None:
            return OPAQUE
        merged.update(found)
    return merged


def _concat(arguments: Sequence[object]) -> object:
    joined: list[object] = []
    for one in arguments:
        found = listed(one)
        if found is None:
            return OPAQUE
        joined += found
    return joined


def _flatten(arguments: Sequence[object]) -> object:
    flat: list[object] = []
    for one in listed(arguments[0]) or []:
        if one is OPAQUE:
            return OPAQUE
        inner = _flatten([one]) if isinstance(one, (list, tuple)) else [one]
        if not isinstance(inner, list):
            return OPAQUE
        flat += inner
    return flat


def _lookup(arguments: Sequence[object]) -> object:
    found = items(arguments[0])
    key = plain(arguments[1])
    if found is None or key is OPAQUE:
        return OPAQUE
    return dict(found).get(key, arguments[2] if len(arguments) > 2 else OPAQUE)


def _element(arguments: Sequence[object]) -> object:
    found, at = listed(arguments[0]), plain(arguments[1])
    return found[at % len(found)] if found and isinstance(at, int) else OPAQUE


def _one(arguments: Sequence[object]) -> object:
    found = listed(arguments[0])
    if found is None or len(found) > 1:
        return OPAQUE
    return found[0] if found else None


def _coalesce(arguments: Sequence[object]) -> object:
    for one in arguments:
        if one is OPAQUE or (isinstance(one, Ref) and plain(one) is OPAQUE):
            # It may be null, so what comes next may be meant; a reference to an id is not.
            return one
        if plain(one) not in (None, ""):
            return one
    return OPAQUE


def _compact(arguments: Sequence[object]) -> object:
    found = listed(arguments[0])
    return OPAQUE if found is None else [one for one in found if isinstance(one, Ref) or one not in (None, "")]


def _length(arguments: Sequence[object]) -> object:
    if isinstance(arguments[0], str):
        return len(arguments[0])
    found = listed(arguments[0])
    return OPAQUE if found is None else len(found)


def _contains(arguments: Sequence[object]) -> object:
    found, wanted = [plain(one) for one in listed(arguments[0]) or [OPAQUE]], plain(arguments[1])
    if wanted in found and wanted is not OPAQUE:
        return True
    return OPAQUE if OPAQUE in found or wanted is OPAQUE else False


def _product(arguments: Sequence[object]) -> object:
    lists = [listed(one) for one in arguments]
    return OPAQUE if None in lists else [list(one) for one in product(*(one or [] for one in lists))]


def _zip(arguments: Sequence[object]) -> object:
    keys, values = listed(arguments[0]), listed(arguments[1])
    return OPAQUE if keys is None or values is None else dict(zip(keys, values, strict=True))


def _range(arguments: Sequence[object]) -> object:
    numbers = [plain(one) for one in arguments]
    if len(numbers) > 2 or not all(isinstance(one, int) and 0 <= one <= 10_000 for one in numbers):
        return OPAQUE
    return list(range(*(one for one in numbers if isinstance(one, int))))


def _slice(arguments: Sequence[object]) -> object:
    found, low, high = listed(arguments[0]), plain(arguments[1]), plain(arguments[2])
    return found[low:high] if found is not None and isinstance(low, int) and isinstance(high, int) else OPAQUE


def _sorted(arguments: Sequence[object]) -> object:
    texts = [text(one) for one in listed(arguments[0]) or []]
    return OPAQUE if None in texts else sorted(one for one in texts if one is not None)


def _texts(function: Callable[..., object]) -> Function:
    """A function of texts: OPAQUE where one of them is not known."""

    def applied(arguments: Sequence[object]) -> object:
        found = [text(one) for one in arguments]
        return OPAQUE if None in found else function(*found)

    return applied


def _format(arguments: Sequence[object]) -> object:
    pattern, *rest = (text(one) for one in arguments)
    if pattern is None or None in rest or pattern.replace("%s", "").replace("%d", "").count("%"):
        return OPAQUE
    return pattern.replace("%d", "%s") % tuple(rest)


def _replace(whole: str, old: str, new: str) -> object:
    # Between slashes it is a regular expression.
    return OPAQUE if old.startswith("/") and old.endswith("/") and len(old) > 1 else whole.replace(old, new)


def _join(arguments: Sequence[object]) -> object:
    glue, parts = text(arguments[0]), [text(one) for one in _concat_rest(arguments)]
    return OPAQUE if glue is None or None in parts else glue.join(one for one in parts if one is not None)


def _concat_rest(arguments: Sequence[object]) -> list[object]:
    joined = _concat(arguments[1:])
    return joined if isinstance(joined, list) else [OPAQUE]


def _substring(arguments: Sequence[object]) -> object:
    whole, start, count = text(arguments[0]), plain(arguments[1]), plain(arguments[2])
    if whole is None or not isinstance(start, int) or not isinstance(count, int):
        return OPAQUE
    begin = start if start >= 0 else len(whole) + start
    return whole[begin:] if count < 0 else whole[begin : begin + count]


def _reverse(arguments: Sequence[object]) -> object:
    found = listed(arguments[0])
    return OPAQUE if found is None else found[::-1]


def _set_of(join: Callable[[set[str], set[str]], set[str]]) -> Function:
    """A function of sets of texts."""

    def applied(arguments: Sequence[object]) -> object:
        texts: list[set[str]] = []
        for one in arguments:
            members = _set([one])
            if not isinstance(members, Members) or not all(isinstance(text, str) for text in members):
                return OPAQUE
            texts.append({text for text in members if isinstance(text, str)})
        found = texts[0]
        for one in texts[1:]:
            found = join(found, one)
        return Members(sorted(found))

    return applied


def _map(arguments: Sequence[object]) -> object:
    return arguments[0] if isinstance(arguments[0], (Mapping, Instances, Ref)) else OPAQUE


FUNCTIONS: dict[str, Function] = {
    "coalesce": _coalesce,
    "compact": _compact,
    "concat": _concat,
    "contains": _contains,
    "distinct": _distinct,
    "element": _element,
    "endswith": _texts(str.endswith),
    "flatten": _flatten,
    "format": _format,
    "join": _join,
    "keys": _keys,
    "length": _length,
    "lookup": _lookup,
    "lower": _texts(str.lower),
    "merge": _merge,
    "nonsensitive": _first,
    "one": _one,
    "range": _range,
    "replace": _texts(_replace),
    "reverse": _reverse,
    "sensitive": _first,
    "setintersection": _set_of(set.intersection),
    "setproduct": _product,
    "setsubtract": _set_of(set.difference),
    "setunion": _set_of(set.union),
    "slice": _slice,
    "sort": _sorted,
    "split": _texts(lambda glue, whole: whole.split(glue)),
    "startswith": _texts(str.startswith),
    "strcontains": _texts(lambda whole, part: part in whole),
    "substr": _substring,
    "tolist": _values,
    "tomap": _map,
    "toset": _set,
    "tostring": _first,
    "trimprefix": _texts(str.removeprefix),
    "trimsuffix": _texts(str.removesuffix),
    "upper": _texts(str.upper),
    "values": _values,
    "zipmap": _zip,
}
"""Name -> function. `try` and `can` are not here: they depend on errors, which are not known either."""
