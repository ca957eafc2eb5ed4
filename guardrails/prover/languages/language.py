"""A language: the texts of any of several token sequences, read one character at a time.

The reader is an automaton whose state is an integer: one bit for each place in each sequence that the text so far may
have led to. Reading is exact; nothing is built before it is reached.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from guardrails.prover.languages.tokens import ANY, Tokens, literals

State = int


class Language:
    """The union of token sequences. Equal languages are one object where they come from `language_of`."""

    __slots__ = ("_masks", "_next", "_runs", "_sequences", "accepting", "letters", "start", "swallowing")

    def __init__(self, sequences: Iterable[Tokens]) -> None:
        self._sequences = tuple(dict.fromkeys(sequences))
        self.letters = literals(self._sequences)
        self._masks: dict[str, tuple[int, int]] = {}
        self._next: dict[tuple[State, str], State] = {}
        start = runs = accepting = swallowing = 0
        place = 0
        for tokens in self._sequences:
            start |= 1 << place
            for at, token in enumerate(tokens):
                runs |= token.run << (place + at)
            place += len(tokens)
            accepting |= 1 << place
            if tokens and tokens[-1].run and tokens[-1].characters == ANY:
                swallowing |= 1 << (place - 1)
            place += 1
        self._runs, self.accepting, self.swallowing = runs, accepting, swallowing
        self.start = self._closed(start)

    def _closed(self, state: State) -> State:
        """Add the places behind runs, which may be empty."""
        while True:
            more = state | (state & self._runs) << 1
            if more == state:
                return state
            state = more

    def masks(self, character: str) -> tuple[int, int]:
        """Return the places whose token takes this character once, and those where a run takes it."""
        found = self._masks.get(character)
        if found is None:
            once = within = place = 0
            for tokens in self._sequences:
                for token in tokens:
                    if token.characters.has(character):
                        if token.run:
                            within |= 1 << place
                        else:
                            once |= 1 << place
                    place += 1
                place += 1
            found = self._masks[character] = once, within
        return found

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
