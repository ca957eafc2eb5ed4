"""From a part of a file to a document with its problems and places."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from guardrails.files.policies.found import Documents, Locate, PolicyFile
from guardrails.files.policies.parts import Part, buried
from guardrails.files.policies.places import placed, shifted, within
from guardrails.files.policies.sorting import type_of, what_else
from guardrails.model.policy.document import PolicyType
from guardrails.model.policy.locate import spans
from guardrails.model.policy.parse import parse_leniently, value_leniently
from guardrails.model.source import Location, Pointer, Span, show_pointer

_BLOCK = re.compile(r"(?:![\w:]*\s+)?\|[-+0-9]*\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: how it is shown, its name for documents, and the type that was asked for or is known.

    `yaml` is its text where it is YAML, so that a document inside of a block of text is found line by line.
    """

    file: str
    stem: str
    type: PolicyType | None = None
    yaml: str = field(default="", repr=False)


def add_part(documents: Documents, part: Part, source: Source, locate: Locate) -> None:
    """Add the document of a part to what a file holds, or the reason why it is none of ours."""
    if part.other:
        documents.other = documents.other or part.other
        return
    is_text = isinstance(part.value, str)
    value = parse_leniently(part.value, PolicyType.SCP).value if isinstance(part.value, str) else part.value
    type = type_of(value, source.file, source.type or part.type)
    if isinstance(type, str):
        documents.other = documents.other or type
        return
    name = f"{source.stem}{part.name}" if part.name.startswith("[") else part.name or source.stem
    policy = _from_text(part, source, type, name, locate) if is_text else _from_value(part, source, type, name, locate)
    if is_text and policy.parsed.value is None:
        documents.unreadable.append(f"{name} holds no JSON: {policy.parsed.problems[0].message}")
    documents.policies.append(policy)


def _from_value(part: Part, source: Source, type: PolicyType, name: str, locate: Locate) -> PolicyFile:
    here = within(locate, part.outside)
    parsed = value_leniently(part.value, type, source.file)
    return PolicyFile(name, source.file, type, replace(parsed, problems=placed(parsed.problems, here)), "", here)


def _from_text(part: Part, source: Source, type: PolicyType, name: str, locate: Locate) -> PolicyFile:
    """Return the document of a JSON text in a file: found line by line in a block of YAML, else as a whole."""
    text = str(part.value)
    parsed = parse_leniently(text, type, source.file)
    shift = _shift(source.yaml, text, locate([part.prefix])[part.prefix].span)
    if shift is None:
        here = within(locate, lambda pointer: part.prefix)
        return PolicyFile(name, source.file, type, replace(parsed, problems=placed(parsed.problems, here)), "", here)
    down, right = shift

    def find(pointers: Collection[Pointer]) -> Mapping[Pointer, Location]:
        found = spans(text, pointers)
        return {pointer: Location(source.file, pointer, shifted(span, down, right)) for pointer, span in found.items()}

    problems = tuple(
        replace(one, location=replace(one.location, span=shifted(one.location.span, down, right)))
        if one.location.span
        else one
        for one in parsed.problems
    )
    return PolicyFile(name, source.file, type, replace(parsed, problems=problems), "", find)


def _shift(yaml: str, text: str, span: Span | None) -> tuple[int, int] | None:
    """Return by how many lines and columns a text stands further down and right in its file, as a block of YAML."""
    lines = yaml.split("\n")
    if span is None or span.line >= len(lines) or not _BLOCK.match(lines[span.line - 1], span.column - 1):
        return None
    first = next((at for at, line in enumerate(text.split("\n")) if line.strip()), 0)
    if span.line + first >= len(lines):
        return None
    written, read = lines[span.line + first], text.split("\n")[first]
    return span.line, len(written) - len(written.lstrip()) - (len(read) - len(read.lstrip()))


def described(value: object, source: Source) -> str:
    """Return in words what a decoded value is in which no document was found where documents stand."""
    name = source.file.rpartition("/")[2]
    words = what_else(value, name)
    at = buried(value) if words.endswith("has no Statement") else None
    return f"{words} at its top; one stands at {show_pointer(at)}" if at else words
