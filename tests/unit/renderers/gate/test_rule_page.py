"""Pages of rules as blocks."""

from __future__ import annotations

from guardrails.commands.pages import all_rules, page
from guardrails.renderers.gate.rule_page import Block, blocks

PAGE = """# PG-001 slug

One sentence
over two lines.

- an item
  that goes on
- another

```hcl
resource "a" "b" {

  # no heading
}
```
| a | b |
| - | - |
after
"""


def test_each_kind_of_block() -> None:
    assert blocks(PAGE) == (
        Block("heading", ("PG-001 slug",)),
        Block("text", ("One sentence over two lines.",)),
        Block("item", ("an item that goes on",)),
        Block("item", ("another",)),
        Block("code", ('resource "a" "b" {', "", "  # no heading", "}")),
        Block("code", ("| a | b |", "| - | - |")),
        Block("text", ("after",)),
    )
    assert blocks("") == ()


def test_no_page_of_ours_loses_a_word() -> None:
    pages = [page(rule.id).markdown for rule in all_rules() if rule.id.startswith("PG-")]
    assert pages
    for text in pages:
        kept = " ".join(line for block in blocks(text) for line in block.lines)
        assert words(kept) == words("\n".join(line for line in text.split("\n") if not line.startswith("```")))


def words(text: str) -> list[str]:
    """Return the words without the signs of lists and headings."""
    return [word for word in text.split() if word not in ("-", "*") and set(word) != {"#"}]
