"""Plain aligned columns."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import category, east_asian_width

CUT = "..."
"""What stands for characters that are left out."""


def clean(value: str) -> str:
    """Return text that is safe on a terminal: control and invisible formatting characters are shown escaped."""
    return "".join(f"\\u{ord(one):04x}" if category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") else one for one in value)


def cut(value: str, most: int) -> str:
    """Return at most so many characters of a text, and three dots where some are missing."""
    return value if len(value) <= most else value[:most] + CUT


def width(value: str) -> int:
    """Return how many terminal cells a text takes."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in value)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return lines with columns two blanks apart; columns that are empty in every row are left out."""
    cells = [[clean(cell) for cell in row] for row in rows]
    kept = [at for at in range(len(header)) if any(row[at] for row in cells)]
    shown = [[line[at] for at in kept] for line in [list(header), *cells]]
    widths = [max(width(line[at]) for line in shown) for at in range(len(kept))]
    return [
        "  ".join(cell + " " * (size - width(cell)) for cell, size in zip(line, widths, strict=True)).rstrip()
        for line in shown
    ]
