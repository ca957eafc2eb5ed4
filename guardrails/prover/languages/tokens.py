"""Patterns as sequences of tokens: a set of characters, taken once or as a run of any length.

Sources (2026-09): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from guardrails.evaluation.overlap import Parts
from guardrails.evaluation.patterns import arn_fields


class Characters(NamedTuple):
    """A set of characters: those in `members`, or (negated) all others."""

    members: frozenset[str]
    negated: bool = False

    def has(self, one: str) -> bool:
        """Whether a character is in the set."""
        return (one in self.members) is not self.negated


class Token(NamedTuple):
    """One character of a set, or (`run`) any number of them, none too."""

    characters: Characters
    run: bool = False


Tokens = tuple[Token, ...]
ANY: Final = Characters(frozenset(), True)
FIELD: Final = Characters(frozenset(":"), True)
"""What stands in a field of an ARN: anything but a colon."""

_ALSO_FOLDED: Final = {"k": "\u212a", "å": "\u212b", "ω": "\u2126"}
"""Characters beside upper case that have these as their lower case: Kelvin, Angstrom and Ohm."""


@lru_cache(maxsize=65536)
def glob(text: str, free: Characters = ANY) -> Tokens:
    """Return the tokens of a pattern with `*` and `?`, which stand for characters of `free`."""
    return tuple(_pattern(text, free))


def _pattern(text: str, free: Characters) -> Iterator[Token]:
    previous = ""
    for one in text:
        if one == "*":
            if previous != "*":
                yield Token(free, True)
        else:
            yield Token(free if one == "?" else Characters(frozenset(one)))
        previous = one


@lru_cache(maxsize=65536)
def plain(text: str) -> Tokens:
    """Return the tokens of a text that stands for itself."""
    return tuple(Token(Characters(frozenset(one))) for one in text)


@lru_cache(maxsize=65536)
def folded(text: str) -> Tokens:
    """Return the tokens of a text in upper or lower case."""
    return tuple(Token(Characters(_cases(one))) for one in text.lower())


@lru_cache(maxsize=1024)
def _cases(lower: str) -> frozenset[str]:
    upper = lower.upper() if len(lower.upper()) == 1 and lower.upper().lower() == lower else lower
    return frozenset((lower, upper, _ALSO_FOLDED.get(lower, lower)))


@lru_cache(maxsize=32768)
def parts(pieces: Parts, free: Characters = ANY) -> Tokens:
    """Return the tokens of a pattern in parts, each with whether its `*` and `?` are wildcards."""
    return tuple(token for text, wild in pieces for token in (glob(text, free) if wild else plain(text)))


@lru_cache(maxsize=32768)
def arn(pieces: Parts) -> Tokens | None:
    """Return the tokens of an ARN pattern, whose wildcards stay within their field but for the last; None if short.

    Policy variables are filled already: a part that is no pattern is plain text.
    """
    fields: list[list[tuple[str, bool]]] = [[]]
    for text, wild in pieces:
        first, *rest = text.split(":", 6 - len(fields))
        fields[-1].append((first, wild))
        fields.extend([(field, wild)] for field in rest)
    if len(fields) != 6:
        return None
    found: list[Token] = []
    for at, field in enumerate(fields):
        found += [Token(Characters(frozenset(":")))] if at else []
        found += parts(tuple(field), ANY if at == 5 else FIELD)
    return tuple(found)


WHOLE_ARN: Final[Tokens] = (*(token for _ in range(5) for token in (Token(FIELD, True), *plain(":"))), Token(ANY, True))
"""Every text of six fields: what the Arn operators can compare at all."""


@lru_cache(maxsize=16384)
def action(pattern: str) -> Tokens | None:
    """Return the tokens of an action pattern, for actions in lower case; None for one that matches nothing.

    A bare `*` is every action; the prefix of any other is plain text (`evaluation.patterns.action_matches`).
    """
    if pattern in ("*", "*:*"):
        return (Token(ANY, True),)
    prefix, colon, name = pattern.lower().partition(":")
    return (*plain(prefix), *plain(":"), *glob(name)) if colon else None


_PLACE = re.compile(r"\{([^{}]*?)([*?]?)\}")


@lru_cache(maxsize=4096)
def formatted(text: str) -> Tokens:
    """Return the tokens of a format: `{a-z0-9-}` is one or more of these characters, `{..*}` none or more, `{..?}` one.

    A class that begins with `^` is all but its characters; the empty one is every character.
    """
    found: list[Token] = []
    end = 0
    for place in _PLACE.finditer(text):
        found += plain(text[end : place.start()])
        end = place.end()
        members = _members(place[1])
        found += {"": (Token(members), Token(members, True)), "*": (Token(members, True),), "?": (Token(members),)}[
            place[2]
        ]
    return (*found, *plain(text[end:]))


def _members(text: str) -> Characters:
    if not text:
        return ANY
    negated = text.startswith("^")
    body = text[1:] if negated else text
    found: set[str] = set()
    at = 0
    while at < len(body):
        if at + 2 < len(body) and body[at + 1] == "-":
            found.update(chr(code) for code in range(ord(body[at]), ord(body[at + 2]) + 1))
            at += 3
        else:
            found.add(body[at])
            at += 1
    return Characters(frozenset(found), negated)


def whole_readings(pieces: Parts) -> tuple[Parts, ...]:
    """Return how AWS may read a resource pattern in parts, the pattern itself first.

    Open at AWS: an ARN of fewer than six fields (a plain text, or completed with `*`?), and letter case in the
    partition, service and Region fields (`evaluation.matching`).
    """
    fields = arn_fields("".join(text for text, _ in pieces))
    if len(fields) < 6:
        return pieces, (*pieces, (":*" * (6 - len(fields)), True))
    if len(pieces) == 1 and any(field != field.lower() for field in fields[:4]):
        return pieces, ((":".join((*(field.lower() for field in fields[:4]), *fields[4:])), True),)
    return (pieces,)
