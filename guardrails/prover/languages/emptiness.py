"""Whether some text is of certain languages and of none of others: an exact search for a shortest one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from guardrails.prover.languages.language import Language, State

MOST_STATES: Final = 30_000
"""Combinations of states looked at before a search gives up."""

_PLEASANT: Final = "abcdefghijklmnopqrstuvwxyz0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ_./+=,@ ~!%#'()[]^&;"
"""Characters to stand for all that no pattern names, the most readable first."""


class OutOfBudget(Exception):
    """The search gave up; `budget` says what ran out, in words."""

    def __init__(self, budget: str) -> None:
        super().__init__(budget)
        self.budget = budget


def common_text(within: Iterable[Language], outside: Iterable[Language], most: int = MOST_STATES) -> str | None:
    """Return a shortest text that all languages of `within` and none of `outside` have; None: there is none.

    Raises OutOfBudget when more than `most` combinations of states were looked at.
    """
    inside, others = frozenset(within), frozenset(outside)
    return None if inside & others else _remembered(inside, others, most)


@lru_cache(maxsize=65536)
def _remembered(inside: frozenset[Language], others: frozenset[Language], most: int) -> str | None:
    """The answer to one question; cases that differ in other variables ask it again and again."""
    narrow = sorted(inside, key=lambda one: (bin(one.start).count("1"), len(one.letters)))
    languages = (*narrow, *others)
    return _search(narrow, tuple(others), _alphabet(languages), most)


def _search(inside: Sequence[Language], others: Sequence[Language], alphabet: Sequence[str], most: int) -> str | None:
    """Walk all automata at once, breadth first; the first, a narrow one, says which characters can come next."""
    split = len(inside)
    languages = (*inside, *others)
    start = tuple(one.start for one in languages)
    if _dead(start, languages, split):
        return None
    guide, rest = languages[0], languages[1:]
    moves: dict[State, tuple[tuple[str, State], ...]] = {}
    came: dict[tuple[State, ...], tuple[tuple[State, ...], str] | None] = {start: None}
    queue = [start]
    for state in queue:
        if _accepts(state, languages, split):
            return _text(came, state)
        if len(queue) > most:
            raise OutOfBudget(f"{most:,} combinations of patterns")
        first = state[0]
        if first not in moves:
            moves[first] = tuple((one, to) for one in alphabet if (to := guide.after(first, one)))
        for character, to in moves[first]:
            after = (to, *[one.after(each, character) for one, each in zip(rest, state[1:], strict=True)])
            if after not in came and not _dead(after, languages, split):
                came[after] = state, character
                queue.append(after)
    return None


def _dead(state: tuple[State, ...], languages: Sequence[Language], split: int) -> bool:
    """Whether no text from here on can do: a wanted language is lost, or an unwanted one takes everything to come."""
    for at, (one, each) in enumerate(zip(languages, state, strict=True)):
        if not each if at < split else each & one.swallowing:
            return True
    return False


def _accepts(state: tuple[State, ...], languages: Sequence[Language], split: int) -> bool:
    found = [bool(each & one.accepting) for one, each in zip(languages, state, strict=True)]
    return all(found[:split]) and not any(found[split:])


def _text(came: dict[tuple[State, ...], tuple[tuple[State, ...], str] | None], state: tuple[State, ...]) -> str:
    found = []
    step = came[state]
    while step is not None:
        state, character = step
        found.append(character)
        step = came[state]
    return "".join(reversed(found))


def _alphabet(languages: Sequence[Language]) -> tuple[str, ...]:
    """One character for each way in which the languages tell characters apart, pleasant ones first."""
    letters: set[str] = set().union(*(one.letters for one in languages)) if languages else set()
    other = next((one for one in _PLEASANT if one not in letters), None) or _unnamed(letters)
    chosen: dict[tuple[tuple[int, int], ...], str] = {}
    rank = {one: at for at, one in enumerate(_PLEASANT)}
    for character in sorted({*letters, other}, key=lambda one: (rank.get(one, len(rank)), one)):
        chosen.setdefault(tuple(one.masks(character) for one in languages), character)
    return tuple(chosen.values())


def _unnamed(letters: set[str]) -> str:
    return next(chr(code) for code in range(0xA1, 0x110000) if chr(code) not in letters)
