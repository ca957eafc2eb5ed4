"""Places: a pointer into a document, and its line and column, worked out only when something is rendered."""

from __future__ import annotations

from dataclasses import dataclass

Pointer = tuple[str | int, ...]
"""Path of keys and list positions from the top of a document: `("Statement", 1, "Effect")`."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text: 1-based lines and columns, end exclusive, as in SARIF."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Location:
    """Where something stands: a file or document name, a pointer into it, and a span where one is known."""

    file: str
    pointer: Pointer = ()
    span: Span | None = None

    def __str__(self) -> str:
        place = f":{self.span.line}:{self.span.column}" if self.span else ""
        return f"{self.file}{place}" + (f" {show_pointer(self.pointer)}" if self.pointer else "")


def show_pointer(pointer: Pointer) -> str:
    """Return the pointer as an RFC 6901 JSON pointer: `/Statement/1/Effect`; the empty one is the whole document.

    Characters that do not print stand escaped: a pointer may hold names from a hostile file.
    """
    return "".join("/" + _printable(str(part)).replace("~", "~0").replace("/", "~1") for part in pointer)


def _printable(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)
