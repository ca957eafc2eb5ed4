"""Patterns of the policy language as regular expressions of z3, written from the semantics and not from our code."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode

import z3

from tests.properties.prover.world import class_of, pieces

CHARACTER = z3.Range(" ", "~")
"""Printable ASCII: what header values, ARNs and tags of the tests are made of."""
NO_COLON = z3.Union(z3.Range(" ", "9"), z3.Range(";", "~"))
ANY = z3.Star(CHARACTER)
NOTHING = z3.Empty(z3.ReSort(z3.StringSort()))


def union(options: list[z3.ReRef]) -> z3.ReRef:
    """Return the union; of nothing it is nothing."""
    if not options:
        return NOTHING
    return options[0] if len(options) == 1 else z3.Union(*options)


def sequence(pieces: list[z3.ReRef]) -> z3.ReRef:
    """Return the concatenation; of nothing it is the empty text."""
    if not pieces:
        return z3.Re("")
    return pieces[0] if len(pieces) == 1 else z3.Concat(*pieces)


def literal(text: str) -> z3.ReRef:
    """Return the text itself."""
    return z3.Re(z3.StringVal(text))


def glob(pattern: str, one: z3.ReRef = CHARACTER) -> z3.ReRef:
    """Return `*` as any run of `one` and `?` as one of it."""
    pieces = [
        z3.Star(one) if piece == "*" else one if piece == "?" else literal(piece)
        for piece in re.split(r"([*?])", pattern)
        if piece
    ]
    return sequence(pieces)


def formatted(text: str) -> z3.ReRef:
    """Return a format (see `world`) within printable ASCII."""
    found: list[z3.ReRef] = []
    for part, often in pieces(text):
        if not often:
            found += [literal(part)] if part else []
            continue
        one = _class(part)
        found.append({"+": z3.Plus, "*": z3.Star, "?": lambda single: single}[often](one))
    return sequence(found)


def _class(text: str) -> z3.ReRef:
    if not text:
        return CHARACTER
    codes = [code for code in range(32, 127) if re.fullmatch(class_of(text), chr(code))]
    starts = [code for code in codes if code - 1 not in codes]
    ends = [code for code in codes if code + 1 not in codes]
    return union([z3.Range(chr(start), chr(end)) for start, end in zip(starts, ends, strict=True)])


def any_case(text: str) -> z3.ReRef:
    """Return the text in whatever letter case."""
    return sequence([union([literal(one) for one in sorted({c.lower(), c.upper()})]) for c in text])


ARN = sequence([sequence([z3.Star(NO_COLON), literal(":")]) for _ in range(5)] + [ANY])
"""Any text of six fields: what an ARN operator can read."""


def arn(pattern: str) -> z3.ReRef | None:
    """Return an ARN pattern, its six fields compared one by one; None where it has not six."""
    fields = pattern.split(":", 5)
    if len(fields) < 6:
        return None
    pieces: list[z3.ReRef] = []
    for field in fields[:5]:
        pieces += [glob(field, NO_COLON), literal(":")]
    return sequence([*pieces, glob(fields[5])])


TRUTHS = {"true": any_case("true"), "false": any_case("false")}
_DIGIT = union([z3.Range("A", "Z"), z3.Range("a", "z"), z3.Range("0", "9"), literal("+"), literal("/")])
BASE64 = z3.Concat(
    z3.Star(sequence([_DIGIT] * 4)),
    z3.Option(union([sequence([_DIGIT] * 2 + [literal("==")]), sequence([_DIGIT] * 3 + [literal("=")])])),
)


def base64_of(text: str) -> z3.ReRef | None:
    """Return every base64 text of the same bytes as this one; None where it is none.

    The last digit before the padding has bits that no byte takes, so that several texts say the same bytes.
    """
    try:
        content = b64decode(text, validate=True)
    except ValueError:
        return None
    plain = b64encode(content).decode()
    digits = plain.rstrip("=")
    if digits == plain:
        return literal(plain)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    same = [
        other
        for last in alphabet
        if b64decode(other := digits[:-1] + last + plain[len(digits) :], validate=True) == content
    ]
    return union([literal(one) for one in same])
