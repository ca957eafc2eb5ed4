"""From pointers into a document to places in its file, for each way in which a document can stand in one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from guardrails.files.policies.found import Locate
from guardrails.model.policy.locate import spans
from guardrails.model.policy.problem import Problem
from guardrails.model.source import Location, Pointer, Span


def in_json(file: str, text: str) -> Locate:
    """Return what finds places in a JSON text."""

    def locate(pointers: Collection[Pointer]) -> Mapping[Pointer, Location]:
        return {pointer: Location(file, pointer, span) for pointer, span in spans(text, pointers).items()}

    return locate


def within(locate: Locate, outside: Callable[[Pointer], Pointer]) -> Locate:
    """Return what finds places in a document inside of something whose places `locate` finds."""

    def find(pointers: Collection[Pointer]) -> Mapping[Pointer, Location]:
        wanted = {pointer: outside(pointer) for pointer in pointers}
        found = locate(set(wanted.values()))
        return {pointer: replace(found[place], pointer=pointer) for pointer, place in wanted.items()}

    return find


def at_spans(file: str, known: Mapping[Pointer, Span], whole: Span) -> Locate:
    """Return what finds the place of a value, or of the nearest one around it that has a place."""

    def locate(pointers: Collection[Pointer]) -> Mapping[Pointer, Location]:
        found = {}
        for pointer in pointers:
            near = pointer
            while near and near not in known:
                near = near[:-1]
            found[pointer] = Location(file, pointer, known.get(near, whole))
        return found

    return locate


def in_heredoc(file: str, raw: str, first: int) -> Locate:
    """Return what finds places in the JSON of a heredoc whose first line is line `first` of the file."""

    def locate(pointers: Collection[Pointer]) -> Mapping[Pointer, Location]:
        return {
            pointer: Location(file, pointer, shifted(span, first - 1, 0))
            for pointer, span in spans(raw, pointers).items()
        }

    return locate


def shifted(span: Span, down: int, right: int) -> Span:
    """Return a span so many lines further down and columns further right."""
    return Span(span.line + down, span.column + right, span.end_line + down, span.end_column + right)


def placed(problems: Iterable[Problem], locate: Locate) -> tuple[Problem, ...]:
    """Return problems at the places that `locate` finds for their pointers."""
    known = tuple(problems)
    places = locate({each.location.pointer for each in known}) if known else {}
    return tuple(replace(each, location=places[each.location.pointer]) for each in known)
