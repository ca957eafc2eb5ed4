"""Pointers to lines and columns, worked out only when there is something to show."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from contextlib import suppress

from guardrails.model.policy.json_reader import JsonReader, Offsets, Unreadable
from guardrails.model.policy.problem import Problem
from guardrails.model.policy.report import Found, Place, Report
from guardrails.model.source import Pointer, Span


class Lines:
    """The lines of one text, to turn offsets into lines and columns."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def span(self, start: int, end: int) -> Span:
        """Return the span between two offsets: 1-based, end exclusive."""
        return Span(*self._place(start), *self._place(end))

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def locate(text: str, pointer: Pointer, *, name: bool = False) -> Span:
    """Return where the value at `pointer` stands in a JSON text; with `name`, the name in front of it.

    Where there is nothing at `pointer`, the nearest value around it; in a text that is not JSON, possibly its start.
    """
    place = Place(pointer, name=name)
    return Lines(text).span(*_offsets_of(place, _scan(text, [place])))


def spans(text: str, pointers: Collection[Pointer]) -> dict[Pointer, Span]:
    """Return where each value stands in a JSON text, read once; as `locate`, for many."""
    places = [Place(pointer) for pointer in pointers]
    offsets, lines = _scan(text, places), Lines(text)
    return {place.pointer: lines.span(*_offsets_of(place, offsets)) for place in places}


def located(found: Sequence[Found], file: str, text: str) -> tuple[Problem, ...]:
    """Return the problems of a text in document order, each with its span."""
    offsets = _scan(text, [each.place for each in found if each.place.offsets is None])
    lines = Lines(text)
    placed = [(_offsets_of(each.place, offsets), each) for each in found]
    placed.sort(key=lambda pair: pair[0][0])
    return tuple(each.problem(file, lines.span(*place)) for place, each in placed)


def _scan(text: str, places: Sequence[Place]) -> Offsets:
    wanted = {place.pointer[:length] for place in places for length in range(len(place.pointer) + 1)}
    if not wanted:
        return Offsets()
    reader = JsonReader(text, Report(), wanted)
    with suppress(Unreadable):  # what was read up to there is what there is
        reader.read()
    return reader.offsets


def _offsets_of(place: Place, offsets: Offsets) -> tuple[int, int]:
    if place.offsets is not None:
        return place.offsets
    if place.name and place.pointer in offsets.names:
        return offsets.names[place.pointer]
    pointer = place.pointer
    while pointer and pointer not in offsets.values:
        pointer = pointer[:-1]
    return offsets.values.get(pointer, (0, 0))
