"""A JSON text with the place of everything in it, so that one value can be changed and the rest left as it is."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from guardrails.lint.fixes.json_values import at, plain
from guardrails.model.policy.json_reader import JsonReader, Unreadable
from guardrails.model.policy.report import Report
from guardrails.model.source import Pointer

_HARMLESS = {"comment", "trailing-comma"}


class NotPlain(ValueError):
    """The text is not JSON, or says something twice."""


class _Every(Container[Pointer]):
    """All pointers there are: of this text, the place of everything is wanted."""

    def __contains__(self, pointer: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Child:
    """A member or item: offsets of its first character (of the name), of its value, its end, and the comma behind."""

    part: str | int
    start: int
    value: int
    end: int
    comma: int | None


class Layout:
    """One JSON text (comments and commas before a bracket are let pass): its value and where each part stands.

    Raises `NotPlain` where the text is not JSON, or an object has a name twice.
    """

    def __init__(self, text: str) -> None:
        report = Report()
        reader = JsonReader(text, report, _Every())
        value: object = None
        try:
            value = plain(reader.read())
        except (Unreadable, ValueError) as error:  # ValueError: a number of more than 4300 digits
            raise NotPlain from error
        if any(found.code not in _HARMLESS for found in report.found):
            raise NotPlain
        self.text = text
        self.value = value
        self._offsets = reader.offsets
        notes = [found.place.offsets for found in report.found if found.code == "comment"]
        self._comments = dict(place for place in notes if place)

    @property
    def comments(self) -> list[str]:
        """The comments of the text, in order, without the line ends behind them."""
        return [self.text[start:end].rstrip("\r") for start, end in sorted(self._comments.items())]

    def span(self, pointer: Pointer) -> tuple[int, int]:
        """Return start and end of the value at a pointer that is there."""
        return self._offsets.values[pointer]

    def name(self, pointer: Pointer) -> tuple[int, int]:
        """Return start and end of the name of a member that is there, quotes included."""
        return self._offsets.names[pointer]

    def has_comment(self, start: int, end: int) -> bool:
        """Return whether a comment begins in a stretch of the text."""
        return any(start <= at < end for at in self._comments)

    def children(self, pointer: Pointer) -> list[Child]:
        """Return the members or items of the object or list at a pointer, in order."""
        container = at(self.value, pointer)
        parts: list[str | int] = [*container] if isinstance(container, dict) else [*range(len(container))]
        return [self._child((*pointer, part)) for part in parts]

    def _child(self, pointer: Pointer) -> Child:
        value, end = self.span(pointer)
        start = self._offsets.names[pointer][0] if isinstance(pointer[-1], str) else value
        comma = self.after_space(end)
        return Child(pointer[-1], start, value, end, comma if self.text[comma : comma + 1] == "," else None)

    def after_space(self, offset: int) -> int:
        """Return the offset of what follows behind white space and comments."""
        while True:
            if offset in self._comments:
                offset = self._comments[offset]
            elif self.text[offset : offset + 1] in (" ", "\t", "\n", "\r"):
                offset += 1
            else:
                return offset

    def inner_end(self, pointer: Pointer) -> int:
        """Return the offset behind the last thing (a comment perhaps) before the closing bracket."""
        start, end = self.span(pointer)
        return start + 1 + len(self.text[start + 1 : end - 1].rstrip(" \t\r\n"))

    def ends_with_line_comment(self, pointer: Pointer) -> bool:
        """Return whether what stands last before the closing bracket hides the rest of its line."""
        end = self.inner_end(pointer)
        return any(
            stop >= end > start and self.text[start : start + 2] != "/*" for start, stop in self._comments.items()
        )

    def indent(self, offset: int) -> str:
        """Return the white space that the line of an offset begins with."""
        start = self.text.rfind("\n", 0, offset) + 1
        line = self.text[start:offset]
        return line[: len(line) - len(line.lstrip(" \t"))]
