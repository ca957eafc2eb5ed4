"""Policy variables: `${key}`, `${key, 'default'}` and the escapes `${*}`, `${?}`, `${$}`.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html (2026-09)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from guardrails.model.request import Value

_VARIABLE = re.compile(r"\$\{([^{}]*)\}")
_DEFAULT = re.compile(r"(?P<key>[^,]+), '(?P<default>.*)'", re.DOTALL)
_ESCAPES = frozenset("*?$")


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its variables replaced: parts, each with whether its `*` and `?` are wildcards.

    `null` says that a variable had no value, so the text matches nothing. `unknown` names the keys that could not be
    read (each stands as a wildcard in `parts`), or whose value AWS does not say how to read: a wildcard in it, or more
    than one value.
    """

    parts: tuple[tuple[str, bool], ...]
    null: bool = False
    unknown: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The parts as one text."""
        return "".join(text for text, _ in self.parts)


def has_variables(text: str) -> bool:
    """Whether a text holds a variable or an escape."""
    return _VARIABLE.search(text) is not None


def variable_keys(text: str) -> tuple[str, ...]:
    """Return the lower-case keys that a text's variables read, in order."""
    return tuple(_read(found)[0] for found in _VARIABLE.findall(text) if found not in _ESCAPES)


def fill(text: str, context: Mapping[str, Value], *, pattern: bool = True) -> Filled:
    """Return `text` with each variable replaced from the request context; `pattern` says whether `*` is a wildcard."""
    parts: list[tuple[str, bool]] = []
    unknown: list[str] = []
    end, null = 0, False
    for found in _VARIABLE.finditer(text):
        parts.append((text[end : found.start()], True))
        end = found.end()
        if found[1] in _ESCAPES:
            parts.append((found[1], False))
            continue
        key, default = _read(found[1])
        value = context.get(key) if context.get(key) != () else None
        if value is None:
            value = default
        if value is None:
            null = True
        elif isinstance(value, str) and not (pattern and ("*" in value or "?" in value)):
            parts.append((value, False))
        else:
            unknown.append(key)
            parts.append((value if isinstance(value, str) else "*", True))
    parts.append((text[end:], True))
    return Filled(tuple(part for part in parts if part[0]), null, tuple(unknown))


def _read(inside: str) -> tuple[str, str | None]:
    found = _DEFAULT.fullmatch(inside)
    return (found["key"].lower(), found["default"]) if found else (inside.lower(), None)
