"""Markdown as a reader of CommonMark with tables sees it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

OURS = {"<code>", "</code>", "<br>"}
"""The tags that the renderer writes inside of lines."""

BLOCKS = (
    "<!-- guardrails:check -->",
    "<details><summary>What shows it, and how to mend it</summary>",
    "</details>",
)


def tokens(text: str) -> list[Token]:
    """Return all tokens, those inside of lines too."""

    def flat(several: list[Token]) -> Iterator[Token]:
        for token in several:
            yield token
            yield from flat(token.children or [])

    return list(flat(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)))


def strange(text: str, blocks: Collection[str] = BLOCKS) -> list[str]:
    """Return whatever a reader would see as more than text, tables and our own tags; `blocks` are lines of HTML."""
    found = []
    for token in tokens(text):
        if token.type in ("link_open", "image", "s_open", "em_open"):
            found.append(token.type)
        if token.type == "html_inline" and token.content not in OURS:
            found.append(token.content)
        if token.type == "html_block" and not all(line in blocks for line in token.content.split("\n") if line):
            found.append(token.content)
    return found


def rows(text: str) -> int:
    """Return how many rows all tables have, without their heads."""
    types = [token.type for token in tokens(text)]
    return types.count("tr_open") - types.count("thead_open")
