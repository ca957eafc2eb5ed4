"""From a part of a file to a document with its problems and places."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from guardrails.files.policies.found import Documents, Locate, PolicyFile
from guardrails.files.policies.parts import Part
from guardrails.files.policies.sorting import type_of
from guardrails.model.policy.document import PolicyType
from guardrails.model.policy.locate import spans
from guardrails.model.policy.parse import Lenient, parse_leniently, value_leniently
from guardrails.model.policy.problem import Problem
from guardrails.model.source import Location, Pointer


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: how it is shown, its name for documents, and the type that was asked for or is known."""

    file: str
    stem: str
    type: PolicyType | None = None


def in_json(file: str, text: str) -> Locate:
    """Return what finds places in a JSON text."""

    def locate(pointers: Collection[Pointer]) -> Mapping[Pointer, Location]:
        return {pointer: Location(file, pointer, span) for pointer, span in spans(text, pointers).items()}

    return locate


def within(locate: Locate, outside: Callable[[Pointer], Pointer]) -> Locate:
    """Return what finds places in a document inside of something whose places `locate` finds."""

    def find(pointers: Collection[Pointer]) -> Mapping[Pointer, Location]:
        wanted = {pointer: outside(pointer) for pointer in pointers}
        found = locate(set(wanted.values()))
        return {pointer: replace(found[place], pointer=pointer) for pointer, place in wanted.items()}

    return find


def add_part(documents: Documents, part: Part, source: Source, locate: Locate) -> None:
    """Add the document of a part to what a file holds, or the reason why it is none of ours."""
    name = f"{source.stem}{part.name}" if part.name.startswith("[") else part.name or source.stem
    if part.other:
        documents.other = documents.other or part.other
        return
    parsed: Lenient | None = None
    value, here = part.value, within(locate, part.outside)
    if isinstance(value, str):
        parsed = parse_leniently(value, PolicyType.SCP, source.file)
        value = parsed.value
        here = within(locate, lambda pointer: part.prefix)
    type = type_of(value, source.file, source.type or part.type)
    if isinstance(type, str):
        documents.other = documents.other or type
        return
    if isinstance(part.value, str):
        parsed = parse_leniently(part.value, type, source.file)
        if parsed.value is None:
            documents.unreadable.append(f"{name} holds no JSON: {parsed.problems[0].message}")
    else:
        parsed = value_leniently(value, type, source.file)
    parsed = replace(parsed, problems=placed(parsed.problems, here))
    documents.policies.append(PolicyFile(name, source.file, type, parsed, "", here))


def placed(problems: Iterable[Problem], locate: Locate) -> tuple[Problem, ...]:
    """Return problems at the places that `locate` finds for their pointers."""
    known = tuple(problems)
    places = locate({each.location.pointer for each in known}) if known else {}
    return tuple(replace(each, location=places[each.location.pointer]) for each in known)
