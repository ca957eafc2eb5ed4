"""An HTML page as a parser sees it: its elements, ids, links and headings, and whether everything is closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

OURS = set(
    "html head meta title style body a header div p h1 span ul li dl dt dd nav ol main section h2 h3 h4 article "
    "details summary table thead tbody tr th td strong code time footer".split()
)
"""The elements that the templates write."""

_VOID = {"meta"}


@dataclass
class Page(HTMLParser):
    """What was found in one page; `text` is everything between tags."""

    tags: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    style: str = ""
    text: str = ""
    policy: str = ""
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.add(tag)
        self.attributes |= values.keys()
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values["href"] or ""] if "href" in values else []
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"] or ""
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.text += data


def read(html: str) -> Page:
    """Return the page; fails where an element is not closed, or closed in the wrong place."""
    page = Page()
    page.feed(html)
    page.close()
    assert page.open == []
    return page
