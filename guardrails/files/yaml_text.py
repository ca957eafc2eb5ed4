"""YAML as plain values, built from parser events: no tags, dates or octal numbers; depth and size are bounded.

Composing nodes with libyaml recurses in C and can be crashed by deep nesting; events cannot. Values are what JSON
has; `yes`, `no`, `on`, dates and numbers with a leading zero stay text, so account ids and dates mean what they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import yaml

from guardrails.files import codes
from guardrails.model.finding import Finding, Rule
from guardrails.model.source import Location, Pointer, Span

MAX_DEPTH = 40
MAX_VALUES = 200_000

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(\.[0-9]{1,18}(?:[eE][+-]?[0-9]{1,3})?)?")
_CONSTANTS: dict[str, object] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class _Refused(Exception):
    """One event that ends the reading."""

    def __init__(self, rule: Rule, message: str, event: Any, help: str = "") -> None:
        super().__init__(message)
        self.rule, self.message, self.event, self.help = rule, message, event, help


@dataclass(slots=True)
class YamlText:
    """A YAML text that was read: its value (None when unreadable), what is wrong with it, and where things stand."""

    file: str
    text: str
    value: object = None
    findings: tuple[Finding, ...] = ()
    aliases: bool = False
    tags: bool = False
    _spans: dict[Pointer, tuple[Span, Span]] | None = field(default=None, repr=False)

    def location(self, pointer: Pointer, key: bool = False) -> Location:
        """Return the place of a value (or of its key); where there is none, of the nearest thing around it."""
        if self._spans is None:
            self._spans = {}
            _Builder(self.file, self._spans, self.aliases, self.tags).read(self.text)
        known = pointer
        while known and known not in self._spans:
            known = known[:-1]
        spans = self._spans.get(known)
        return Location(self.file, pointer, spans[0 if key else 1] if spans else None)


def read_yaml(text: str, file: str, aliases: bool = False, tags: bool = False) -> YamlText:
    """Return the value of one YAML document with all that forbids using it; `file` names it in findings.

    Anchors and aliases are refused unless `aliases`; then an alias counts as much as what it repeats. Tags are refused
    unless `tags`; then `!Sub x` is `{"Fn::Sub": "x"}`, as in CloudFormation.
    """
    builder = _Builder(file, None, aliases, tags)
    value = builder.read(text)
    return YamlText(file, text, value, tuple(builder.findings), aliases, tags)


class _Builder:
    """Builds values from events; records spans of (key, value) by pointer when given somewhere to put them."""

    def __init__(
        self, file: str, spans: dict[Pointer, tuple[Span, Span]] | None, aliases: bool, tags: bool = False
    ) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.spans = spans
        self.aliases = aliases
        self.tags = tags
        self.count = 0
        self.anchors: dict[str, tuple[object, int, int]] = {}

    def read(self, text: str) -> object:
        try:
            return self._document(yaml.parse(text, Loader=_LOADER))
        except _Refused as refusal:
            self._report(refusal.rule, refusal.message, refusal.event.start_mark, refusal.help)
        except yaml.MarkedYAMLError as error:
            problem = f"not valid YAML: {error.problem or error.context or 'it cannot be parsed'}"
            self._report(codes.SYNTAX, problem, error.problem_mark or error.context_mark)
        except yaml.YAMLError:
            self._report(codes.SYNTAX, "not valid YAML: it holds a character that YAML does not allow", None)
        return None

    def _document(self, events: Iterator[Any]) -> object:
        value: object = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Refused(codes.SYNTAX, "a second YAML document starts here", event, "keep one per file")
                value = self._value(next(events), events, (), None)
        if not documents:
            self._report(codes.SYNTAX, "the file is empty", None)
        return value

    def _value(self, event: Any, events: Iterator[Any], pointer: Pointer, key: Any) -> object:
        if not self.aliases and (isinstance(event, yaml.AliasEvent) or event.anchor is not None):
            raise _Refused(codes.FEATURE, "anchors and aliases are not supported", event, "write the value out")
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, pointer, key)
        self._admit(event, pointer)
        before = self.count
        value: object
        if isinstance(event, yaml.ScalarEvent):
            value = _plain(event.value) if event.implicit[0] else event.value
            end = event
        elif isinstance(event, yaml.MappingStartEvent):
            value, end = self._mapping(events, pointer)
        else:
            value, end = self._sequence(events, pointer)
        if self.tags and (event.tag or "!")[1:] and not event.tag.startswith("tag:yaml.org,2002:"):
            value = {_function(event.tag): value}
        if self.spans is not None:
            own = _span(event, end)
            self.spans[pointer] = (_span(key, key) if key is not None else own, own)
        if event.anchor is not None:
            self.anchors[event.anchor] = value, self.count - before + 1, _height(value)
        return value

    def _alias(self, event: Any, pointer: Pointer, key: Any) -> object:
        """Return the value that an alias repeats; its size and depth count in full, so aliases cannot blow up."""
        if event.anchor not in self.anchors:
            raise _Refused(codes.FEATURE, f"the alias *{event.anchor} has no anchor before it", event)
        value, size, height = self.anchors[event.anchor]
        self.count += size
        if len(pointer) + height > MAX_DEPTH or self.count > MAX_VALUES:
            raise _Refused(codes.NESTING, f"more than {MAX_DEPTH} levels deep or {MAX_VALUES:,} values", event)
        if self.spans is not None:
            own = _span(event, event)
            self.spans[pointer] = (_span(key, key) if key is not None else own, own)
        return value

    def _admit(self, event: Any, pointer: Pointer) -> None:
        if not self.tags and event.tag is not None and event.tag != "!":
            raise _Refused(codes.FEATURE, f"the tag {event.tag[:60]} is not supported", event, "remove the tag")
        self.count += 1
        if len(pointer) > MAX_DEPTH or self.count > MAX_VALUES:
            limit = f"{MAX_DEPTH} levels deep" if len(pointer) > MAX_DEPTH else f"{MAX_VALUES:,} values"
            raise _Refused(codes.NESTING, f"more than {limit}", event)

    def _mapping(self, events: Iterator[Any], pointer: Pointer) -> tuple[dict[str, object], Any]:
        mapping: dict[str, object] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                return mapping, event
            if not isinstance(event, yaml.ScalarEvent):
                raise _Refused(codes.FEATURE, "a key is not plain text", event, "use a text as key")
            if event.anchor is not None:
                raise _Refused(codes.FEATURE, "a key has an anchor", event, "remove it")
            self._admit(event, pointer)
            name = event.value
            if name == "<<":
                raise _Refused(codes.FEATURE, "merge keys (<<) are not supported", event, "write the values out")
            value = self._value(next(events), events, (*pointer, name), event)
            if name in mapping:
                self._report(codes.DUPLICATE, f"the key {name!r} stands twice", event.start_mark, "keep one of the two")
            mapping[name] = value
        raise AssertionError("a mapping that was started always ends")

    def _sequence(self, events: Iterator[Any], pointer: Pointer) -> tuple[list[object], Any]:
        items: list[object] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                return items, event
            items.append(self._value(event, events, (*pointer, len(items)), None))
        raise AssertionError("a list that was started always ends")

    def _report(self, rule: Rule, message: str, mark: Any, help: str = "") -> None:
        span = None
        if mark is not None:
            span = Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
        self.findings.append(codes.finding(rule, message, Location(self.file, (), span), help))


def _span(start: Any, end: Any) -> Span:
    first, last = start.start_mark, end.end_mark
    return Span(first.line + 1, first.column + 1, last.line + 1, last.column + 1)


def _function(tag: str) -> str:
    """Return the long form of a tag of CloudFormation: `!Sub` is `Fn::Sub`, `!Ref` is `Ref`."""
    name = tag.lstrip("!")
    return name if name in ("Ref", "Condition") else f"Fn::{name}"


def _height(value: object) -> int:
    """Return how many levels a value holds below itself; its depth is bounded where it was read."""
    if isinstance(value, dict):
        return 1 + max(map(_height, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_height, value), default=0)
    return 0


def _plain(text: str) -> object:
    """Return the value of an unquoted scalar."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    if match[1] is None:
        return int(text)
    number = float(text)
    return number if isfinite(number) else text


def texts_of(value: Any) -> str | tuple[str, ...]:
    """Return a context value of a file as the text (or texts) that policies compare: `true`, `1.5`, `abc`."""
    if isinstance(value, list):
        return tuple(str(texts_of(item)) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)
