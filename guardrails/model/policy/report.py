"""Collects the problems of one document while it is read, and puts them in document order with lines and columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guardrails.model.finding import Severity
from guardrails.model.policy.problem import WARNINGS, Problem
from guardrails.model.source import Location, Pointer, Span

MAX_PROBLEMS = 1000
"""So many are kept of one document; what a hostile text adds beyond is counted as one more."""

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document: a value, or (`name`) the name of a member. `offsets` are known for what is not a value."""

    pointer: Pointer
    name: bool = False
    offsets: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A problem whose line and column are not worked out yet."""

    code: str
    place: Place
    message: str
    help: str

    def problem(self, file: str, span: Span | None) -> Problem:
        """Return the problem, in the document named `file`."""
        severity = Severity.WARNING if self.code in WARNINGS else Severity.ERROR
        return Problem(self.code, self.message, Location(file, self.place.pointer, span), self.help, severity)


class Report:
    """The problems found so far, in the order of finding."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self._errors = False

    def add(self, code: str, place: Pointer | Place, message: str, help: str = "") -> None:
        """Note a problem; beyond `MAX_PROBLEMS` only that there are more."""
        self._errors = self._errors or code not in WARNINGS
        if len(self.found) > MAX_PROBLEMS:
            return
        place = place if isinstance(place, Place) else Place(place)
        if len(self.found) == MAX_PROBLEMS:
            code, message, help = "too-many-problems", f"only {MAX_PROBLEMS} problems are listed", "mend these first"
            self._errors = True
        self.found.append(Found(code, place, message, help))

    @property
    def has_errors(self) -> bool:
        """Whether the document cannot be used."""
        return self._errors


def name_at(pointer: Pointer) -> Place:
    """Return the place of the name in front of the value at `pointer`."""
    return Place(pointer, name=True)


def quoted(text: str) -> str:
    """Return a user's text for a message: in backticks, on one line, cut where it is long."""
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return "`" + "".join(char if char.isprintable() else _escaped(char) for char in short) + "`"


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def in_value_order(found: list[Found], value: object) -> list[Found]:
    """Return the problems in the order in which their places stand in a decoded document."""
    positions: dict[int, dict[object, int]] = {}
    return sorted(found, key=lambda each: _path(value, each.place.pointer, positions))


def _path(value: object, pointer: Pointer, positions: dict[int, dict[object, int]]) -> tuple[int, ...]:
    path = []
    for part in pointer:
        if isinstance(value, Mapping):
            if id(value) not in positions:
                positions[id(value)] = {key: at for at, key in enumerate(value)}
            path.append(positions[id(value)].get(part, 0))
            value = value.get(part)
        elif isinstance(value, list | tuple) and isinstance(part, int):
            path.append(part)
            value = value[part]
    return tuple(path)
