"""Text to JSON value, strictly: what no policy may hold is a problem, wherever it stands."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from guardrails.model.policy.json_reader import MAX_DEPTH, JsonReader, Number, Unreadable
from guardrails.model.policy.report import Place, Report

MAX_LENGTH = 1 << 20
"""Bytes or characters; the longest policy that AWS takes anywhere has 131,072 characters.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html (2026-09)
"""

_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")
_START = Place((), offsets=(0, 0))


@dataclass(frozen=True, slots=True)
class Json:
    """A decoded text. Numbers stand as `Number`, which keeps them as written."""

    value: object


def read_text(source: str | bytes, report: Report) -> str | None:
    """Return the text of a document without its byte order mark; None when there is nothing that can be read on."""
    if len(source) > MAX_LENGTH:
        message = f"the text is longer than {MAX_LENGTH} {'bytes' if isinstance(source, bytes) else 'characters'}"
        report.add("too-long", _START, message, "no AWS policy has more than 131,072 characters; is it the right file?")
        return None
    text = source if isinstance(source, str) else _decoded(source, report)
    if text is None:
        return None
    if text.startswith("\ufeff"):
        report.add("byte-order-mark", _START, "the text begins with a byte order mark", "save it as UTF-8 without BOM")
        text = text[1:]
    if not text.strip():
        report.add("empty", _START, "there is no text", "write a policy document, or remove the file")
        return None
    return text


def _decoded(source: bytes, report: Report) -> str | None:
    if source[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in source[:2]:
        report.add("utf-16", _START, "the text is UTF-16, not UTF-8", "save it as UTF-8 without BOM")
        return _decoded_as_utf_16(source)
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        before = source[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, error.start - (source.rfind(b"\n", 0, error.start) + 1) + 1
        message = f"byte {error.start + 1} (line {line}, byte {column} of the line) is not UTF-8"
        report.add("not-utf-8", _START, message, "save it as UTF-8 without BOM")
        return None


def _decoded_as_utf_16(source: bytes) -> str | None:
    has_mark = source[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return source.decode("utf-16" if has_mark else "utf-16-be" if source[:1] == b"\x00" else "utf-16-le")
    except UnicodeDecodeError:
        return None


def read_json(text: str, report: Report) -> Json | None:
    """Return the value of a text; None when it cannot be told, or not to the end. Everything amiss is in `report`."""
    return _read_fast(text) or _read_with_care(text, report)


def _read_with_care(text: str, report: Report) -> Json | None:
    try:
        return Json(JsonReader(text, report).read())
    except Unreadable:
        return None


def _read_fast(text: str) -> Json | None:
    """Return the value of a faultless text, and None for any other: the careful reader then says why."""
    if _SURROGATE.search(text) or _depth(text) > MAX_DEPTH:
        return None
    try:
        return Json(_DECODER.decode(text))
    except ValueError:
        return None


def _depth(text: str) -> int:
    depth = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(depth, deepest)
    return deepest


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return members


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_without_duplicates, parse_float=Number, parse_int=Number, parse_constant=_refuse
)
