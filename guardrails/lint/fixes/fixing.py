"""Applies fixes to the text of a JSON policy: what a fix names changes, everything else stays byte for byte."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from guardrails.lint.fixes.json_changes import Change, Splice, smallest, splices
from guardrails.lint.fixes.json_layout import Layout, NotPlain
from guardrails.lint.fixes.json_style import style_of
from guardrails.lint.fixes.json_values import at, plain, same
from guardrails.model.finding import Edit, Fix
from guardrails.model.source import Pointer, show_pointer

_BOM = "\ufeff"
_PARAMETER = re.compile(r"\{\{[^{}]*\}\}")


@dataclass(frozen=True, slots=True)
class Fixed:
    """The text with the fixes in it, those that are in it, and the others, each with the reason why not."""

    text: str
    applied: tuple[Fix, ...]
    skipped: tuple[tuple[Fix, str], ...]


class _Skip(ValueError):
    """A fix is left alone; the text says why."""


def apply_fixes(text: str, fixes: Sequence[Fix]) -> Fixed:
    """Return the text of a JSON policy with the fixes applied, each wholly or not at all, in their order.

    A fix is left alone where the text does not hold what it changes (it stands for a parameter, say), where it
    overlaps one before it, where a comment would get lost, and all are left alone should the result not be exactly
    the changed document. `text` comes and goes with its own line ends: read and write the file with `newline=""`.
    """
    mark, body = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    try:
        layout = Layout(body)
    except NotPlain:
        return Fixed(text, (), tuple((fix, "the file is not plain JSON") for fix in fixes))
    accepted = _Accepted(layout)
    skipped: list[tuple[Fix, str]] = []
    applied: list[Fix] = []
    for fix in fixes:
        try:
            accepted.take(fix)
            applied.append(fix)
        except _Skip as reason:
            skipped.append((fix, str(reason)))
    result = _spliced(layout, accepted.changes())
    if not _is_meant(layout, result, accepted.edits):
        skipped += [(fix, "the result would not be what the fix means") for fix in applied]
        return Fixed(text, (), tuple(skipped))
    return Fixed(mark + result, tuple(applied), tuple(skipped))


def diff_of(file: str, before: str, after: str) -> str:
    """Return the unified diff of a file, as `git apply` takes it; an empty text where nothing changed."""
    from difflib import unified_diff

    rows = unified_diff(before.splitlines(True), after.splitlines(True), f"a/{file}", f"b/{file}")
    return "".join(row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n" for row in rows)


class _Accepted:
    """The edits taken so far, none of which touches another."""

    def __init__(self, layout: Layout) -> None:
        self.edits: list[Edit] = []
        self._layout = layout

    def take(self, fix: Fix) -> None:
        """Accept all edits of a fix; raises `_Skip` and accepts none where one does not fit."""
        new = [edit for edit in fix.edits if edit not in self.edits]
        if not fix.edits:
            raise _Skip("nothing to change")
        own = [self._checked(edit, [each for each in new[:n] if _appends(each, edit)]) for n, edit in enumerate(new)]
        for n, edit in enumerate(own):
            if any(_overlap(edit, other) for other in own[:n]):
                raise _Skip("two of its edits overlap")
            if any(_overlap(edit, other) for other in self.edits):
                raise _Skip("it overlaps another fix: run again")
        emptied = self._emptied([*self.edits, *own]) - self._emptied(own)
        if emptied:
            raise _Skip("with the fixes before it nothing would be left: run again")
        self.edits += own

    def changes(self) -> list[Change]:
        """Return the edits as changes of the text, the smallest that do."""
        found = [(_change(edit), self._at(edit.pointer) if edit.old is not None else None) for edit in self.edits]
        return [small for change, old in found for small in smallest(change, old)]

    def _checked(self, edit: Edit, before: list[Edit]) -> Edit:
        """Return the edit with plain values; raises `_Skip` where it does not fit the text."""
        edit = Edit(edit.pointer, plain(edit.old), plain(edit.new))
        if edit.old is None:
            self._check_added(edit, len(before))
            return edit
        found = self._at(edit.pointer)
        if not same(found, edit.old):
            raise _Skip(_unlike(found, edit))
        if same(edit.old, edit.new):
            raise _Skip("nothing to change")
        if not edit.pointer and edit.new is None:
            raise _Skip("nothing would be left of the document")
        if any(self._loses_comment(small) for small in smallest(_change(edit), edit.old)):
            raise _Skip("a comment stands in what would change: mend it by hand")
        return edit

    def _check_added(self, edit: Edit, before: int) -> None:
        if not edit.pointer or edit.new is None:
            raise _Skip("nothing to change")
        around, part = self._at(edit.pointer[:-1]), edit.pointer[-1]
        if isinstance(around, dict) and isinstance(part, str):
            if part in around:
                raise _Skip(f"the file already has {show_pointer(edit.pointer)}")
        elif isinstance(around, list) and isinstance(part, int):
            if any(isinstance(item, str) and _PARAMETER.search(item) for item in around):
                raise _Skip(f"a parameter stands in the list at {show_pointer(edit.pointer[:-1])}: mend it by hand")
            if part not in (len(around), len(around) + before):
                raise _Skip(f"the list at {show_pointer(edit.pointer[:-1])} has another length in the file")
        else:
            raise _Skip(f"the file has nothing that can hold {show_pointer(edit.pointer)}")

    def _at(self, pointer: Pointer) -> Any:
        try:
            return at(self._layout.value, pointer)
        except LookupError:
            raise _Skip(f"the file has nothing at {show_pointer(pointer)}") from None

    def _loses_comment(self, change: Change) -> bool:
        """Return whether a comment stands inside of what is written anew or goes."""
        if change.kind == "add":
            return False
        start, end = self._layout.span(change.pointer)
        if change.kind == "remove" and isinstance(change.pointer[-1], str):
            start, _ = self._layout.name(change.pointer)
        return self._layout.has_comment(start, end)

    def _emptied(self, edits: Iterable[Edit]) -> set[Pointer]:
        """Return the containers of which the edits leave nothing."""
        left: dict[Pointer, int] = {}
        for edit in edits:
            if edit.pointer and (edit.new is None or edit.old is None):
                around = edit.pointer[:-1]
                left[around] = left.get(around, len(self._at(around))) + (-1 if edit.new is None else 1)
        return {pointer for pointer, count in left.items() if count == 0}


def _appends(edit: Edit, other: Edit) -> bool:
    """Return whether both add an item to the same list."""
    added = edit.old is None and other.old is None and bool(edit.pointer) and bool(other.pointer)
    return added and edit.pointer[:-1] == other.pointer[:-1] and isinstance(other.pointer[-1], int)


def _overlap(one: Edit, other: Edit) -> bool:
    if _appends(one, other):
        return same(one.new, other.new)
    shorter = min(len(one.pointer), len(other.pointer))
    return one.pointer[:shorter] == other.pointer[:shorter]


def _change(edit: Edit) -> Change:
    kind = "add" if edit.old is None else "remove" if edit.new is None else "replace"
    return Change(kind, edit.pointer, edit.new)


def _unlike(found: Any, edit: Edit) -> str:
    from json import dumps

    parameter = _PARAMETER.search(dumps(found, ensure_ascii=False))
    place = show_pointer(edit.pointer) or "the top"
    if parameter:
        return f"the file has the parameter `{parameter.group()}` at {place}: change what it stands for"
    return f"the file has another value at {place}"


def _spliced(layout: Layout, changes: list[Change]) -> str:
    rows: list[Splice] = sorted(splices(layout, style_of(layout), changes), key=lambda row: (row[0], row[1] > row[0]))
    result, done = "", 0
    for start, end, text in rows:
        result += layout.text[done : max(done, start)] + text
        done = max(done, end)
    return result + layout.text[done:]


def _is_meant(layout: Layout, result: str, edits: list[Edit]) -> bool:
    """Return whether the text holds exactly the changed document and all its comments."""
    try:
        written = Layout(result)
    except NotPlain:
        return False
    return same(written.value, edited(layout.value, edits)) and written.comments == layout.comments


def edited(value: Any, edits: Iterable[Edit]) -> Any:
    """Return a decoded document with edits applied that do not overlap; pointers are into the document given."""
    result = {"": copy.deepcopy(value)}
    removed: list[Edit] = []
    for edit in edits:
        around = at(result, ("", *edit.pointer)[:-1])
        part = edit.pointer[-1] if edit.pointer else ""
        if edit.new is None:
            removed.append(edit)
        elif edit.old is None and isinstance(around, list):
            around.append(copy.deepcopy(edit.new))
        else:
            around[part] = copy.deepcopy(edit.new)
    for edit in sorted(removed, key=_place, reverse=True):  # from the end, so that no item moves before its turn
        del at(result, ("", *edit.pointer)[:-1])[edit.pointer[-1]]
    return result[""]


def _place(edit: Edit) -> tuple[tuple[int, str], ...]:
    return tuple((part, "") if isinstance(part, int) else (-1, part) for part in edit.pointer)
