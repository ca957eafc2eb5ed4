"""The data files of the catalog: read when first asked for, kept for the life of the process."""

from __future__ import annotations

import json
import zlib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).with_name("data")


class CatalogError(Exception):
    """A data file is missing or damaged: the installation is broken, no answer can be given (exit code 3)."""


@cache
def read_json(name: str) -> Any:
    """Return the decoded JSON data file `name`; raises CatalogError."""
    return _decode(name, read_bytes(name))


@cache
def read_compressed_json(name: str) -> Any:
    """Return the decoded zlib-compressed JSON data file `name`; raises CatalogError."""
    return _inflate(name, read_bytes(name))


def read_record(name: str, start: int, size: int) -> Any:
    """Return the JSON of the zlib stream at `start` of the data file `name`; raises CatalogError."""
    return _inflate(name, read_bytes(name)[start : start + size])


@cache
def read_bytes(name: str) -> bytes:
    """Return the content of the data file `name`; raises CatalogError."""
    try:
        return (_FOLDER / name).read_bytes()
    except OSError as error:
        raise CatalogError(
            f"catalog file {name} cannot be read ({error.strerror}): install guardrails again"
        ) from error


def _inflate(name: str, data: bytes) -> Any:
    try:
        return _decode(name, zlib.decompress(data))
    except zlib.error as error:
        raise CatalogError(f"catalog file {name} is damaged: install guardrails again") from error


def _decode(name: str, data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError as error:
        raise CatalogError(f"catalog file {name} is damaged: install guardrails again") from error
