"""Whether a policy's pattern and an ARN format have a text in common.

A format (`arn:${Partition}:s3:::${BucketName}`) is what the ARNs of one resource type look like. The answer is "no"
only where it is certain that no ARN of that format is of the pattern, so a rule may build on it.

For two policy patterns there is `evaluation.overlap`. For whether one pattern holds all of another, see `containment`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from guardrails.evaluation.overlap import ANY, FIELD, NAME, Token, pattern_tokens, tokens_overlap
from guardrails.model.policy.document import Element

_VARIABLE = re.compile(r"(\$\{[^{}]*\})")


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
