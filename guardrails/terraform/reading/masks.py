"""Masks: what is unknown and what is sensitive takes the place of values, before anybody else sees them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guardrails.model.plan.configuration import Expression
from guardrails.model.plan.values import COMPUTED, SENSITIVE, UNKNOWN, Mark


def hide(value: Any, mask: Any) -> Any:
    """Return a value in which everything that a mask covers is SENSITIVE."""
    return _overlaid(value, mask, SENSITIVE)


def unknown(value: Any, mask: Any, expressions: Mapping[str, Expression] | None, tagged: bool) -> Any:
    """Return the values of a resource in which UNKNOWN or COMPUTED stands where a mask says "known after apply".

    What is not configured is COMPUTED: the provider sends nothing for it. Nested values of a block that the
    configuration does not show (a `dynamic` one) are UNKNOWN.

    Args:
        expressions: those of the resource; None where there is no configuration, so that nothing counts as computed.
        tagged: whether the resource sets tags or its provider has default tags, so that `tags_all` is sent.
    """
    if mask is True:
        return UNKNOWN
    if not isinstance(mask, dict) or not mask:
        return value
    values = dict(value) if isinstance(value, dict) else {}
    for name, below in mask.items():
        if below is True:
            values[name] = UNKNOWN if _sent(name, expressions, tagged) else COMPUTED
        elif below:
            expression = expressions.get(name) if expressions is not None else None
            values[name] = _below(values.get(name), below, expression)
    return values


def _sent(name: str, expressions: Mapping[str, Expression] | None, tagged: bool) -> bool:
    if expressions is None:
        return True
    return tagged if name == "tags_all" else name in expressions


def _below(value: Any, mask: Any, expression: Expression | None) -> Any:
    blocks = expression.blocks if expression else ()
    if isinstance(mask, list) and blocks and isinstance(value, list) and len(blocks) == len(value) == len(mask):
        return [unknown(item, below, block, True) for item, below, block in zip(value, mask, blocks, strict=True)]
    return _overlaid(value, mask, UNKNOWN)


def _overlaid(value: Any, mask: Any, mark: Mark) -> Any:
    if mask is True:
        return mark
    if isinstance(mask, dict):
        values = dict(value) if isinstance(value, dict) else {}
        for name, below in mask.items():
            if below is True or below:
                values[name] = _overlaid(values.get(name), below, mark)
        return values if values or isinstance(value, dict) else value
    if isinstance(mask, list):
        items = list(value) if isinstance(value, list) else []
        items += [None] * (len(mask) - len(items))
        return [
            _overlaid(item, below, mark) for item, below in zip(items, [*mask, *[False] * len(items)], strict=False)
        ]
    return value
