"""The careful JSON reader: says what is wrong with a text and where, and reads on wherever that makes sense."""

from __future__ import annotations

import json
import re
from collections.abc import Container
from dataclasses import dataclass, field
from typing import NoReturn

from guardrails.model.policy.report import Place, Report, quoted
from guardrails.model.source import Pointer

MAX_DEPTH = 64
"""Brackets within brackets; a policy needs six."""

_SPACE = re.compile(r"[ \t\n\r]*")
_COMMENT = re.compile(r"(?://|#)[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_WORD = re.compile(r"[-+.\w]+")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SMART = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb"
_SMART_QUOTE = re.compile(f"[{_SMART}]")
_MISQUOTED = {
    "'": re.compile(r"'([^'\"\n]*)'"),
    **dict.fromkeys(_SMART, re.compile(rf"[{_SMART}]([^{_SMART}\"\n]*)[{_SMART}\"]")),
}
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None}
_PYTHON_WORDS = {"True": "true", "False": "false", "None": "null"}
_NOT_FINITE = ("NaN", "Infinity", "-Infinity", "+Infinity")
_STRINGS = json.JSONDecoder()
_SMART_HELP = 'write the plain double quote `"`'


class Unreadable(Exception):
    """The text cannot be read on; the report says why."""


@dataclass(frozen=True, slots=True)
class Number:
    """A JSON number as written: `1.20` is not `1.2` here."""

    text: str


@dataclass(slots=True)
class Offsets:
    """Where the wanted pointers stand in a text: start and end of each value, and of each name in front of one."""

    values: dict[Pointer, tuple[int, int]] = field(default_factory=dict)
    names: dict[Pointer, tuple[int, int]] = field(default_factory=dict)


class JsonReader:
    """Reads one text once. Of a name that stands twice in an object, the first value counts."""

    def __init__(self, text: str, report: Report, wanted: Container[Pointer] = frozenset()) -> None:
        self.offsets = Offsets()
        self._text = text
        self._report = report
        self._wanted = wanted
        self._at = 0
        self._depth = 0
        self._last_string: tuple[int, int] | None = None

    def read(self) -> object:
        """Return the value of the text; raises `Unreadable` when it breaks off."""
        value = self._value(())
        self._skip_space(())
        if self._at < len(self._text):
            end = self._text.find("\n", self._at)
            place = Place((), offsets=(self._at, end if end >= 0 else len(self._text)))
            rest = quoted(self._text[place.offsets[0] : place.offsets[1]] if place.offsets else "")
            self._report.add("trailing-text", place, f"{rest} follows the document", "one file holds one document")
        return value

    def _value(self, pointer: Pointer) -> object:
        self._skip_space(pointer)
        start = self._at
        char = self._text[start : start + 1]
        value: object
        if char == "{":
            value = self._object(pointer)
        elif char == "[":
            value = self._list(pointer)
        elif char == '"' or char in _MISQUOTED:
            value = self._string(pointer)
        else:
            value = self._word(pointer)
        if pointer in self._wanted:
            self.offsets.values.setdefault(pointer, (start, self._at))
        return value

    def _object(self, pointer: Pointer) -> dict[str, object]:
        members: dict[str, object] = {}
        self._enter(pointer)
        while not self._leave(pointer, "}", first=not members):
            name, value = self._member(pointer, members)
            members.setdefault(name, value)
        return members

    def _member(self, pointer: Pointer, members: dict[str, object]) -> tuple[str, object]:
        start = self._at
        if self._text[start : start + 1] not in ('"', *_MISQUOTED):
            self._fail(pointer, "a name in double quotes")
        name = self._string(pointer)
        inner = (*pointer, name)
        if inner in self._wanted:
            self.offsets.names.setdefault(inner, (start, self._at))
        if name in members:
            place = Place(inner, offsets=(start, self._at))
            help = "keep one of them; put several values of one name into a list"
            self._report.add("duplicate-key", place, f"{quoted(name)} stands twice in one object", help)
        self._skip_space(pointer)
        if not self._take(":"):
            self._fail(pointer, "`:`")
        return name, self._value(inner)

    def _list(self, pointer: Pointer) -> list[object]:
        values: list[object] = []
        self._enter(pointer)
        while not self._leave(pointer, "]", first=not values):
            values.append(self._value((*pointer, len(values))))
        return values

    def _enter(self, pointer: Pointer) -> None:
        if self._depth == MAX_DEPTH:
            place = Place(pointer[:8], offsets=(self._at, self._at + 1))
            self._report.add("too-deep", place, f"nested more than {MAX_DEPTH} deep", "a policy nests at most 6 deep")
            raise Unreadable
        self._depth += 1
        self._at += 1

    def _leave(self, pointer: Pointer, closing: str, *, first: bool) -> bool:
        """Return whether the bracket closes here; else stand at the next member or value."""
        self._skip_space(pointer)
        comma = self._at
        if not first and not self._take(",") and self._text[comma : comma + 1] != closing:
            self._fail(pointer, f"`,` or `{closing}`")
        after_comma = self._at > comma
        self._skip_space(pointer)
        if not self._take(closing):
            return False
        if after_comma:
            place = Place(pointer, offsets=(comma, comma + 1))
            self._report.add("trailing-comma", place, f"a comma stands before `{closing}`", "remove the comma")
        self._depth -= 1
        return True

    def _string(self, pointer: Pointer) -> str:
        start = self._at
        if self._text[start] != '"':
            return self._misquoted(pointer)
        try:
            value, self._at = _STRINGS.raw_decode(self._text, start)
        except json.JSONDecodeError as error:
            self._last_string = (start, self._end_of_line(start))
            self._fail_string(pointer, start, error)
        self._last_string = (start, self._at)
        if _SURROGATE.search(value):
            place = Place(pointer, offsets=(start, self._at))
            help = "write the character itself, or both halves of the pair"
            self._report.add("bad-character", place, f"{quoted(value)} holds half of a surrogate pair", help)
        return str(value)

    def _misquoted(self, pointer: Pointer) -> str:
        quote = self._text[self._at]
        match = _MISQUOTED[quote].match(self._text, self._at)
        smart = quote in _SMART
        end = match.end() if match else self._at + 1
        place = Place(pointer, offsets=(self._at, end))
        kind = "typographic quotes are" if smart else "a single quote is"
        found = quoted(self._text[self._at : end])
        code = "smart-quote" if smart else "single-quote"
        self._report.add(code, place, f"{kind} not JSON, found {found}", _SMART_HELP)
        if match is None:
            raise Unreadable
        self._at = end
        return match.group(1)

    def _word(self, pointer: Pointer) -> object:
        match = _WORD.match(self._text, self._at)
        word = match.group() if match else ""
        if word not in _WORDS and word not in _NOT_FINITE and not _NUMBER.fullmatch(word):
            self._fail(pointer, "a value")
        place = Place(pointer, offsets=(self._at, self._at + len(word)))
        self._at += len(word)
        if word in _WORDS:
            return _WORDS[word]
        if word in _NOT_FINITE:
            self._report.add("not-finite", place, f"`{word}` is not a JSON number", "write a finite number")
        return Number(word)

    def _skip_space(self, pointer: Pointer) -> None:
        while True:
            space = _SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            comment = _COMMENT.match(self._text, self._at)
            if comment is None:
                return
            place = Place(pointer, offsets=comment.span())
            help = "remove it; a `Sid` can say what a statement is for"
            self._report.add("comment", place, f"JSON has no comments, found {quoted(comment.group().strip())}", help)
            self._at = comment.end()

    def _take(self, char: str) -> bool:
        taken = self._text.startswith(char, self._at)
        self._at += taken
        return taken

    def _end_of_line(self, start: int) -> int:
        end = self._text.find("\n", start)
        return end if end >= 0 else len(self._text)

    def _fail(self, pointer: Pointer, expected: str) -> NoReturn:
        """Report that the text is no JSON from here on."""
        word = _WORD.match(self._text, self._at)
        end = word.end() if word else min(self._at + 1, len(self._text))
        found = self._text[self._at : end]
        message = f"expected {expected}, found {quoted(found)}" if found else f"expected {expected}, the text ends"
        python = _PYTHON_WORDS.get(found)
        help = f"write `{python}`" if python else "the text must be one JSON object"
        self._break_off(Place(pointer, offsets=(self._at, end)), message, help)

    def _fail_string(self, pointer: Pointer, start: int, error: json.JSONDecodeError) -> NoReturn:
        """Report why the string at `start` cannot be read."""
        if error.msg.startswith("Unterminated"):
            place = Place(pointer, offsets=(start, self._end_of_line(start)))
            self._break_off(place, "a string is not closed", 'write `"` at its end')
        at = min(error.pos, len(self._text) - 1)
        place = Place(pointer, offsets=(at, at + 1))
        if error.msg.startswith("Invalid control"):
            message = f"a string holds a line break or control character, {quoted(self._text[at])}"
            self._break_off(place, message, 'close the string with `"`, or write `\\n` for a line break')
        self._break_off(place, f"no such escape in a string, found {quoted(self._text[at])}", "write `\\\\` for `\\`")

    def _break_off(self, place: Place, message: str, help: str) -> NoReturn:
        """Report that the text is not JSON, or where the string before holds one, that a quote is typographic."""
        code = "not-json"
        quote = _SMART_QUOTE.search(self._text, *self._last_string) if self._last_string else None
        if quote:
            code, place = "smart-quote", Place(place.pointer, offsets=quote.span())
            message, help = f"typographic quotes are not JSON, found {quoted(quote.group())}", _SMART_HELP
        self._report.add(code, place, message, help)
        raise Unreadable
