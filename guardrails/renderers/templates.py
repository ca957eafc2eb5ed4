"""The Jinja2 templates of the reports: where they are, and how text from files becomes harmless in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from guardrails.renderers.table import clean, cut

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_LONGEST = 2000
"""Characters of one text that are shown."""


def folder() -> Path:
    """Return the folder of the templates: in the installed package, else in the checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "bundled" / "reports"
    return installed if installed.is_dir() else package.parent / "reports"


def environment() -> Environment:
    """Return an environment that escapes everything, and in which a name that is not there is an error.

    What does not print stands escaped: text that runs from right to left would turn the words around it.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # 25 ms that only a report pays

    made = Environment(
        loader=FileSystemLoader(folder()),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["prose"] = _prose
    return made


def _printable(value: object) -> object:
    """Return plain text with what does not print escaped; markup of the templates themselves stays."""
    return clean(cut(value, _LONGEST)) if type(value) is str else value


def _prose(text: str) -> Markup:
    """Return a sentence in which what stands between backticks is shown as code."""
    from markupsafe import Markup, escape

    parts = clean(cut(text, _LONGEST)).split("`")
    if len(parts) % 2 == 0:  # the last backtick has no partner
        parts[-2:] = ["`".join(parts[-2:])]
    marked = [Markup("<code>{}</code>").format(part) if at % 2 else escape(part) for at, part in enumerate(parts)]
    return Markup("").join(marked)
