"""A variable with several texts, or none: a multivalued context key, tested through set operators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from guardrails.model.policy.document import SetOperator
from guardrails.prover.languages.language import language_of
from guardrails.prover.variables.operators import Reading
from guardrails.prover.variables.texts import Held, Sample, Test, TextVariable, Undecidable, Values

_FILLED: Final = Reading(language_of(((),)), negated=True)
"""Every text but the empty one."""


@dataclass(frozen=True, slots=True, eq=False)
class SetTest:
    """One condition on several texts: `element` says of which single text it holds. `absent`: whether of none.

    Without a set operator it asks only whether the key is there, and `present` is its answer if it is.
    """

    holds: Callable[[Held], bool]
    quantifier: SetOperator
    absent: bool
    element: Test | None = None
    present: bool = False


class SetVariable:
    """One multivalued key of a case; as a `TextVariable`, but a value is a tuple of texts, or None."""

    def __init__(self, name: str, values: Values) -> None:
        self.name = name
        self.values = values
        self.tests: list[SetTest] = []
        self._element = TextVariable(name, replace(values, absent=False))
        self._bits: dict[object, int] = {}
        self._elements: list[int] = []
        self._cells: dict[tuple[int, int], Sample | None] = {}

    def bit(self, label: object, test: Callable[[], SetTest]) -> int:
        """Return the bit of a test, adding it where no test has this label yet."""
        found = self._bits.get(label)
        if found is None:
            found = self._bits[label] = 1 << len(self.tests)
            made = test()
            element = made.element
            self._elements.append(self._element.bit(label, lambda: element) if element is not None else 0)
            self.tests.append(made)
            self._cells.clear()
        return found

    def value(self, passed: int, failed: int) -> Sample | None:
        """Return a value that passes and fails these tests; None: there is none. Raises Undecidable, OutOfBudget."""
        cell = passed, failed
        if cell not in self._cells:
            self._cells[cell] = None if passed & failed else self._checked(self._found(passed, failed), passed, failed)
        return self._cells[cell]

    def _checked(self, found: Sample | None, passed: int, failed: int) -> Sample | None:
        """The sample, if the evaluator's own conditions say the same of it."""
        if found is not None and (found.passed & passed != passed or found.passed & failed):
            raise Undecidable(f"prover and evaluator disagree about {self.name} = {found.value!r}; please report this")
        return found

    def _found(self, passed: int, failed: int) -> Sample | None:
        rows = [
            (test, element, bool(passed >> at & 1))
            for at, (test, element) in enumerate(zip(self.tests, self._elements, strict=True))
            if (passed | failed) >> at & 1
        ]
        if self.values.absent and all(test.absent is wanted for test, _, wanted in rows):
            return self._sample(None)
        return self._present(rows) if self.values.present else None

    def _present(self, rows: list[tuple[SetTest, int, bool]]) -> Sample | None:
        """Find a text for each thing that some text must do, all of them doing what every text must do."""
        every_passed = every_failed = never = 0
        some: list[tuple[int, bool, bool]] = []
        for test, element, wanted in rows:
            if test.quantifier is SetOperator.NONE:
                if test.present is not wanted:
                    return None
            elif test.quantifier is SetOperator.FOR_ANY_VALUE and not wanted:
                every_failed |= element
                never |= element
            elif test.quantifier is SetOperator.FOR_ALL_VALUES and wanted:
                every_passed |= element
            else:
                some.append((element, wanted, test.quantifier is SetOperator.FOR_ANY_VALUE))
        found: list[str] = []
        exists = True
        for element, wanted, empty_counts in some or [(0, True, True)]:
            passed, failed = (
                (every_passed | element, every_failed) if wanted else (every_passed, every_failed | element)
            )
            one = self._element.value(passed if empty_counts else passed | self._filled(), failed)
            if one is not None:
                found.append(str(one.value))
                exists = exists and one.exists
            elif empty_counts and self._empty_does(element, never):
                found.append("")
            else:
                return None
        return self._sample(tuple(dict.fromkeys(found)), exists)

    def _filled(self) -> int:
        """The bit of the test that a text is not empty: ForAllValues passes over an empty one."""
        return self._element.bit("filled", lambda: Test(lambda held: held != "", _FILLED))

    def _empty_does(self, wanted: int, never: int) -> bool:
        """Whether the empty text passes one test and fails others; ForAllValues does not look at it."""
        if not self.values.admits("") or self.values.finite:
            return False
        empty = self._element.sample("")
        return empty.passed & wanted == wanted and not empty.passed & never

    def _sample(self, value: Held, exists: bool = True) -> Sample:
        passed = sum(1 << at for at, test in enumerate(self.tests) if test.holds(value))
        return Sample(value, passed, exists)
