"""Whether two patterns have a text in common: a policy's pattern and an ARN format, or two policy patterns.

A format (`arn:${Partition}:s3:::${BucketName}`) is what the ARNs of one resource type look like. The answer is "no"
only where it is certain that no ARN of that format is of the pattern, so a rule may build on it.

For one text and a pattern, as AWS compares them, there is `evaluation.patterns.Glob`. For whether one pattern holds all
of another, see `containment`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from guardrails.model.policy.document import Element

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


@lru_cache(maxsize=16384)
def format_tokens(format: str, *, last: str = FIELD, created: bool = False) -> tuple[Token, ...]:
    """Return an ARN format, or one field of it, as tokens.

    Every variable is a run of one character or more. `last` is the class of a variable at the very end: names may hold
    colons there. `created`: the resource does not exist yet, so AWS writes `*` for the name that ends its ARN.
    """
    found: list[Token] = []
    pieces = [piece for piece in _VARIABLE.split(format) if piece]
    for at, piece in enumerate(pieces):
        if not piece.startswith("${"):
            found += [(one, False) for one in piece]
            continue
        ends = at == len(pieces) - 1
        if ends and created:
            found.append(("*", False))
            continue
        kind = NAME if piece == "${BucketName}" else last if ends else FIELD
        found += [(kind, False), (kind, True)]
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


def is_everything(pattern: str) -> bool:
    """Whether a resource pattern is `*`, which alone names actions without resource types."""
    return bool(pattern) and not pattern.strip("*")


def names_everything(element: Element) -> bool:
    """Whether one of the patterns of `Action` or `Resource` is `*`; never for `NotAction` and `NotResource`."""
    return not element.negated and any(map(is_everything, element.patterns))


def fields_of(pattern: str) -> tuple[str, ...]:
    """Return the fields of an ARN pattern, six for a whole one; colons inside of policy variables do not count."""
    if "${" not in pattern:
        return tuple(pattern.split(":", 5))
    fields = [""]
    for piece in _VARIABLE.split(pattern):
        first, *more = (piece,) if piece.startswith("${") else piece.split(":", 6 - len(fields))
        fields[-1] += first
        fields += more
    return tuple(fields)


@lru_cache(maxsize=65536)
def may_match(pattern: str, format: str, *, created: bool = False) -> bool:
    """Whether an ARN of this format may be of a policy's resource pattern.

    Compared field by field, with a last name that may hold colons (log groups end in `:*`). Where the account field is
    none (`arn:aws:logs:*:log-group:x`), a `*` was meant to reach across colons: then as a whole text, too.
    """
    if is_everything(pattern):
        return True
    parts, shape = fields_of(pattern), format.split(":", 5)
    if len(parts) == len(shape) == 6 and all(map(_field_overlaps, parts[:5], shape[:5])):
        last = format_tokens(shape[5], last=ANY, created=created)
        if tokens_overlap(pattern_tokens(parts[5]), last):
            return True
    if (len(parts) == 6 and not parts[4].strip("0123456789*?")) or "*" not in "".join(parts[:5]):
        return False
    return tokens_overlap(pattern_tokens(pattern), format_tokens(format, created=created))


@lru_cache(maxsize=65536)
def _field_overlaps(part: str, shape: str) -> bool:
    if part == "*" or part == shape:
        return True
    return tokens_overlap(pattern_tokens(part), format_tokens(shape))
