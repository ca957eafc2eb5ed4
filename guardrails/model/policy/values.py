"""What JSON values are called in messages, and the reading of "a string or a list of strings"."""

from __future__ import annotations

from collections.abc import Mapping

from guardrails.model.policy.json_reader import Number
from guardrails.model.policy.report import Report, quoted
from guardrails.model.source import Pointer

Text = tuple[str, Pointer]
"""A string of a document, and where it stands."""


def described(value: object) -> str:
    """Return what a value is, for "found ..." in a message."""
    if isinstance(value, str):
        return f"the string {quoted(value)}" if value else "an empty string"
    if value is None:
        return "`null`"
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list"
    text = text_of(value)
    return "a value that JSON does not have" if text is None else f"the number {quoted(text)}"


def read_texts(report: Report, pointer: Pointer, element: str, value: object) -> list[Text]:
    """Return the strings of an element that holds a string or a list of strings; what else it holds is reported."""
    if isinstance(value, str):
        return [(value, pointer)]
    if not isinstance(value, list | tuple):
        message = f"`{element}` must be a string or a list of strings, found {described(value)}"
        report.add("wrong-type", pointer, message, "write the value in double quotes")
        return []
    if not value:
        report.add("empty-list", pointer, f"the list of `{element}` is empty", "name at least one, or remove the row")
    texts: list[Text] = []
    for at, each in enumerate(value):
        inner = (*pointer, at)
        if isinstance(each, str):
            texts.append((each, inner))
        else:
            message = f"`{element}` must list strings, found {described(each)}"
            report.add("wrong-type", inner, message, "write the value in double quotes")
    return texts


def read_string(report: Report, pointer: Pointer, element: str, value: object) -> str | None:
    """Return the string of an element that holds just one; None (and a problem) for anything else."""
    if isinstance(value, str):
        return value
    message = f"`{element}` must be a string, found {described(value)}"
    report.add("wrong-type", pointer, message, "write the value in double quotes")
    return None


def text_of(value: object) -> str | None:
    """Return a string as it is, and a boolean or number as its JSON text; None for what has none."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Number):
        return value.text
    if isinstance(value, int | float):
        return _number_text(value)
    return None


def _number_text(number: float) -> str | None:
    if isinstance(number, float) and (number != number or number in (float("inf"), float("-inf"))):
        return None
    try:
        return str(number)
    except ValueError:  # an integer of more digits than Python writes out
        return None
