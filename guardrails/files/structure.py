"""The cheap check of a file's form: does a value conform to a published JSON Schema, without loading pydantic?

The schema is generated from the pydantic models and kept current by CI, so it accepts nothing that they refuse. The
answer is yes or no; whoever gets a no asks pydantic, which says why and where.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

SCHEMAS = Path(__file__).parent / "schemas"

_SILENT = frozenset({"$defs", "$id", "$schema", "default", "deprecated", "description", "title", "examples"})
"""Keywords that say nothing about which values conform."""


def conforms(value: object, schema: str) -> bool:
    """Whether a value conforms to `schemas/<schema>.schema.json`; no when that is missing or has an unknown keyword."""
    document = _read(SCHEMAS / f"{schema}.schema.json")
    return isinstance(document, dict) and _fits(value, document, document.get("$defs", {}))


@cache
def _read(file: Path) -> object:
    """The decoded schema; None where there is none. Many scenario files are held to the same one."""
    try:
        return json.loads(file.read_bytes())
    except (OSError, ValueError):
        return None


def _fits(value: object, schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> bool:
    for keyword, wanted in schema.items():
        if keyword in _SILENT:
            continue
        test = _TESTS.get(keyword)
        if test is None or not test(value, wanted, schema, definitions):
            return False
    return True


def _reference(value: object, wanted: str, _: Any, definitions: Any) -> bool:
    target = definitions.get(wanted.removeprefix("#/$defs/"))
    return target is not None and _fits(value, target, definitions)


def _type(value: object, wanted: str, _schema: Any, _definitions: Any) -> bool:
    return type(value) in _TYPES.get(wanted, ())


def _properties(value: Any, wanted: Mapping[str, Any], _: Any, definitions: Any) -> bool:
    if not isinstance(value, dict):
        return False
    return all(_fits(value[name], wanted[name], definitions) for name in value if name in wanted)


def _additional(value: Any, wanted: bool | Mapping[str, Any], schema: Mapping[str, Any], definitions: Any) -> bool:
    if not isinstance(value, dict):
        return False
    known = schema.get("properties", {})
    if isinstance(wanted, bool):
        return wanted or all(name in known for name in value)
    return all(_fits(item, wanted, definitions) for name, item in value.items() if name not in known)


def _required(value: Any, wanted: list[str], _schema: Any, _definitions: Any) -> bool:
    return isinstance(value, dict) and all(name in value for name in wanted)


def _items(value: Any, wanted: Mapping[str, Any], _: Any, definitions: Any) -> bool:
    return isinstance(value, list) and all(_fits(item, wanted, definitions) for item in value)


def _any_of(value: object, wanted: list[Mapping[str, Any]], _: Any, definitions: Any) -> bool:
    return any(_fits(value, choice, definitions) for choice in wanted)


def _one_of(value: object, wanted: list[Mapping[str, Any]], _: Any, definitions: Any) -> bool:
    return sum(_fits(value, choice, definitions) for choice in wanted) == 1


def _pattern(value: Any, wanted: str, _schema: Any, _definitions: Any) -> bool:
    """`$` must not match before a last newline, as Python's does."""
    pattern = wanted[:-1] + r"\Z" if wanted.endswith("$") else wanted
    return isinstance(value, str) and re.search(pattern, value) is not None


_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}

_Test = Callable[[Any, Any, Any, Any], bool]

_TESTS: dict[str, _Test] = {
    "$ref": _reference,
    "type": _type,
    "properties": _properties,
    "additionalProperties": _additional,
    "required": _required,
    "items": _items,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "pattern": _pattern,
    "enum": lambda value, wanted, *_: isinstance(value, str) and value in wanted,
    "const": lambda value, wanted, *_: type(value) is type(wanted) and value == wanted,
    "minLength": lambda value, wanted, *_: isinstance(value, str) and len(value) >= wanted,
    "maxLength": lambda value, wanted, *_: isinstance(value, str) and len(value) <= wanted,
    "minItems": lambda value, wanted, *_: isinstance(value, list) and len(value) >= wanted,
    "minimum": lambda value, wanted, *_: type(value) in (int, float) and value >= wanted,
    "maximum": lambda value, wanted, *_: type(value) in (int, float) and value <= wanted,
    "exclusiveMinimum": lambda value, wanted, *_: type(value) in (int, float) and value > wanted,
}
"""One row for each keyword that the generated schemas use; an unknown keyword is a no."""
