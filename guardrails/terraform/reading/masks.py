"""Masks: what is unknown and what is sensitive takes the place of values, before anybody else sees them.

A mask has the shape of the value: true where it covers, and nothing (false, or left out) where it does not. A mask
that does not fit its value covers all of it, so that a strange plan hides too much and never too little.

Source: https://developer.hashicorp.com/terraform/internals/json-format#change-representation (2026-11)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guardrails.model.plan.configuration import Expression
from guardrails.model.plan.values import COMPUTED, SENSITIVE, UNKNOWN, Mark


def covers(mask: Any) -> bool:
    """Whether a mask covers anything at all."""
    if isinstance(mask, dict):
        return any(map(covers, mask.values()))
    return any(map(covers, mask)) if isinstance(mask, list) else bool(mask)


def hide(value: Any, mask: Any, taken: list[Any]) -> Any:
    """Return a value in which everything that a mask covers is SENSITIVE; what was there is added to `taken`.

    What is null stays null: there is nothing to hide.
    """
    if value is None or not mask:
        return value
    if isinstance(mask, dict) and isinstance(value, dict):
        hidden = {name: hide(value[name], below, taken) for name, below in mask.items() if below and name in value}
        return {**value, **hidden} if hidden else value
    if isinstance(mask, list) and isinstance(value, list) and len(mask) <= len(value):
        covered = [hide(item, below, taken) for item, below in zip(value, mask, strict=False)]
        return covered + value[len(mask) :]
    if not covers(mask):
        return value
    taken.append(value)
    return SENSITIVE


def unknown(value: Any, mask: Any, expressions: Mapping[str, Expression] | None, default_tags: bool) -> Any:
    """Return the values of a resource in which UNKNOWN or COMPUTED stands where a mask says "known after apply".

    What is not configured is COMPUTED: the provider sends nothing for it. Nested values of a block that the
    configuration does not show (a `dynamic` one) are UNKNOWN. A block of which nothing at all is known counts as not
    configured: plan JSON shows a `dynamic` block over an unknown collection just as one that the provider fills in.

    Args:
        expressions: those of the resource; None where there is no configuration, so that nothing counts as computed.
        default_tags: whether the provider has some, so that `tags_all` is sent though no tags are set.
    """
    if not mask or isinstance(value, Mark):
        return value
    if not isinstance(mask, dict) or not (value is None or isinstance(value, dict)):
        return UNKNOWN if covers(mask) else value
    values = dict(value or {})
    for name, below in mask.items():
        if below is True:
            values[name] = UNKNOWN if _sent(name, expressions, default_tags) else COMPUTED
        elif below:
            expression = expressions.get(name) if expressions is not None else None
            values[name] = _below(values.get(name), below, expression, default_tags)
    return values


def _sent(name: str, expressions: Mapping[str, Expression] | None, default_tags: bool) -> bool:
    if expressions is None or name in expressions:
        return True
    return name == "tags_all" and (default_tags or "tags" in expressions)


def _below(value: Any, mask: Any, expression: Expression | None, default_tags: bool) -> Any:
    """Return what stands in a nested block, or in an attribute of which a part is unknown."""
    blocks = expression.blocks if expression else ()
    if isinstance(mask, dict) and len(blocks) == 1:
        return unknown(value, mask, blocks[0], default_tags)
    if isinstance(mask, list) and isinstance(value, list) and len(blocks) == len(value) == len(mask) > 0:
        pairs = zip(value, mask, _written(blocks, value), strict=True)
        return [unknown(item, below, block, default_tags) for item, below, block in pairs]
    return _unknown_parts(value, mask)


def _written(blocks: tuple[Mapping[str, Expression], ...], items: list[Any]) -> tuple[Mapping[str, Expression], ...]:
    """Return, for each item, the block that wrote it; where that is not certain, all blocks together.

    The items of a set stand in another order than the blocks: only constants tell which is which.
    """
    rows = [[_fits(item, block) for block in blocks] for item in items]
    if all(row.count(True) == 1 for row in rows) and {row.index(True) for row in rows} == set(range(len(blocks))):
        return tuple(blocks[row.index(True)] for row in rows)
    together: dict[str, Expression] = {}
    for block in blocks:
        for name, expression in block.items():
            before = together.get(name, Expression())
            together[name] = Expression(references=before.references, blocks=before.blocks + expression.blocks)
    return (together,) * len(items)


def _fits(item: Any, block: Mapping[str, Expression]) -> bool:
    """Whether this block may have written the item: no constant of it says something else."""
    return isinstance(item, dict) and all(
        one.constant is None or isinstance(one.constant, Mark) or item.get(name) == one.constant
        for name, one in block.items()
    )


def _unknown_parts(value: Any, mask: Any) -> Any:
    """Return a value with UNKNOWN wherever the mask covers: all of it may be sent."""
    if isinstance(value, Mark) or not covers(mask):
        return value
    if isinstance(mask, dict) and (value is None or isinstance(value, dict)):
        values = dict(value or {})
        values.update((name, _unknown_parts(values.get(name), below)) for name, below in mask.items() if covers(below))
        return values
    if isinstance(mask, list) and (value is None or isinstance(value, list)):
        items = list(value or ())
        padded = items + [None] * (len(mask) - len(items))
        covering = [*mask, *[False] * (len(padded) - len(mask))]
        return [_unknown_parts(item, below) for item, below in zip(padded, covering, strict=True)]
    return UNKNOWN
