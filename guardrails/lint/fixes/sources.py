"""From a final document back to the file it was made from: places and edits, where parameters changed the document.

A parameter spliced into a list moves what comes after it, and an exception adds rows that the file does not have.
"""

from __future__ import annotations

from collections.abc import Mapping

from guardrails.lint.subjects.subject import raw_at
from guardrails.model.finding import Edit, Fix
from guardrails.model.source import Pointer


def source_pointer(source: object, final: object, pointer: Pointer) -> Pointer:
    """Return where in the source the value at a pointer into the final document comes from.

    Where the source has nothing like it, the pointer of the nearest value around it.
    """
    found: Pointer = ()
    for part in pointer:
        if isinstance(source, Mapping) and isinstance(final, Mapping) and part in source:
            source, final, step = source[part], final.get(part), part
        elif isinstance(source, list) and isinstance(final, list) and isinstance(part, int):
            at = _position(source, final, part)
            if at is None:
                break
            source, final, step = source[at], final[part], at
        else:
            break
        found = (*found, step)
    return found


def _position(source: list[object], final: list[object], at: int) -> int | None:
    """The position in the source of an item of the final list; objects keep theirs, texts are looked for."""
    if not 0 <= at < len(final):
        return None
    if at < len(source) and (source[at] == final[at] or isinstance(final[at], Mapping)):
        return at
    same = [place for place, item in enumerate(source) if item == final[at]]
    return same[0] if len(same) == 1 else None


def source_fix(source: object, final: object, fix: Fix) -> Fix | None:
    """Return the fix in terms of the source; None where it concerns something that the source does not hold."""
    edits = []
    for edit in fix.edits:
        parent, last = edit.pointer[:-1], edit.pointer[-1:]
        if edit.old is None:
            place = source_pointer(source, final, parent)
            around = raw_at(source, place)
            if len(place) != len(parent) or (isinstance(around, Mapping) and last[0] in around):
                return None
            ends = raw_at(final, parent)
            step = (_appended(around, ends, last[0]),) if isinstance(around, list) and isinstance(ends, list) else last
            edits.append(Edit((*place, *step), None, edit.new))
        else:
            place = source_pointer(source, final, edit.pointer)
            if len(place) != len(edit.pointer) or raw_at(source, place) != edit.old:
                return None
            edits.append(Edit(place, edit.old, edit.new))
    return Fix(fix.title, tuple(edits), fix.safe)


def _appended(source: list[object], final: list[object], at: str | int) -> int:
    """Where an item that is appended to the final list goes in the source; several may be."""
    return len(source) + (at - len(final) if isinstance(at, int) else 0)
