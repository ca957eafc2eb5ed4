"""A variable with one text, or none: the resource, the caller, a single-valued context key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from guardrails.model.policy.document import Condition
from guardrails.prover.languages.emptiness import OutOfBudget, common_text
from guardrails.prover.languages.language import Language, language_of
from guardrails.prover.languages.tokens import formatted
from guardrails.prover.variables.operators import ARNS, Reading
from guardrails.prover.variables.points import Family, family_of, meeting_points, points

NOT_EMPTY: Final = language_of((formatted("{}"),))
"""Every text but the empty one, which is among the samples: set operators read it in a way of their own."""

Texts = tuple[str, ...]
Held = str | Texts | None
"""What a variable holds: one text, several, or (None) nothing, for a key that is absent."""


class Undecidable(Exception):
    """No answer, with the reason in words."""


@dataclass(frozen=True, slots=True, eq=False)
class Test:
    """One condition on a variable: whether it holds of a value, of nothing, and (for texts) of which texts."""

    holds: Callable[[Held], bool]
    reading: Reading | None = None
    condition: Condition | None = None

    @property
    def family(self) -> Family | None:
        """The kind of values it compares; None: it asks only whether the key is there."""
        if self.reading is not None:
            return Family.TEXT
        return family_of(self.condition) if self.condition is not None else None


class Sample(NamedTuple):
    """A value, the tests that it passes (a bit each), and whether it exists as far as the catalog knows."""

    value: Held
    passed: int
    exists: bool = True


@dataclass(frozen=True, slots=True)
class Values:
    """What a variable may hold. `formats` None: any text; `finite`: these alone.

    `preferred`, then `known`, then `future` are tried before any text that only the patterns suggest; what is not among
    the first two, where there are any known, exists only outside the catalog (`what` it is called).
    """

    absent: bool = False
    present: bool = True
    formats: Language | None = None
    barred: Language | None = None
    finite: Texts = ()
    preferred: Texts = ()
    known: Callable[[], Iterable[str]] | None = field(default=None, compare=False)
    future: Texts = ()
    what: str = ""

    def admits(self, text: str) -> bool:
        """Whether a text is among what may be held."""
        if (self.finite and text not in self.finite) or (self.barred is not None and self.barred.has(text)):
            return False
        return self.formats is None or self.formats.has(text)


class TextVariable:
    """One variable of a case. Tests are added first; then `value` decides cells: tests to pass and tests to fail."""

    def __init__(self, name: str, values: Values) -> None:
        self.name = name
        self.values = values
        self.tests: list[Test] = []
        self._bits: dict[object, int] = {}
        self._pool: list[Sample] | None = None
        self._cells: dict[tuple[int, int], Sample | None] = {}

    def bit(self, label: object, test: Callable[[], Test]) -> int:
        """Return the bit of a test, adding it where no test has this label yet."""
        found = self._bits.get(label)
        if found is None:
            found = self._bits[label] = 1 << len(self.tests)
            made = test()
            self.tests.append(made)
            self._cells.clear()
            if self._pool is not None:
                ordered = made.family not in (None, Family.TEXT)
                self._pool = None if ordered else [_passing(one, found, made) for one in self._pool]
        return found

    def within(self, language: Language) -> int:
        """Return the bit of the test whether it holds a text of a language."""
        test = Test(lambda held: isinstance(held, str) and language.has(held), Reading(language))
        return self.bit(language, lambda: test)

    def value(self, passed: int, failed: int) -> Sample | None:
        """Return a value that passes and fails these tests; None: there is none. Raises Undecidable, OutOfBudget."""
        cell = passed, failed
        if cell not in self._cells:
            self._cells[cell] = None if passed & failed else self._found(passed, failed)
        return self._cells[cell]

    def _found(self, passed: int, failed: int) -> Sample | None:
        for sample in self._samples():
            if sample.passed & passed == passed and not sample.passed & failed:
                return sample
        if self.values.finite or not self.values.present:
            return None
        return self._searched(passed, failed)

    def _samples(self) -> list[Sample]:
        if self._pool is None:
            self._pool = [self.sample(one) for one in self._candidates()]
        return self._pool

    def _candidates(self) -> list[Held]:
        values = self.values
        present = values.finite or tuple(dict.fromkeys((*values.preferred, *self._points(), "")))
        texts = [one for one in present if self.values.admits(one)] if values.present else []
        absent: list[Held] = [None] if values.absent else []
        return [*absent, *texts]

    def _points(self) -> Texts:
        """Samples of every family that the tests compare values of, as texts."""
        rows = [test.condition for test in self.tests if test.condition is not None and test.family is not None]
        found = meeting_points(rows)
        if found is not None:
            return found
        return tuple(text for family in dict.fromkeys(map(family_of, rows)) if family for text in points(family, rows))

    def sample(self, value: Held, exists: bool = True) -> Sample:
        """Return a value with the tests that it passes."""
        passed = sum(1 << at for at, test in enumerate(self.tests) if test.holds(value))
        return Sample(value, passed, exists)

    def _searched(self, passed: int, failed: int) -> Sample | None:
        """Look for a text beyond the samples: by the languages of the tests."""
        chosen = [(test, bool(passed >> at & 1)) for at, test in enumerate(self.tests) if (passed | failed) >> at & 1]
        if any(test.family is None and not self._can_be_present(test, wanted) for test, wanted in chosen):
            return None
        texts = [(test.reading, wanted) for test, wanted in chosen if test.reading is not None]
        ordered = [test for test, _ in chosen if test.family not in (None, Family.TEXT)]
        found = self._text(texts) if texts or not ordered else None
        if found is None and self.values.admits("") and self._fits("", passed, failed):
            return self._checked("", passed, failed)  # last, for it is an odd value, and ForAllValues passes over it
        if ordered:
            if found is None and texts:
                return None
            if meeting_points([test.condition for test in ordered if test.condition is not None]) is None:
                raise Undecidable(f"{self.name} is compared both as bytes and as a number or date")
            if not texts or self._none_ordered(chosen):
                return None
            raise Undecidable(f"{self.name} is compared both as text and as another type")
        if found is None:
            return None
        return self._checked(self._better(found, passed, failed), passed, failed)

    @staticmethod
    def _can_be_present(test: Test, wanted: bool) -> bool:
        """Whether a test of presence allows a value to be there; it holds of every value or of none."""
        return test.holds("x") is wanted

    def _none_ordered(self, chosen: Sequence[tuple[Test, bool]]) -> bool:
        """Whether no sample passes those tests that compare ordered values; the samples are complete for these."""
        rows = [(test, wanted) for test, wanted in chosen if test.family is not Family.TEXT]
        return not any(
            all(test.holds(text) is wanted for test, wanted in rows)
            for text in self._points()
            if self.values.admits(text)
        )

    def _text(self, rows: Sequence[tuple[Reading, bool]]) -> str | None:
        within = [NOT_EMPTY] if self.values.formats is None else [self.values.formats, NOT_EMPTY]
        outside = [self.values.barred] if self.values.barred is not None else []
        try:
            return _by_cases(within, outside, tuple(rows))
        except OutOfBudget as spent:
            raise OutOfBudget(f"{spent.budget} for {self.name}") from None

    def _better(self, text: str, passed: int, failed: int) -> str:
        """A value of the catalog in place of a made-up one, or one of the right form."""
        for one in (*(self.values.known() if self.values.known else ()), *self.values.future):
            if self.values.admits(one) and self._fits(one, passed, failed):
                return one
        return text

    def _fits(self, text: str, passed: int, failed: int) -> bool:
        return all(
            test.holds(text) is bool(passed >> at & 1)
            for at, test in enumerate(self.tests)
            if (passed | failed) >> at & 1
        )

    def _checked(self, text: str, passed: int, failed: int) -> Sample:
        """The sample of a text that was worked out: the evaluator's own conditions must say the same of it."""
        known = self.values.known
        found = self.sample(text, exists=known is None or text in self.values.preferred or text in _all(known))
        if found.passed & passed != passed or found.passed & failed:
            raise Undecidable(f"prover and evaluator disagree about {self.name} = {text!r}; please report this")
        self._samples().append(found)
        return found


def _passing(sample: Sample, bit: int, test: Test) -> Sample:
    """The sample with one more test tried."""
    return sample._replace(passed=sample.passed | bit) if test.holds(sample.value) else sample


@lru_cache(maxsize=64)
def _all(known: Callable[[], Iterable[str]]) -> frozenset[str]:
    return frozenset(known())


def _by_cases(within: list[Language], outside: list[Language], rows: Sequence[tuple[Reading, bool]]) -> str | None:
    """Return a text that these readings hold, or do not hold, of.

    A reading of ARNs fails of a text that is no ARN, or of an ARN that its language decides: two cases each.
    """
    inside, others = list(within), list(outside)
    open_rows: list[Reading] = []
    for row, wanted in rows:
        if wanted:
            (others if row.negated else inside).append(row.language)
            inside += [ARNS] if row.arns else []
        elif not row.arns:
            (inside if row.negated else others).append(row.language)
        elif not row.negated:
            others.append(row.language)  # all of its texts are ARNs
        else:
            open_rows.append(row)
    if ARNS not in inside and open_rows:
        found = common_text(inside, [*others, ARNS])
        if found is not None:
            return found
    return common_text([*inside, *(one.language for one in open_rows)], others)
