"""Typing mistakes: which known name an unknown one is a slip of, strictly enough to be mended unasked."""

from __future__ import annotations

import re
from collections.abc import Collection

MOST_SUGGESTIONS = 100
"""For so many unknown names of a document what was meant is looked up; a hostile one has thousands, at 10 ms each."""

_VERSION = re.compile(r"v\d")
_VERB = re.compile(r"[A-Za-z][a-z]+")
_VERBS = frozenset(
    "get put set list create delete update describe start stop enable disable add remove batch tag untag post attach"
    " detach associate disassociate accept reject register deregister modify reset import export".split()
)


def slips_of(name: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the known names that differ least from `name`: by one letter, or two where it is long; case aside.

    Short names differ by so little that a slip cannot be told from another name: there is none. Another verb
    (`GetTrail` for `PutTrail`) or a version (`GetFindingsV2`) is another name, too.
    """
    from difflib import get_close_matches  # only a name that nobody knows pays for it

    folded = {each.lower(): each for each in known}
    close = get_close_matches(name[:200].lower(), folded, n=8, cutoff=0.8)
    room = _room(name)
    found = [(_distance(name.lower(), each), folded[each]) for each in close if not _is_other(name, folded[each])]
    least = min((distance for distance, _ in found), default=0)
    return tuple(each for distance, each in sorted(found) if distance <= min(room, least))


def _room(name: str) -> int:
    local = name.rpartition(":")[2]
    return 2 if len(local) >= 8 else 1 if len(local) >= 5 else 0


def _is_other(name: str, known: str) -> bool:
    longer, shorter = sorted((name.lower(), known.lower()), key=len, reverse=True)
    if longer.startswith(shorter) and _VERSION.fullmatch(longer[len(shorter) :]):
        return True
    mine, theirs = (_VERB.match(each.rpartition(":")[2]) for each in (name, known))
    return bool(mine and theirs and mine[0].lower() in _VERBS and mine[0].lower() != theirs[0].lower())


def _distance(one: str, other: str) -> int:
    """Return how many letters were added, left out, changed, or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, above, row = row, before, [at]
        for to, wanted in enumerate(other, 1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                cost = min(cost, above[to - 2] + 1)
            row.append(cost)
    return row[-1]
