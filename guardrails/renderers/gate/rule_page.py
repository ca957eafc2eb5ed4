"""A rule's Markdown page as blocks that a template can show: headings, sentences, items of lists, code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` is `heading`, `text`, `item` or `code`; all but code are one line, which may hold code in backticks."""

    kind: str
    lines: tuple[str, ...]


def blocks(page: str) -> tuple[Block, ...]:
    """Return the blocks of a page in their order; tables count as code, for their columns are aligned by hand."""
    return tuple(_joined(_lines(page.split("\n"))))


def _lines(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each line with its kind; an empty kind ends a block, `more` belongs to the block before."""
    fenced = False
    for line in lines:
        if line.startswith("```"):
            fenced = not fenced
            yield "", ""
        elif fenced or line.startswith("|"):
            yield "code", line
        elif line.startswith("#"):
            yield "heading", line.lstrip("# ")
        elif line.startswith(("- ", "* ")):
            yield "item", line[2:]
        else:
            yield ("more" if line.strip() else ""), line.strip()


def _joined(lines: Iterable[tuple[str, str]]) -> Iterator[Block]:
    kind, kept = "", list[str]()
    for one, line in (*lines, ("", "")):
        goes_on = (one == "more" and kind in ("text", "item")) or (one == kind == "code")
        if not goes_on:
            if kind:
                yield Block(kind, tuple(kept) if kind == "code" else (" ".join(kept),))
            kind, kept = ("text" if one == "more" else one), []
        if one:
            kept.append(line)
