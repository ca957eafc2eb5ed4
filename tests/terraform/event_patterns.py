"""Matches an event with an EventBridge pattern, for the operators that our patterns use."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
}


def matches(pattern: Mapping[str, Any], event: Any) -> bool:
    """Return whether every field of the pattern matches; of a list in the event, one item must (AWS's rule).

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html (2026-11)
    """
    if isinstance(event, list):
        return any(matches(pattern, one) for one in event)
    return all(
        _field(wanted, event.get(name) if isinstance(event, Mapping) else None) for name, wanted in pattern.items()
    )


def _field(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, Mapping):
        return matches(wanted, found)
    return any(_test(one, found) for one in wanted)


def _test(test: Any, found: Any) -> bool:
    if not isinstance(test, Mapping):
        return test in list(_each(found))
    ((name, argument),) = test.items()
    if name == "exists":
        return (found is not None) is argument
    if name == "anything-but":
        return any(one not in argument for one in _each(found))
    if name == "numeric":
        pairs = list(zip(argument[::2], argument[1::2], strict=True))
        return any(all(COMPARISONS[sign](one, bound) for sign, bound in pairs) for one in _each(found))
    raise ValueError(f"operator {name!r} of EventBridge is not known to this test")


def _each(found: Any) -> Iterator[Any]:
    if found is not None:
        yield from found if isinstance(found, list) else [found]
