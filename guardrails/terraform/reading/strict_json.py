"""Strict JSON: no key twice, no NaN, no endless nesting; and `planned_values` is dropped as soon as it is read.

`planned_values` repeats the changes and is two fifths of a large plan; only whether it holds resources is kept.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final, NoReturn

DEEPEST: Final = 200
"""Levels of nesting that are read. Real plans have up to some 40: modules in modules, and rules in blocks."""


class DuplicateKey(ValueError):
    """A key stands twice in one object; `key` is its name."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class NotStrict(ValueError):
    """A number that is no JSON number (NaN, Infinity, 1e999), or half a character."""


class TooDeep(ValueError):
    """Nested deeper than any plan."""


class More(ValueError):
    """Text follows the document, from `at` on; `document` is what stood before it."""

    def __init__(self, document: Any, at: int) -> None:
        super().__init__()
        self.document = document
        self.at = at


def document_in(text: str) -> Any:
    """Return the one JSON document in a text; `planned_values` of an object becomes whether it holds resources.

    Raises json.JSONDecodeError, DuplicateKey, NotStrict, TooDeep or More; nothing else.
    """
    start = _after_blanks(text, 0)
    try:
        found, end = _object(text, start) if text.startswith("{", start) else _DECODER.raw_decode(text, start)
        if _too_deep(found):
            raise TooDeep
        if _SURROGATE.search(text):
            json.dumps(found, ensure_ascii=False).encode()
    except RecursionError:
        raise TooDeep from None
    except UnicodeEncodeError:
        raise NotStrict from None
    rest = _after_blanks(text, end)
    if rest < len(text):
        raise More(found, rest)
    return found


def _object(text: str, start: int) -> tuple[dict[str, Any], int]:
    """Read an object key by key, so that what is dropped goes before the next value comes."""
    found: dict[str, Any] = {}
    at = _after_blanks(text, start + 1)
    if text.startswith("}", at):
        return found, at + 1
    while True:
        key, after_key = _DECODER.raw_decode(text, at)
        if not isinstance(key, str):
            raise json.JSONDecodeError("a name is expected", text, at)
        if key in found:
            raise DuplicateKey(key)
        colon = _expect(text, after_key, ":")
        found[key], at = _DECODER.raw_decode(text, _after_blanks(text, colon))
        if key == "planned_values":
            found[key] = holds_resources(found[key])
        at = _after_blanks(text, at)
        if text.startswith("}", at):
            return found, at + 1
        at = _after_blanks(text, _expect(text, at, ","))


def holds_resources(planned: Any) -> bool:
    """Whether these `planned_values` hold a resource, at the root or in modules."""
    root = planned.get("root_module") if isinstance(planned, dict) else None
    return isinstance(root, dict) and bool(root.get("resources") or root.get("child_modules"))


_BLANKS = re.compile(r"[ \t\n\r]*")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def _after_blanks(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def _expect(text: str, at: int, sign: str) -> int:
    at = _after_blanks(text, at)
    if not text.startswith(sign, at):
        raise json.JSONDecodeError("another sign is expected", text, at)
    return at + 1


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        raise DuplicateKey(next(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
    return found


def _no_number(_: str) -> NoReturn:
    raise NotStrict


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise NotStrict
    return number


def _whole(text: str) -> int:
    if len(text) > 4000:  # Python refuses to convert longer ones
        raise NotStrict
    return int(text)


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite, parse_int=_whole)


def _too_deep(found: Any) -> bool:
    level = [found] if isinstance(found, (dict, list)) else []
    for _ in range(DEEPEST):
        if not level:
            return False
        level = [
            one
            for whole in level
            for one in (whole.values() if type(whole) is dict else whole)
            if type(one) is dict or type(one) is list
        ]
    return True
