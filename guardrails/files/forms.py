"""pydantic's errors in plain words, located: every problem of a file's form at once."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from guardrails.files import codes
from guardrails.files.yaml_text import YamlText
from guardrails.model.finding import Finding
from guardrails.model.source import Pointer

M = TypeVar("M", bound=BaseModel)

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
    "none_required": "nothing",
}


def validate(document: YamlText, model: type[M]) -> M | tuple[Finding, ...]:
    """Return the validated model, or every finding about the form of the document."""
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        names = sorted(_field_names(model, set()))
        errors = error.errors(include_url=False, include_input=True, include_context=True)
        return tuple(_unique(_finding(document, dict(one), names) for one in errors))


def _finding(document: YamlText, error: dict[str, Any], names: list[str]) -> Finding:
    kind = error["type"]
    pointer = pointer_of(error["loc"], document.value)
    key = str(error["loc"][-1]) if error["loc"] else ""
    if kind == "extra_forbidden":
        close = get_close_matches(key, names, n=1)
        help = f"did you mean {close[0]!r}? otherwise remove it" if close else "remove it"
        return codes.finding(codes.UNKNOWN_KEY, f"unknown key {key!r}", document.location(pointer, key=True), help)
    if kind == "missing":
        return codes.finding(
            codes.MISSING_KEY, f"the key {key!r} is missing", document.location(pointer), f"add {key}: ..."
        )
    value = error["input"]
    if kind in _EXPECTED:
        message = f"{_shown(key)} must be {_EXPECTED[kind]}, not {_describe(value)}"
        quoted = kind == "string_type" and isinstance(value, int | float)
        help = f'put it in quotes: "{str(value).lower()}"' if quoted else f"write {_EXPECTED[kind]}"
        return codes.finding(codes.WRONG_VALUE, message, document.location(pointer), help)
    message = f"{_shown(key)}: {str(error['msg'])[:200]}, found {_describe(value)}"
    return codes.finding(codes.WRONG_VALUE, message, document.location(pointer), _choices(error))


def _choices(error: dict[str, Any]) -> str:
    expected = error.get("ctx", {}).get("expected") or error.get("ctx", {}).get("pattern")
    return f"expected {expected}" if expected else "correct the value"


def pointer_of(location: tuple[str | int, ...], value: object) -> Pointer:
    """Return the part of pydantic's location that exists in the value; names of union branches are left out."""
    pointer: list[str | int] = []
    for position, part in enumerate(location):
        inside_list = isinstance(value, list) and isinstance(part, int) and part < len(value)
        if inside_list or (isinstance(value, dict) and part in value):
            value = value[part]  # type: ignore[index]
            pointer.append(part)
        elif position == len(location) - 1:
            break
    return tuple(pointer)


def _describe(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return repr(value[:60])
    if value is None:
        return "nothing"
    if isinstance(value, int | float):
        return f"the number {value}"
    return "a list" if isinstance(value, list) else "a mapping"


def _shown(key: str) -> str:
    return f"entry {key}" if key.isdigit() else key or "the file"


def _field_names(model: Any, seen: set[Any]) -> set[str]:
    """Return the names of all keys of a model and of the models its fields hold."""
    names: set[str] = set()
    if model in seen or not isinstance(model, type) or not issubclass(model, BaseModel):
        return names
    seen.add(model)
    for name, field in model.model_fields.items():
        names.add(field.alias or name)
        for inner in _models_in(field.annotation):
            names |= _field_names(inner, seen)
    return names


def _models_in(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _unique(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Yield each finding once: the branches of a union complain about the same place in the same words."""
    seen: set[tuple[Pointer, str]] = set()
    for one in findings:
        key = (one.location.pointer, one.message)
        if key not in seen:
            seen.add(key)
            yield one
