"""Typed access to parsed JSON: the right kind of value, nothing, or a refusal that says where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guardrails.terraform.reading import refusal
from guardrails.terraform.reading.refusal import NotAPlan

Where = tuple[str | int, ...]
"""The way from the top to an object: `("resource_changes", 3, "change")`."""

_NAMES = {dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number"}


def text(raw: Mapping[str, Any], name: str, where: Where, *, needed: bool = False) -> str:
    """Return the text of that name, empty where there is none; refuse that where one is needed."""
    value = raw.get(name)
    if isinstance(value, str) and (value or not needed):
        return value
    if value is None and not needed:
        return ""
    raise wrong((*where, name), value, "a text")


def table(raw: Mapping[str, Any], name: str, where: Where) -> dict[str, Any]:
    """Return the object of that name, empty where there is none."""
    value = raw.get(name)
    return {} if value is None else an_object(value, (*where, name))


def items(raw: Mapping[str, Any], name: str, where: Where) -> list[Any]:
    """Return the list of that name, empty where there is none."""
    value = raw.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise wrong((*where, name), value, "a list")
    return value


def flag(raw: Mapping[str, Any], name: str, where: Where = ()) -> bool | None:
    """Return the truth value of that name, None where there is none."""
    value = raw.get(name)
    if value is not None and not isinstance(value, bool):
        raise wrong((*where, name), value, "true or false")
    return value


def texts(raw: Mapping[str, Any], name: str, where: Where) -> tuple[str, ...]:
    """Return the list of texts of that name, empty where there is none."""
    found = items(raw, name, where)
    for at, one in enumerate(found):
        if not isinstance(one, str):
            raise wrong((*where, name, at), one, "a text")
    return tuple(found)


def an_object(value: Any, where: Where) -> dict[str, Any]:
    """Return the value, which has to be an object."""
    if not isinstance(value, dict):
        raise wrong(where, value, "an object")
    return value


def wrong(where: Where, value: Any, expected: str) -> NotAPlan:
    """Return the refusal of a value of the wrong kind; the value is not quoted."""
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{_name(step)}" for step in where).removeprefix(".")
    found = "missing" if value is None else _NAMES.get(type(value), "something else") if value != "" else "empty"
    return NotAPlan("wrong-type", f"{path or 'It'} is {found}, and should be {expected}.", refusal.EDITED)


def _name(step: str) -> str:
    return step if step.isidentifier() and len(step) <= 60 else "(a key)"
