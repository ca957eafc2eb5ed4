"""Expressions of a block as plan JSON keeps them: at a path, and what their values look like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from guardrails.model.plan.configuration import Expression
from guardrails.model.plan.values import COMPUTED, UNSET, Mark, Path, read
from guardrails.terraform.references.trails import Leads


def texts_in(value: object) -> tuple[tuple[str, ...], bool]:
    """Return the texts in a value, and whether some of it is not known."""
    if isinstance(value, str):
        return (value,), False
    if isinstance(value, Mark):
        return (), value is not UNSET and value is not COMPUTED
    if isinstance(value, Mapping):
        value = list(value.values())
    if not isinstance(value, (list, tuple)):
        return (), False
    texts: list[str] = []
    hidden = False
    for item in value:
        more, unknown = texts_in(item)
        texts += more
        hidden = hidden or unknown
    return tuple(texts), hidden


def refers(expressions: tuple[Expression, ...]) -> bool:
    """Whether any of these expressions has names in it."""
    return any(one.references for one in expressions)


def expressions_at(block: Mapping[str, Expression], path: Path, values: object) -> Iterator[Expression]:
    """Yield the expressions at a path: one, or those of all blocks of a name where the order of blocks says nothing."""
    expression = block.get(str(path[0])) if path else None
    if expression is None:
        return
    if not expression.blocks:
        yield expression
        return
    below = read(values, (path[0],))
    rest = path[1:]
    if rest and isinstance(rest[0], int):
        below, rest = read(below, (rest[0],)), rest[1:]
    for one in _meant(expression.blocks, below):
        if rest:
            yield from expressions_at(one, rest, below)
        else:
            for name in one:
                yield from expressions_at(one, (name,), below)


def _meant(blocks: tuple[Mapping[str, Expression], ...], values: object) -> tuple[Mapping[str, Expression], ...]:
    """The blocks that a value can come from: sets are sorted, so constants tell which, and not the position."""
    if len(blocks) == 1 or not isinstance(values, Mapping):
        return blocks
    agree = [one for one in blocks if all(_agrees(each, values.get(name)) for name, each in one.items())]
    return tuple(agree) or blocks


def _agrees(expression: Expression, value: object) -> bool:
    return expression.constant is UNSET or isinstance(value, Mark) or expression.constant == value


@lru_cache(maxsize=1024)
def _plural(path: Path) -> bool:
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    return name.endswith("s") and not name.endswith(("ss", "alias"))


def all_meant(leads: Leads, path: Path, count: int | None) -> bool:
    """Whether several objects are all meant: a list with one item for each, or single names for a list attribute.

    `count` is the number of items where it is known.
    """
    if count is not None:
        return count == len(leads.sure)
    return _plural(path) and not leads.groups
