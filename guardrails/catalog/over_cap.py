"""Patterns for every instance type over a cap: the complement of some types, in a language that has no complement.

A policy has `*` and `?` only, and of a key with several values one row must say all. What makes that possible is the
form of the names, family and size with a dot between: the patterns go through the first letters of sizes (`p*.n*`,
`p*.1*`), and for a size that is allowed through the letters and lengths of families (`p4.2xlarge`, `p??*.2xlarge`).

They reach every name of that form whose family has a digit after its letters, where the families with an allowed type
are a letter and a digit (`g5`); with longer ones (`g4dn`) some names of the same length stay open that AWS does not
sell yet.

Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html (2026-11)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Final

_DIGITS: Final = "0123456789"
_MULTIPLE: Final = re.compile(r"([0-9]+)xlarge")
_NAMED: Final = {"n": ("nano",), "s": ("small",), "l": ("large",), "m": ("micro", "medium", "metal")}
"""Sizes that are words, by their first letter; `metal-24xl` counts as one that begins with `metal`."""


def cover(glob: str, allowed: frozenset[str], known: Sequence[str]) -> Iterator[str]:
    """Yield patterns for every type of the families of a glob but the allowed ones; each known type is reached."""
    whole = glob if glob.endswith("*") else f"{glob}.*"
    spared = [name for name in allowed if fnmatchcase(name, whole)]
    if not spared:
        yield whole
        return
    found: list[str] = []
    if re.fullmatch(r"[a-z0-9-]+\*?", glob):
        prefix, is_open = glob.removesuffix("*"), glob.endswith("*")
        found = list(dict.fromkeys((*_sizes(glob, spared), *(_families(prefix, spared, known) if is_open else ()))))
    yield from found
    for name in known:  # whatever a glob of another form, or a family without digit, leaves
        if fnmatchcase(name, whole) and name not in allowed and not _matches(name, found):
            found.append(name)
            yield name


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _sizes(families: str, spared: Sequence[str]) -> Iterator[str]:
    """Yield patterns for all sizes that no spared type has, of whatever family."""
    sizes = {name.partition(".")[2] for name in spared}
    for letter, words in _NAMED.items():
        if not any(size.startswith(letter) for size in sizes):
            yield f"{families}.{letter}*"
        else:
            yield from (f"{families}.{word}*" for word in words if not any(size.startswith(word) for size in sizes))
    if "metal" in sizes:
        yield f"{families}.metal-*"
    multiples = [found[1] for size in sizes if (found := _MULTIPLE.fullmatch(size))]
    if multiples:
        yield from _multiples(f"{families}.", multiples)
    if "xlarge" not in sizes:
        yield f"{families}.x*" if multiples else f"{families}.*xlarge"
    elif not multiples:
        yield f"{families}.?*xlarge"


def _multiples(start: str, numbers: Sequence[str]) -> Iterator[str]:
    """Yield patterns for all sizes `<number>xlarge` but those of the numbers, digit by digit."""
    for digit in _DIGITS:
        rests = [number[1:] for number in numbers if number.startswith(digit)]
        if not rests:
            yield f"{start}{digit}*"
        elif rests == [""]:
            yield f"{start}{digit}?*xlarge"
        else:
            if "" not in rests:
                yield f"{start}{digit}xlarge"
            yield from _multiples(f"{start}{digit}", [rest for rest in rests if rest])


def _families(prefix: str, spared: Sequence[str], known: Sequence[str]) -> Iterator[str]:
    """Yield patterns for the sizes that spared types have, in all families but theirs."""
    by_size: dict[str, list[str]] = {}
    for name in spared:
        family, _, size = name.partition(".")
        by_size.setdefault(size, []).append(family.removeprefix(prefix))
    for size, rests in by_size.items():
        yield from _generations(prefix, rests, f".{size}")
        for stem in dict.fromkeys(found[0] for name in known if (found := re.match("[a-z]+", name))):
            beyond = len(stem) > len(prefix) and stem.startswith(prefix)
            if beyond and not any(f"{prefix}{rest}".startswith(stem) for rest in rests):
                yield f"{stem}*.{size}"


def _generations(prefix: str, rests: Sequence[str], end: str) -> Iterator[str]:
    """Yield patterns for every family that begins with a prefix and goes on otherwise than the rests.

    Where the letters of the prefix end, the digit of a generation comes next: all ten are told apart there.
    """
    yield from _lengths(prefix, rests, end)
    if prefix[-1] in _DIGITS:
        return
    longest = max(map(len, rests))
    for digit in _DIGITS:
        inside = [rest[1:] for rest in rests if rest.startswith(digit)]
        if not inside:
            yield f"{prefix}{digit}{end}" if longest == 1 else f"{prefix}{digit}*{end}"
        elif longest > 1:
            yield from _lengths(f"{prefix}{digit}", inside, end)


def _lengths(prefix: str, rests: Sequence[str], end: str) -> Iterator[str]:
    """Yield patterns for the families whose length alone tells them from all that go on as the rests do."""
    lengths = set(map(len, rests))
    if 0 not in lengths and prefix[-1] in _DIGITS:
        yield f"{prefix}{end}"
    yield from (f"{prefix}{'?' * length}{end}" for length in range(1, max(lengths)) if length not in lengths)
    yield f"{prefix}{'?' * (max(lengths) + 1)}*{end}"
