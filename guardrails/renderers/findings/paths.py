"""File names as the formats of others want them."""

from __future__ import annotations

from guardrails.renderers.table import clean


def relative(file: str) -> str:
    """Return the path without a leading `./`, harmless characters only."""
    return clean(file.removeprefix("./"))


def uri(file: str) -> str:
    """Return the path percent-encoded: a relative reference, or a `file:` URI for an absolute path.

    Bytes of a name that are not UTF-8 come out as they stand on the disk.
    """
    from urllib.parse import quote

    path = file.removeprefix("./") or "."
    try:
        encoded = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        encoded = path.encode("utf-8", "surrogatepass")
    return ("file://" if path.startswith("/") else "") + quote(encoded, safe="/-._~")
