"""What a plan knows of a value. Unset, computed, unknown and sensitive are four different things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache
from typing import Final


class Mark(Enum):
    """Stands where a plan has no value that may be read, and says why."""

    UNSET = "unset"
    """Null, or not there: the provider sends nothing."""
    COMPUTED = "computed"
    """Not configured: AWS or the provider decides it, and nothing is sent."""
    UNKNOWN = "unknown"
    """Configured, and known only after apply: something is sent, we cannot say what."""
    SENSITIVE = "sensitive"
    """Known to Terraform and masked: the value was taken out when the plan was read."""

    def __bool__(self) -> bool:
        raise TypeError("a mark has no truth; compare it with `is`")

    def __repr__(self) -> str:
        return self.name


UNSET: Final = Mark.UNSET
COMPUTED: Final = Mark.COMPUTED
UNKNOWN: Final = Mark.UNKNOWN
SENSITIVE: Final = Mark.SENSITIVE

Path = tuple[str | int, ...]
"""Names and list positions: `("rule", 0, "name")`, written `rule[0].name`. The step `"[]"` is every item of a list."""

_STEP = re.compile(r"\[(\d*)\]|[^.\[\]]+")


@lru_cache(maxsize=4096)
def path_of(text: str) -> Path:
    """Return the path that a text such as `rule[0].name` or `tag[].key` writes."""
    steps = (match for match in _STEP.finditer(text))
    return tuple((int(match[1]) if match[1] else "[]") if match[0].startswith("[") else match[0] for match in steps)


def show_path(path: Path) -> str:
    """Return a path as text: `rule[0].name`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else "[]" if step == "[]" else f".{step}" if text else str(step)
    return text


def read(tree: object, path: str | Path) -> object:
    """Return what stands at a path: a JSON value, or the mark of it or of the whole that it is part of.

    Null and what is not there are UNSET. The path has no `[]`; see `read_all`.
    """
    for step in path_of(path) if isinstance(path, str) else path:
        if isinstance(tree, Mark):
            return tree
        if isinstance(tree, Mapping):
            tree = tree.get(step)
        elif isinstance(tree, (list, tuple)):
            tree = tree[step] if isinstance(step, int) and step < len(tree) else None
        else:
            return UNSET
    return UNSET if tree is None else tree


def read_all(tree: object, path: str | Path) -> Iterator[tuple[Path, object]]:
    """Yield where and what stands at a path with `[]` steps, one for each item; what is UNSET is left out.

    A list, or a whole around it, that is marked is yielded once, with the path of what is marked.
    """
    yield from _all(tree, path_of(path) if isinstance(path, str) else path, ())


def _all(tree: object, rest: Path, done: Path) -> Iterator[tuple[Path, object]]:
    if isinstance(tree, Mark) or not rest:
        if tree is not None and tree is not UNSET:
            yield done, tree
        return
    step, *after = rest
    if step == "[]":
        for at, item in enumerate(tree if isinstance(tree, (list, tuple)) else ()):
            yield from _all(item, tuple(after), (*done, at))
        return
    yield from _all(read(tree, (step,)), tuple(after), (*done, step))


def known(value: object) -> bool:
    """Whether this is a value, and no mark; an unset one is not."""
    return not isinstance(value, Mark)


def undecidable(value: object) -> bool:
    """Whether a rule that needs this value cannot decide: it is sent, or will be, and cannot be read."""
    return value is UNKNOWN or value is SENSITIVE


def marks(tree: object, path: Path = ()) -> Iterator[tuple[Path, Mark]]:
    """Yield where UNKNOWN, SENSITIVE and COMPUTED stand in a value, at any depth."""
    if isinstance(tree, Mark):
        if tree is not UNSET:
            yield path, tree
    elif isinstance(tree, Mapping):
        for key, item in tree.items():
            yield from marks(item, (*path, key))
    elif isinstance(tree, (list, tuple)):
        for at, item in enumerate(tree):
            yield from marks(item, (*path, at))
