"""Changes of one JSON text, smallest first: values replaced, members and items added, removed or renamed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from guardrails.lint.fixes.json_layout import Child, Layout
from guardrails.lint.fixes.json_style import Style, is_in_rows, separator_in
from guardrails.lint.fixes.json_values import at, same
from guardrails.model.source import Pointer

Splice = tuple[int, int, str]
"""Start and end of a stretch of the text, and what takes its place."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `kind` is replace, remove or add; an item is added at the end of its list, whatever its number."""

    kind: str
    pointer: Pointer
    value: Any = None


@dataclass(slots=True)
class _Container:
    """What happens in one object or list."""

    removed: set[str | int] = field(default_factory=set)
    added: list[tuple[str | int, Any]] = field(default_factory=list)


def smallest(change: Change, old: Any) -> Iterator[Change]:
    """Yield the smallest changes that come to the same as one replacement of `old`."""
    new = change.value
    if change.kind != "replace" or same(old, new):
        yield from () if change.kind == "replace" else (change,)
    elif isinstance(old, dict) and isinstance(new, dict) and old and new:
        for name in old:
            inner = Change("replace" if name in new else "remove", (*change.pointer, name), new.get(name))
            yield from smallest(inner, old[name])
        yield from (Change("add", (*change.pointer, name), new[name]) for name in new if name not in old)
    elif isinstance(old, list) and isinstance(new, list) and old and new:
        yield from _of_list(change, old, new)
    else:
        yield change


def _of_list(change: Change, old: list[Any], new: list[Any]) -> Iterator[Change]:
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if not same(old[n], new[n])), shorter)
    tail = next((n for n in range(shorter - head) if not same(old[-1 - n], new[-1 - n])), shorter - head)
    gone, come = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(gone) == len(come):
        for n, item in enumerate(come, head):
            yield from smallest(Change("replace", (*change.pointer, n), item), old[n])
    elif not come:
        yield from (Change("remove", (*change.pointer, n)) for n in range(head, len(old) - tail))
    elif not gone and not tail:
        yield from (Change("add", (*change.pointer, n), new[n]) for n in range(head, len(new)))
    else:
        yield change


def splices(layout: Layout, style: Style, changes: Iterable[Change]) -> Iterator[Splice]:
    """Yield what to put where in the text so that the changes come true."""
    containers: dict[Pointer, _Container] = {}
    for change in changes:
        if change.kind == "replace":
            yield _replaced(layout, style, change)
        elif change.kind == "remove":
            containers.setdefault(change.pointer[:-1], _Container()).removed.add(change.pointer[-1])
        else:
            added = containers.setdefault(change.pointer[:-1], _Container()).added
            added.append((change.pointer[-1], change.value))
    for pointer, container in containers.items():
        yield from _in_container(layout, style, pointer, container)


def _replaced(layout: Layout, style: Style, change: Change) -> Splice:
    start, end = layout.span(change.pointer)
    old = at(layout.value, change.pointer)
    alike = type(old) is type(change.value) and isinstance(old, dict | list) and bool(old)
    rows = is_in_rows(layout, change.pointer, layout.children(change.pointer)) if alike else None
    return start, end, style.written(change.value, layout.indent(start), rows)


def _in_container(layout: Layout, style: Style, pointer: Pointer, container: _Container) -> Iterator[Splice]:
    children = layout.children(pointer)
    yield from _renamed(layout, pointer, container)
    kept = [child for child in children if child.part not in container.removed]
    yield from _taken(layout, pointer, children, container)
    if not container.added:
        return
    separator = separator_in(layout, style, pointer, children)
    start, _ = layout.span(pointer)
    indent = separator.rpartition("\n")[2] if "\n" in separator else layout.indent(start)
    texts = [_written(style, part, value, indent) for part, value in container.added]
    if not pointer and container.added[0][0] == "Version" and kept and kept[0] is children[0]:
        gap = layout.text[start + 1 : kept[0].start]
        between = style.newline + layout.indent(kept[0].start) if "\n" in gap else style.space
        yield kept[0].start, kept[0].start, f"{texts.pop(0)},{between}"
    if texts:
        yield from _appended(layout, style, pointer, children, kept, separator, texts)


def _written(style: Style, part: str | int, value: Any, indent: str) -> str:
    name = f"{json.dumps(part, ensure_ascii=False)}{style.colon}" if isinstance(part, str) else ""
    return name + style.written(value, indent)


def _renamed(layout: Layout, pointer: Pointer, container: _Container) -> Iterator[Splice]:
    """Yield new names for members of which one goes and another comes with the same value; it stays where it is."""
    for name in [part for part in container.removed if isinstance(part, str)]:
        value = at(layout.value, (*pointer, name))
        twin = next((row for row in container.added if same(row[1], value)), None)
        if twin:
            container.removed.remove(name)
            container.added.remove(twin)
            yield *layout.name((*pointer, name)), json.dumps(twin[0], ensure_ascii=False)


def _appended(
    layout: Layout,
    style: Style,
    pointer: Pointer,
    children: list[Child],
    kept: list[Child],
    separator: str,
    texts: list[str],
) -> Iterator[Splice]:
    """Yield what adds members or items at the end of a container."""
    start, end = layout.span(pointer)
    inner_end = layout.inner_end(pointer)
    only = children and not kept and not layout.has_comment(start, end)
    first = layout.text[start + 1 : children[0].start] if only else separator
    text = first + f",{separator}".join(texts)
    if not children and inner_end == start + 1:
        closing = style.newline + layout.indent(start) if "\n" in separator else ""
        yield start + 1, end - 1, text + closing
        return
    if kept and children[-1].comma is None:
        yield kept[-1].end, kept[-1].end, ","
    yield inner_end, inner_end, text


def _taken(layout: Layout, pointer: Pointer, children: list[Child], container: _Container) -> Iterator[Splice]:
    """Yield what takes members or items away, each with one comma."""
    start, end = layout.span(pointer)
    gone = [n for n, child in enumerate(children) if child.part in container.removed]
    if len(gone) == len(children) and not container.added and not layout.has_comment(start, end):
        yield start + 1, end - 1, ""
        return
    last_kept = max((n for n in range(len(children)) if n not in set(gone)), default=-1)
    for n in gone:
        if n < last_kept:
            yield from _with_comma_behind(layout, children[n], children[n + 1])
        elif n:
            yield from _with_comma_before(layout, children[n - 1], children[n])
        else:
            yield _alone(layout, start + 1, children[n])
    if last_kept < 0 and children and children[-1].comma is not None:
        yield children[-1].comma, children[-1].comma + 1, ""


def _with_comma_behind(layout: Layout, child: Child, following: Child) -> Iterator[Splice]:
    comma = child.end if child.comma is None else child.comma
    if not layout.has_comment(child.end, following.start):
        yield child.start, following.start, ""
    elif comma == child.end:
        yield _line_of(layout, child.start, comma + 1)
    else:
        yield child.start, child.end, ""
        yield comma, comma + 1, ""


def _with_comma_before(layout: Layout, previous: Child, child: Child) -> Iterator[Splice]:
    if not layout.has_comment(previous.end, child.start):
        yield previous.end, child.end, ""
        return
    if previous.comma is not None:
        yield previous.comma, previous.comma + 1, ""
    yield _line_of(layout, child.start, child.end)


def _alone(layout: Layout, start: int, child: Child) -> Splice:
    return (child.start if layout.has_comment(start, child.start) else start), child.end, ""


def _line_of(layout: Layout, start: int, end: int) -> Splice:
    """Return the stretch without what would remain of it: an empty line, or blanks before a comment."""
    text = layout.text
    rest = len(text[end:]) - len(text[end:].lstrip(" \t")) + end
    line = text.rfind("\n", 0, start)
    if text[rest : rest + 1] in ("\r", "\n") and line >= 0 and not text[line:start].strip():
        return line - (text[line - 1] == "\r"), rest, ""
    return start, rest, ""
