"""Reading text files: inside the project only, of sane size, UTF-8; every refusal is a finding."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from guardrails.files import codes
from guardrails.model.finding import Finding
from guardrails.model.source import Location

MAX_YAML_BYTES = 2_000_000
MAX_DOCUMENT_BYTES = 200_000
"""No SCP may exceed 10,240 characters; indentation and parameters leave room for twenty times that."""


def read_text(path: Path, root: Path, shown: str, limit: int) -> str | Finding:
    """Return the text of a file, or the finding that says why not.

    `root` is the folder that the file, links resolved, must lie in; `shown` names it in findings.
    """
    place = Location(shown)
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(root.resolve()):
            return codes.finding(
                codes.OUTSIDE,
                f"{shown} leads outside the project folder",
                place,
                "keep the file itself in the project; links out of it are not followed",
            )
        if not real.is_file():
            return codes.finding(codes.UNREADABLE, f"{shown} is not a regular file", place)
        with real.open("rb") as stream:
            data = stream.read(limit + 1)
    except (FileNotFoundError, NotADirectoryError):
        return codes.finding(codes.UNREADABLE, f"{shown} does not exist", place, "create it, or correct its name")
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path cannot be followed"
        return codes.finding(codes.UNREADABLE, f"{shown} cannot be read: {reason}", place)
    return decode(data, shown, limit)


def decode(data: bytes, shown: str, limit: int) -> str | Finding:
    """Return UTF-8 bytes as text, or the finding that says why not."""
    place = Location(shown)
    if len(data) > limit:
        return codes.finding(
            codes.TOO_LARGE, f"{shown} is larger than {limit:,} bytes", place, "split it, or shorten it"
        )
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return codes.finding(
            codes.ENCODING, f"{shown} starts with a byte order mark", place, "save it as UTF-8 without BOM"
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"{shown} is not UTF-8: byte {error.start + 1} cannot be decoded"
        return codes.finding(codes.ENCODING, message, place, "save it as UTF-8")


def inside(path: str) -> bool:
    """Whether a path written in a file is relative, uses `/`, and does not climb with `..`."""
    pure = PurePosixPath(path)
    return bool(path) and not pure.is_absolute() and ".." not in pure.parts and not any(c in path for c in "\\:\0")
