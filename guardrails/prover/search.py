"""The search: whether values exist that some boxes hold and others do not, exactly.

A problem is a box that must hold, and choices, of each of which one box must hold: to escape a Deny is the choice which
of its conditions fails; to be allowed at a level, of the Allow that matches. Emptiness is lazy: values are looked for
as the search goes, and a choice that the values at hand fulfil is never opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from guardrails.prover.languages.emptiness import OutOfBudget
from guardrails.prover.variables.literals import Box, Choice, Literal, Problem, Variable
from guardrails.prover.variables.texts import Sample, Undecidable

MOST_NODES: Final = 20_000
"""Branches looked at in one problem before the search gives up."""


Cell = tuple[int, int]
"""Tests that a variable passes and tests that it fails."""
State = dict[Variable, Cell]


@dataclass(slots=True)
class Search:
    """Work that problems share: branches looked at, and why parts of them could not be decided."""

    nodes: int = 0
    doubts: dict[str, None] = field(default_factory=dict)

    def find(self, problem: Problem) -> Mapping[Variable, Sample] | None:
        """Return values of all variables that solve the problem; None: there are none, as far as `doubts` is empty.

        Where a part cannot be decided, its reason is added to `doubts`.
        """
        state = self._extended({}, problem.required)
        if state is None:
            return None
        try:
            return self._solved(state, list(problem.choices), self.nodes + MOST_NODES)
        except OutOfBudget as spent:
            self.doubts[f"the budget of {spent.budget} ran out"] = None
            return None

    def _solved(self, state: State, choices: Sequence[Choice], most: int) -> Mapping[Variable, Sample] | None:
        """Take what is forced, then branch over the choice with the fewest ways."""
        while True:
            self.nodes += 1
            if self.nodes > most:
                raise OutOfBudget(f"{MOST_NODES:,} branches")
            values = self._values(state)
            if values is None:
                return None
            pending = [choice for choice in choices if not _fulfilled(choice, values)]
            if not pending:
                return self._whole(values, choices)
            ways = self._fewest(state, pending)
            if not ways:
                return None
            if len(ways) > 1:
                return self._branched(ways, choices, most)
            state = ways[0][1]

    def _branched(
        self, ways: Sequence[tuple[Box, State]], choices: Sequence[Choice], most: int
    ) -> Mapping[Variable, Sample] | None:
        """Try each way; a single literal that was tried is false from then on."""
        tried: list[Literal] = []
        for box, state in ways:
            against = tuple(one.turned for one in tried)
            extended = self._extended(state, against) if against else state
            if extended is not None:
                found = self._solved(extended, choices, most)
                if found is not None:
                    return found
            if len(box) == 1:
                tried.append(box[0])
        return None

    def _fewest(self, state: State, pending: Iterable[Choice]) -> list[tuple[Box, State]]:
        """The boxes of the pending choice that leaves the fewest open; none where one leaves none."""
        best: list[tuple[Box, State]] | None = None
        for choice in pending:
            ways = [(box, after) for box in choice if (after := self._extended(state, box)) is not None]
            if best is None or len(ways) < len(best):
                best = ways
            if len(ways) <= 1:
                break
        return best or []

    def _extended(self, state: State, box: Box) -> State | None:
        """The state in which a box holds as well; None where its variables have no such values."""
        after = dict(state)
        for variable, bit, wanted in box:
            passed, failed = after.get(variable, (0, 0))
            after[variable] = (passed | bit, failed) if wanted else (passed, failed | bit)
        for variable in {one.variable for one in box}:
            if after[variable] != state.get(variable) and self._impossible(variable, after[variable]):
                return None
        return after

    def _impossible(self, variable: Variable, cell: Cell) -> bool:
        try:
            return variable.value(*cell) is None
        except (Undecidable, OutOfBudget) as doubt:
            self.doubts[_reason(doubt)] = None
            return True

    def _values(self, state: State) -> dict[Variable, Sample] | None:
        values = {}
        for variable, cell in state.items():
            sample = variable.value(*cell)
            if sample is None:
                return None
            values[variable] = sample
        return values

    def _whole(self, values: dict[Variable, Sample], choices: Iterable[Choice]) -> Mapping[Variable, Sample]:
        """Values for the variables too that nothing was asked of."""
        for choice in choices:
            for box in choice:
                for variable, _, _ in box:
                    if variable not in values:
                        sample = variable.value(0, 0)
                        if sample is not None:
                            values[variable] = sample
        return values


def _reason(doubt: Undecidable | OutOfBudget) -> str:
    return f"the budget of {doubt.budget} ran out" if isinstance(doubt, OutOfBudget) else str(doubt)


def _fulfilled(choice: Choice, values: dict[Variable, Sample]) -> bool:
    """Whether some box of a choice holds of the values at hand; a variable that has none yet gets one."""
    return any(all(_holds(one, values) for one in box) for box in choice)


def _holds(literal: Literal, values: dict[Variable, Sample]) -> bool:
    sample = values.get(literal.variable)
    if sample is None:
        first = literal.variable.value(0, 0)
        if first is None:
            return False
        sample = values[literal.variable] = first
    return bool(sample.passed & literal.bit) is literal.passed
