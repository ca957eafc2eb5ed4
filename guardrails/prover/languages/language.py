"""A language: the texts of any of several token sequences, read one character at a time.

The reader is an automaton whose state is an integer: one bit for each place in each sequence that the text so far may
have led to. Reading is exact; nothing is built before it is reached.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from guardrails.prover.languages.tokens import ANY, Tokens

State = int

_MOST_TEXTS: Final = 4096
"""Texts that a language remembers."""


class Language:
    """The union of token sequences. Equal languages are one object where they come from `language_of`."""

    __slots__ = ("_listed", "_next", "_others", "_runs", "_texts", "accepting", "letters", "start", "swallowing")

    def __init__(self, sequences: Iterable[Tokens]) -> None:
        self._next: dict[tuple[State, str], State] = {}
        self._texts: dict[str, bool] = {}
        self._listed: dict[str, list[int]] = {}
        self._others = [0, 0]
        self._runs = self.accepting = self.swallowing = 0
        start = place = 0
        for tokens in dict.fromkeys(sequences):
            start |= 1 << place
            self._add(tokens, place)
            place += len(tokens) + 1
        self.letters = frozenset(self._listed)
        self.start = self._closed(start)

    def _add(self, tokens: Tokens, first: int) -> None:
        """Note which characters each place takes: once (0) or in a run (1)."""
        for place, token in enumerate(tokens, start=first):
            bit = 1 << place
            self._runs |= bit if token.run else 0
            self._others[token.run] |= bit if token.characters.negated else 0
            for one in token.characters.members:
                self._listed.setdefault(one, [0, 0])[token.run] ^= bit
        self.accepting |= 1 << (first + len(tokens))
        if tokens and tokens[-1].run and tokens[-1].characters == ANY:
            self.swallowing |= 1 << (first + len(tokens) - 1)

    def _closed(self, state: State) -> State:
        """Add the places behind runs, which may be empty."""
        while True:
            more = state | (state & self._runs) << 1
            if more == state:
                return state
            state = more

    def masks(self, character: str) -> tuple[int, int]:
        """Return the places whose token takes this character once, and those where a run takes it."""
        once, within = self._others
        told = self._listed.get(character)  # a place that lists the character takes it, or is all but it
        return (once ^ told[0], within ^ told[1]) if told else (once, within)

    def after(self, state: State, character: str) -> State:
        """Return the state after one more character; 0 means that no text from here on is of the language."""
        key = state, character
        found = self._next.get(key)
        if found is None:
            once, within = self.masks(character)
            found = self._next[key] = self._closed((state & once) << 1 | state & within)
        return found

    def has(self, text: str) -> bool:
        """Whether a text is of the language."""
        found = self._texts.get(text)
        if found is None:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            found = self._texts[text] = self._read(text)
        return found

    def _read(self, text: str) -> bool:
        state = self.start
        for character in text:
            state = self.after(state, character)
            if not state:
                return False
        return bool(state & self.accepting)


@lru_cache(maxsize=16384)
def language_of(sequences: tuple[Tokens, ...]) -> Language:
    """Return the language of these token sequences; none is the empty language."""
    return Language(sequences)
