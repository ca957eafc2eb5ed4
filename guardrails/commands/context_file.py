"""The file after `--context`: a mapping of condition keys to text, numbers, booleans or lists of them."""

from __future__ import annotations

from pathlib import Path

from guardrails.commands.outcomes import Misused
from guardrails.model.request import Value


def read_context(path: Path) -> dict[str, Value]:
    """Return the context, keys in lower case; JSON is read as the YAML that it is.

    Raises Misused for a file that is missing, unreadable or not such a mapping.
    """
    from guardrails.catalog.keys import is_multivalued
    from guardrails.files.reading import MAX_YAML_BYTES, read_text
    from guardrails.files.yaml_text import read_yaml
    from guardrails.model.finding import Finding

    text = read_text(path, path.resolve().parent, str(path), MAX_YAML_BYTES)
    if isinstance(text, Finding):
        raise Misused(f"{text.location}: {text.message}")
    source = read_yaml(text, str(path))
    if source.findings:
        raise Misused([f"{one.location}: {one.message}" for one in source.findings])
    if not isinstance(source.value, dict):
        raise Misused(f"{path}: expected a mapping of condition keys to values")
    context: dict[str, Value] = {}
    for key, value in source.value.items():
        values = tuple(_text(one, f"{path}: {key}") for one in (value if isinstance(value, list) else [value]))
        context[str(key).lower()] = values if isinstance(value, list) or is_multivalued(str(key)) else values[0]
    return context


def _text(value: object, place: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise Misused(f"{place}: expected text, a number, true or false, or a list of these")
