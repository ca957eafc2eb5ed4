"""Whether patterns have a text in common, and whether one holds all texts of another: `*`, `?` and policy variables.

For one text and a pattern, as AWS compares them, there is `evaluation.patterns.Glob`. A "no" of `overlap` and a "yes"
of `parts_cover` are certain; the opposite answers only mean that it is not obvious.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from guardrails.evaluation.patterns import Glob

Token = tuple[str, bool]
"""A character or a class (`ANY`, `FIELD`, `NAME`), and whether it stands for a run of any length, or none."""

ANY, FIELD, NAME = "\0any", "\0field", "\0name"
"""Any character; any but a colon; any but a colon and a slash."""

_BARRED = {ANY: "", FIELD: ":", NAME: ":/"}
_VARIABLE = re.compile(r"(\$\{[^{}]*\})")
_LITERAL = {"${*}": "*", "${?}": "?", "${$}": "$"}
_LONGEST = 20_000
"""Pairs of tokens to try; a pattern too long for that is taken to overlap."""


@lru_cache(maxsize=16384)
def pattern_tokens(pattern: str) -> tuple[Token, ...]:
    """Return a policy's pattern as tokens; a policy variable may be any text."""
    found: list[Token] = []
    for piece in _VARIABLE.split(pattern) if "${" in pattern else (pattern,):
        if piece in _LITERAL:
            found.append((_LITERAL[piece], False))
        elif piece.startswith("${") and piece.endswith("}"):
            found.append((ANY, True))
        else:
            found += [(ANY, one == "*") if one in "*?" else (one, False) for one in piece]
    return tuple(found)


@lru_cache(maxsize=65536)
def tokens_overlap(a: tuple[Token, ...], b: tuple[Token, ...]) -> bool:
    """Whether some text is of both token sequences."""
    if len(a) * len(b) > _LONGEST:
        return True
    start = 0
    while start < min(len(a), len(b)) and not a[start][1] and not b[start][1]:
        if not _meet(a[start][0], b[start][0]):
            return False
        start += 1
    return _walk(a[start:], b[start:])


def _walk(a: tuple[Token, ...], b: tuple[Token, ...]) -> bool:
    """Walk both sequences at once: `reached` holds how far `b` may be read when the first tokens of `a` are."""
    reached = _skip({0}, b)
    for kind, run in a:
        if run:
            # A run reads any number of tokens of b, as long as each meets it.
            for at in range(len(b)):
                if at in reached and _meet(kind, b[at][0]):
                    reached.add(at + 1)
        else:
            # A run of b may read this token and stay; a single token of b is read with it.
            reached = {at if b[at][1] else at + 1 for at in reached if at < len(b) and _meet(kind, b[at][0])}
        reached = _skip(reached, b)
        if not reached:
            return False
    return len(b) in reached


def _skip(reached: set[int], b: tuple[Token, ...]) -> set[int]:
    """Add where one gets by taking runs of b for nothing."""
    for at in range(len(b)):
        if at in reached and b[at][1]:
            reached.add(at + 1)
    return reached


def _meet(a: str, b: str) -> bool:
    """Whether two characters or classes have a character in common; any two classes have."""
    if a == b:
        return True
    if len(a) == 1:
        return len(b) > 1 and a not in _BARRED[b]
    return len(b) > 1 or b not in _BARRED[a]


def overlap(a: str, b: str) -> bool:
    """Whether some text is of both policy patterns (`*`, `?`).

    >>> overlap("p*", "*.xlarge"), overlap("g4*", "g5*")
    (True, False)
    """
    return tokens_overlap(pattern_tokens(a), pattern_tokens(b))


def common_text(a: str, b: str) -> str | None:
    """Return a short text that is of both patterns; None where there is none (or none was found)."""
    return _common(pattern_tokens(a), pattern_tokens(b)) if len(a) * len(b) <= _LONGEST else None


def _common(a: tuple[Token, ...], b: tuple[Token, ...]) -> str | None:
    """Search breadth first over pairs of places, so that the first text found is a shortest one."""
    texts: dict[tuple[int, int], str] = {(0, 0): ""}
    queue = [(0, 0)]
    for i, j in queue:
        text = texts[i, j]
        if i == len(a) and j == len(b):
            return text
        steps: list[tuple[tuple[int, int], str]] = []
        if i < len(a) and a[i][1]:
            steps.append(((i + 1, j), ""))
        if j < len(b) and b[j][1]:
            steps.append(((i, j + 1), ""))
        if i < len(a) and j < len(b) and _meet(a[i][0], b[j][0]):
            after = (i if a[i][1] else i + 1, j if b[j][1] else j + 1)
            if after != (i, j):
                steps.append((after, _shared(a[i][0], b[j][0])))
        for place, more in steps:
            if place not in texts:
                texts[place] = text + more
                queue.append(place)
    return None


def _shared(a: str, b: str) -> str:
    return a if len(a) == 1 else b if len(b) == 1 else "x"


Parts = tuple[tuple[str, bool], ...]
"""A text in parts, each with whether its `*` and `?` are wildcards (see `patterns.Glob.joined`)."""


@lru_cache(maxsize=65536)
def parts_meet(parts: Parts, partial: str) -> bool:
    """Whether some text is of a pattern in parts and of a partly known text, in which `*` is what nobody knows."""
    head, known = _head(parts), partial.partition("*")[0]
    if not (head.startswith(known) or known.startswith(head)):
        return False
    fields = _plain_fields(partial)
    if fields and len(parts) == 1 and parts[0][1] and parts[0][0].count(":") == 5:
        return all(map(_field_meets, parts[0][0].split(":"), fields))
    return tokens_overlap(_tokens_of(parts), _partial_tokens(partial))


def _plain_fields(partial: str) -> list[str]:
    """The six fields of a partly known ARN none of which can hold a colon: its only colons are those between them."""
    fields = partial.split(":")
    return fields if len(fields) == 6 and fields[0] == "arn" and fields[2] in _PLAIN_NAMES else []


@lru_cache(maxsize=65536)
def _field_meets(pattern: str, partial: str) -> bool:
    if pattern in ("*", partial) or partial == "*":
        return True
    head, known = pattern.replace("?", "*").partition("*")[0], partial.partition("*")[0]
    if not (head.startswith(known) or known.startswith(head)):
        return False
    return tokens_overlap(_tokens_of(((pattern, True),)), _partial_tokens(partial))


@lru_cache(maxsize=65536)
def parts_cover(parts: Parts, partial: str) -> bool:
    """Whether every text of a partly known one is of a pattern in parts: what nobody knows meets a `*` of the pattern.

    The unknown is put as a character that no `?` and no plain text of the pattern may take.
    """
    if any(_UNSAID in text for text, _ in parts):
        return False
    return Glob.joined(parts, one=f"[^{_UNSAID}]").matches(partial.replace("*", _UNSAID))


_UNSAID = "\0"


def _head(parts: Parts) -> str:
    """The plain text that a pattern in parts begins with."""
    head = ""
    for text, wild in parts:
        plain = text.replace("?", "*").partition("*")[0] if wild else text
        head += plain
        if plain != text:
            break
    return head


def _tokens_of(parts: Parts) -> tuple[Token, ...]:
    found: list[Token] = []
    for text, wild in parts:
        found += [(ANY, one == "*") if wild and one in "*?" else (one, False) for one in text]
    return tuple(found)


@lru_cache(maxsize=16384)
def _partial_tokens(partial: str) -> tuple[Token, ...]:
    fields = partial.split(":", 5)
    if len(fields) < 6 or fields[0] != "arn":
        return tuple((ANY, True) if one == "*" else (one, False) for one in partial)
    found: list[Token] = []
    for at, field in enumerate(fields):
        run = (ANY if at == 5 and fields[2] not in _PLAIN_NAMES else FIELD, True)
        found += [(":", False)] if at else []
        found += [run if one == "*" else (one, False) for one in field]
    return tuple(found)


_PLAIN_NAMES: Final = frozenset({"iam", "ec2", "kms", "dynamodb", "sqs", "cloudtrail", "guardduty", "ecr", "eks"})
"""Services whose names and ids hold no colon: `arn:aws:iam::1:role/app-*` is never `...app-:role/guardrails/x`.

Sources (2026-11): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html,
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html,
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html,
https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
"""
