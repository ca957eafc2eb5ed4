"""Which requests there are, said independently of the prover: cases of actions, resources and context keys.

The oracle, brute force and attacks all draw from a world. In a format `{a-z0-9-}` is one or more of these characters,
`{..*}` none or more, `{..?}` one; `{^..}` all but these; `{}` any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from guardrails.model.request import PrincipalKind, Request, Value
from tests.properties.prover.readings import read_block, read_instant, read_number


@dataclass(frozen=True, slots=True)
class Key:
    """What a request may carry of one context key. `type`: numeric, date or ip, if all its values are."""

    formats: tuple[str, ...] = ("{*}",)
    required: bool = False
    multivalued: bool = False
    type: str = ""

    def admits(self, text: str) -> bool:
        """Return whether a value may be this text."""
        read = _READ.get(self.type)
        return (read is None or read(text) is not None) and any(
            re.fullmatch(_expression(one), text) for one in self.formats
        )


_READ = {"numeric": read_number, "date": read_instant, "ip": read_block}

ABSENT = Key(())
"""A key that no request carries."""


@dataclass(frozen=True, slots=True)
class Case:
    """Requests for some actions (lower-case patterns) on some resources (formats).

    A key that is not in `keys` is any text, or absent.
    """

    actions: tuple[str, ...]
    resources: tuple[str, ...] = ("*",)
    keys: Mapping[str, Key] = field(default_factory=dict)

    def key(self, name: str) -> Key:
        """Return what a request may carry of a key."""
        return self.keys.get(name.lower(), Key())

    def admits(self, request: Request) -> bool:
        """Return whether a request is of this case."""
        held = all(_holds(key, request.context.get(name)) for name, key in self.keys.items())
        return held and Key(self.resources).admits(str(request.resource)) and request.action.lower() in self.actions


def _holds(key: Key, value: Value | None) -> bool:
    if value is None or value == ():
        return not key.required
    if isinstance(value, str) is key.multivalued:
        return False
    texts = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
    return all(key.admits(text) for text in texts)


_PLACE = re.compile(r"\{([^{}]*?)([*?]?)\}")


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a format: a plain text and "", or the characters of a class and how often it stands."""
    end = 0
    for place in _PLACE.finditer(text):
        yield text[end : place.start()], ""
        yield place[1], place[2] or "+"
        end = place.end()
    yield text[end:], ""


@lru_cache(maxsize=4096)
def _expression(text: str) -> str:
    """The regular expression of a format."""
    said = {"+": "+", "*": "*", "?": ""}
    parts = (class_of(part) + said[often] if often else re.escape(part) for part, often in pieces(text))
    return f"(?s:{''.join(parts)})"


def class_of(text: str) -> str:
    """Return the regular expression of one character of a class."""
    negated = text.startswith("^")
    body = re.escape(text[negated:]).replace(r"\-", "-")
    return f"[{'^' if negated else ''}{body}]" if text else "."


def kind_of(arn: str) -> PrincipalKind:
    """Return the kind of principal that an ARN is of."""
    name = arn.split(":", 5)[-1]
    if name == "root":
        return PrincipalKind.ROOT
    if name.startswith("user/"):
        return PrincipalKind.USER
    return PrincipalKind.FEDERATED_USER if name.startswith("federated-user/") else PrincipalKind.ROLE
